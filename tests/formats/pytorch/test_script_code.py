"""The nonlinearity of plain cells in TorchScript archives, against what the archive computes when it is run."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from gatescope.engine.run import run
from gatescope.formats.pytorch import read
from gatescope.formats.pytorch.objects import Named
from gatescope.formats.pytorch.script_code import with_nonlinearities

torch: Any = pytest.importorskip("torch", reason="PyTorch is not installed")
nn = torch.nn
pytestmark = [
    pytest.mark.filterwarnings("ignore::DeprecationWarning:torch"),
    pytest.mark.filterwarnings("ignore:Converting a tensor:torch.jit.TracerWarning"),
]

X = np.random.default_rng(9).normal(size=(5, 3)).astype(np.float32)


class Layers(nn.Module):  # type: ignore[misc]
    """Two layers of two directions."""

    def __init__(self, kind: str) -> None:
        super().__init__()
        self.rnn = nn.RNN(3, 4, 2, nonlinearity=kind, bidirectional=True)

    def forward(self, x):  # type: ignore[no-untyped-def]
        return self.rnn(x)[0]


class Cell(nn.Module):  # type: ignore[misc]
    def __init__(self, kind: str) -> None:
        super().__init__()
        self.cell = nn.RNNCell(3, 4, nonlinearity=kind)

    def forward(self, x):  # type: ignore[no-untyped-def]
        state = torch.zeros(4)
        found = []
        for step in range(5):
            state = self.cell(x[step], state)
            found.append(state)
        return torch.stack(found)


class Both(nn.Module):  # type: ignore[misc]
    """A layer and a cell, each with the other's nonlinearity."""

    def __init__(self, kind: str) -> None:
        super().__init__()
        self.rnn = nn.RNN(3, 4, nonlinearity=kind)
        self.cell = nn.RNNCell(4, 4, nonlinearity="relu" if kind == "tanh" else "tanh")

    def forward(self, x):  # type: ignore[no-untyped-def]
        states = self.rnn(x)[0]
        return states + 0 * self.cell(states[0])


def script(module: Any, path: Path, how: str) -> Any:
    made = torch.jit.script(module) if how == "script" else torch.jit.trace(module, torch.from_numpy(X))
    made.save(path)
    return made


@pytest.mark.parametrize("how", ["script", "trace"])
@pytest.mark.parametrize("kind", ["tanh", "relu"])
@pytest.mark.parametrize("build", [Layers, Cell, Both])
def test_the_archive_says_what_it_applies(tmp_path: Path, build: Callable[[str], Any], kind: str, how: str) -> None:
    torch.manual_seed(3)
    made = script(build(kind), tmp_path / "a.pt", how)
    stacks = read(tmp_path / "a.pt").stacks
    other = "relu" if kind == "tanh" else "tanh"
    assert [stack.network.convention.activation for stack in stacks] == [kind, other][: len(stacks)]
    assert not any(assumed.what == "activation" for stack in stacks for assumed in stack.assumptions)
    with torch.no_grad():
        expected = made(torch.from_numpy(X)).numpy()
    np.testing.assert_allclose(run(stacks[0].network, inputs=X).hidden, expected, atol=1e-6, rtol=0)


@pytest.mark.parametrize("change", ["missing", "damaged", "nothing in it"])
def test_without_its_code_tanh_is_assumed(tmp_path: Path, change: str) -> None:
    script(Layers("relu"), tmp_path / "a.pt", "trace")
    with zipfile.ZipFile(tmp_path / "a.pt") as old, zipfile.ZipFile(tmp_path / "b.pt", "w") as new:
        for name in old.namelist():
            code = "/nn/modules/rnn" in name
            if not code or change == "damaged":
                new.writestr(name, old.read(name))
            elif change == "nothing in it":
                new.writestr(name, b"\xff\n\nclass RNN:\n")
    # Its checksum is that of the true one.
    data = (tmp_path / "b.pt").read_bytes()
    (tmp_path / "b.pt").write_bytes(data.replace(b"torch.rnn_relu(", b"torch.rnn_relu["))
    (stack,) = read(tmp_path / "b.pt").stacks
    assert [(one.what, one.taken) for one in stack.assumptions] == [("activation", "tanh")]


CODE = {
    "one of several classes": (
        "class A(Module):\n  torch.rnn_tanh(x)\nclass RNN(Module):\n  torch.rnn_relu(x)\n",
        "relu",
    ),
    "a function behind": ("class RNN(Module):\n  pass\ndef other(x):\n  return torch.rnn_relu(x)\n", None),
    "two at once": ("class RNN(Module):\n  torch.rnn_tanh(x)\n  torch.rnn_relu(x)\n", None),
    "what another module applies": ("class RNN(Module):\n  return torch.relu(x)\n", None),
    "a constant": ('class RNN(Module):\n  nonlinearity : Final[str] = "relu"\n', "relu"),
}


@pytest.mark.parametrize("case", CODE)
def test_the_code_of_one_class(case: str) -> None:
    text, wanted = CODE[case]
    hints, classes = {"rnn": {"class": "RNN"}}, {"rnn": Named("__torch__.m", "RNN"), "fc": Named("__torch__.n", "RNN")}
    asked: list[str] = []
    found = with_nonlinearities(
        hints,
        classes,
        ["rnn.weight_hh_l0", "fc.weight"],
        lambda name: asked.append(name) or text,  # type: ignore[func-returns-value]
    )
    assert asked == ["__torch__.m"]
    assert found["rnn"].get("nonlinearity") == wanted
