"""Agents of Stable-Baselines3: a zip that holds policy.pth beside settings and optimisers (common/save_util.py)."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import gatescope as gs
from gatescope.errors import FormatError
from gatescope.formats.detect.reading import read
from tests.formats.odd_files import odd_files
from tests.formats.state_dict.tensors import draw, only
from tests.formats.state_dict.tensors import read as stacks_in

A = draw(2)
OBSERVED, UNITS = 4, 6


def agent(path: Path, policy: bytes, **more: bytes) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("data", b'{"policy_class": {":type:": "<class \'abc.ABCMeta\'>"}}')
        archive.writestr("policy.pth", policy)
        archive.writestr("policy.optimizer.pth", b"\x80\x02}q\x00.")
        archive.writestr("_stable_baselines3_version", b"2.3.2")
        for name, content in more.items():
            archive.writestr(name, content)
    return path


def test_the_policy_is_read_inside_the_archive(tmp_path: Path) -> None:
    torch: Any = pytest.importorskip("torch", reason="PyTorch is not installed")
    torch.manual_seed(0)
    nn = torch.nn

    class Policy(nn.Module):  # type: ignore[misc]
        """The parts of sb3_contrib's RecurrentActorCriticPolicy, in its order."""

        def __init__(self) -> None:
            super().__init__()
            self.mlp_extractor = nn.Module()
            self.mlp_extractor.policy_net = nn.Sequential(nn.Linear(UNITS, 5), nn.Tanh())
            self.mlp_extractor.value_net = nn.Sequential(nn.Linear(UNITS, 5), nn.Tanh())
            self.action_net, self.value_net = nn.Linear(5, 2), nn.Linear(5, 1)
            self.lstm_actor, self.lstm_critic = nn.LSTM(OBSERVED, UNITS), nn.LSTM(OBSERVED, UNITS)

    policy, out = Policy(), io.BytesIO()
    torch.save(policy.state_dict(), out)
    path = agent(tmp_path / "ppo_recurrent.zip", out.getvalue())
    file = read(path)
    assert file.kind == "agent of Stable-Baselines3 2.3.2"
    assert [stack.name for stack in file.stacks] == ["lstm_actor", "lstm_critic"]
    x = A(7, OBSERVED)
    with torch.no_grad():
        h = policy.lstm_actor(torch.from_numpy(x))[0].numpy()
    np.testing.assert_allclose(gs.trace(path, inputs=x)["hidden_state"], h, atol=1e-6)
    for stack, own in zip(file.stacks, ("policy_net", "value_net"), strict=True):
        assert stack.obstacles == ()
        (said,) = (note for note in stack.notes if "not computed" in note)
        assert f"mlp_extractor.{own}.0" in said
        assert sum(name in said for name in ("policy_net", "value_net")) == 1


def test_older_containers_and_what_is_no_policy(tmp_path: Path) -> None:
    odd = odd_files()
    for name in ("76_plain.pt", "77_legacy_nonzip.pt"):
        assert read(agent(tmp_path / "a.zip", odd[name])).stacks
    with pytest.raises(FormatError, match="is empty"):
        read(agent(tmp_path / "a.zip", b""))
    inner = agent(tmp_path / "inner.zip", b"").read_bytes()
    with pytest.raises(FormatError, match="unpack it, and open that file"):
        read(agent(tmp_path / "nested.zip", inner))


@pytest.mark.parametrize(("actor", "critic"), [("actor", "critic"), ("action_net", "value_net"), ("pi", "v")])
def test_heads_of_one_network(actor: str, critic: str) -> None:
    """As CleanRL and others have them: both read one LSTM."""
    arrays = {f"lstm.{n}": A(*s) for n, s in (("weight_ih_l0", (4 * UNITS, 3)), ("weight_hh_l0", (4 * UNITS, UNITS)))}
    heads = {f"{name}.{k}": A(*s) for name, c in ((actor, 5), (critic, 1)) for k, s in _linear(c)}
    stack = only(arrays | heads)
    assert [r.name for r in stack.readouts] == [actor, critic]


def test_heads_of_two_networks() -> None:
    sides = ("actor", "critic")
    arrays = {f"{x}_lstm.{n}": A(*s) for x in sides for n, s in (("weight_ih_l0", (24, 3)), ("weight_hh_l0", (24, 6)))}
    heads = {f"{name}.{k}": A(*s) for name, c in (("action_head", 5), ("value_head", 1)) for k, s in _linear(c)}
    first, second = stacks_in(heads | arrays)
    assert [r.name for r in first.readouts] == ["action_head"]
    assert [r.name for r in second.readouts] == ["value_head"]


def test_values_of_an_attention_are_no_head() -> None:
    arrays = {f"lstm.{n}": A(*s) for n, s in (("weight_ih_l0", (24, 3)), ("weight_hh_l0", (24, 6)))}
    attention = {f"attention.{name}.{k}": A(*s) for name in ("query", "key", "value") for k, s in _linear(6)}
    assert only(arrays | attention).readouts == ()


def _linear(classes: int) -> list[tuple[str, tuple[int, ...]]]:
    return [("weight", (classes, UNITS)), ("bias", (classes,))]
