"""``gatescope inspect``: what a person and a script are told about a file."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import save_file

import gatescope as gs
from gatescope.cli.main import main
from gatescope.engine.network import Array
from gatescope.export.picture import facts_of
from tests.cli.toys import saved
from tests.engine.networks import random_network, to_state_dict
from tests.proof.references import reference
from tests.shared import MODELS, needs_models

WIDTH = 100


@pytest.fixture
def files(tmp_path: Path) -> tuple[str, str]:
    """A file with two stacks and what belongs to none, and a reference of the first."""
    enc, top = (random_network("gru-after", units=5, inputs=4, layers=n, dtype=np.float32, seed=n) for n in (2, 1))
    tensors: dict[str, Array] = {}
    for name, network in (("enc", enc), ("top", top)):
        tensors |= {f"{name}.{key}": np.array(value) for key, value in to_state_dict(network, network.layers).items()}
    tensors["head.conv.weight"] = np.ones((2, 3, 3), np.float32)
    tensors["head.conv.weight"][0, 0, 0] = np.nan
    save_file(tensors, tmp_path / "two.safetensors")
    np.savez(tmp_path / "r.npz", **reference(enc))
    return str(tmp_path / "two.safetensors"), str(tmp_path / "r.npz")


def inspected(capsys: pytest.CaptureFixture[str], *args: str, code: int = 0) -> str:
    assert main(["inspect", *args]) == code
    return capsys.readouterr().out


def test_what_a_person_reads(files: tuple[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    lines = inspected(capsys, files[0]).splitlines()
    assert max(map(len, lines)) <= WIDTH
    assert lines[0].startswith("two.safetensors: safetensors")
    text = "\n".join(lines)
    assert "enc: GRU 2 × 5" in lines
    assert "top: GRU 1 × 5" in lines
    (header,) = {line for line in lines if line.startswith("  layer ")}
    (row,) = [line for line in lines if line.startswith("  enc.l1 ")]
    assert row.split()[:6] == ["enc.l1", "5", "5", "forward", "r", "z"]
    assert row.index("r z n") == header.index("gates")
    assert "convention  reset_after=true, gate_activation=sigmoid, candidate_activation=tanh" in text
    assert "head.conv.weight (2 × 3 × 3) holds 1 NaN and 0 infinite numbers" in lines
    assert "Not part of a recurrent stack: 1 of 13 tensors" in lines


@needs_models
@pytest.mark.parametrize(
    "name",
    ["gtcrn_gru/model_trained_on_dns3.tar", "gtcrn_gru/gtcrn_simple.onnx", "dtln_lstm/model.h5"],
)
def test_real_files_fit_the_terminal(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    path = MODELS / name
    lines = inspected(capsys, str(path)).splitlines()
    assert max(map(len, lines)) <= WIDTH
    assert len([line for line in lines if line.startswith("  layer ")]) == len(gs.inspect(path).stacks)


def test_one_stack_read_otherwise(files: tuple[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    text = inspected(capsys, files[0], "--rnn", "top", "--convention", "gate_order=z,r,n")
    assert "read as     gate_order=z,r,n" in text
    assert "enc: GRU" not in text


def test_a_proof(files: tuple[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    file, path = files
    text = inspected(capsys, file, "--reference", path)
    assert "✓ enc fits r.npz: max |Δ| " in text
    assert "h_L1" in text
    text = inspected(capsys, file, "--reference", path, "--convention", "reset_after=false", code=1)
    joined = " ".join(text.split())
    assert "✗ enc does not fit r.npz" in joined
    assert "as the file has it, without --convention it does" in joined


def test_a_reference_that_does_not_fit_is_said_on_stderr(
    files: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    file, path = files
    for more in ([], ["--json"]):
        arguments = ["inspect", file, "--reference", path, "--convention", "gate_order=z,r,n", *more]
        assert main(arguments) == 1
        said = capsys.readouterr().err
        assert said.startswith("gatescope: error: enc does not fit r.npz: max |Δ| ")
        assert said.count("\n") == 1
    assert main(["inspect", file, "--reference", path]) == 0
    assert capsys.readouterr().err == ""


def test_what_a_script_reads(files: tuple[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    file, path = files
    found = json.loads(inspected(capsys, file, "--json", "--reference", path))
    assert [(s["name"], s["cell"], len(s["layers"])) for s in found["stacks"]] == [("enc", "gru", 2), ("top", "gru", 1)]
    layer = found["stacks"][0]["layers"][1]
    assert (layer["inputs"], layer["units"], layer["gate_order"]) == (5, 5, "r z n")
    assert layer["directions"] == ["forward"]
    assert "enc.weight_ih_l1" in layer["tensors"]
    assert found["stacks"][0]["convention"]["reset_after"] == "true"
    (odd,) = [tensor for tensor in found["tensors"] if not tensor["used_by"]]
    assert (odd["name"], odd["shape"], odd["nan"]) == ("head.conv.weight", [2, 3, 3], 1)
    assert found["proof"]["fits"] is True
    assert [row["array"] for row in found["proof"]["rows"]] == ["h_L0", "h_L1"]
    wrong = json.loads(
        inspected(capsys, file, "--json", "--reference", path, "--convention", "gate_order=z,r,n", code=1)
    )
    assert wrong["proof"]["fits"] is False
    assert wrong["proof"]["better"]["overrides"] == {}
    assert wrong["stacks"][0]["overrides"] == {"gate_order": "z,r,n"}


def test_a_model_of_our_own(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = inspected(capsys, saved(tmp_path))
    assert "lstm: LSTM 1 × 3" in text
    assert "sentiment" in text


@pytest.mark.parametrize(
    ("args", "sentence"),
    [
        (["--rnn", "mid"], "two.safetensors has no recurrent layer 'mid'; it has enc, top, enc.l0"),
        (["--convention", "forget_bias=1"], "convention forget_bias means nothing for the GRU"),
        (["--reference", "none.npz"], "none.npz: there is no such file"),
    ],
)
def test_what_makes_no_sense(
    files: tuple[str, str], capsys: pytest.CaptureFixture[str], args: list[str], sentence: str
) -> None:
    assert main(["inspect", files[0], *args]) == 1
    said = capsys.readouterr()
    assert said.err.startswith("gatescope: error: ")
    assert sentence in said.err
    assert said.out == ""


def test_a_trace_of_another_stack_and_reading(files: tuple[str, str], tmp_path: Path) -> None:
    """``trace`` takes ``--rnn`` and ``--convention`` as ``inspect`` does, and so does Python."""
    file, path = files
    with np.load(path) as known:
        x = dict(known)["x"]
    np.save(tmp_path / "x.npy", x)
    options = ["--model", file, "--rnn", "top", "--convention", "gate_order=z,r,n", "--inputs", str(tmp_path / "x.npy")]
    assert main(["trace", *options, "-o", str(tmp_path / "o.npz")]) == 0
    with np.load(tmp_path / "o.npz") as written:
        found = dict(written)
    model = gs.load(file, rnn="top", convention={"gate_order": "z,r,n"})
    traces = [gs.trace(model, inputs=x), gs.trace(gs.load(file, rnn="top"), inputs=x, convention={"gate_order": "zrn"})]
    for trace in traces:
        assert np.allclose(trace["update_gate"], found["layer0.forward.update_gate"], atol=1e-6)
    assert len({facts_of([trace.run])["Digest"] for trace in traces}) == 1
    key = "layer0.forward.W.reset_gate"
    drawn = [gs.figure(trace, ["weights"], parameter=key, path="svg", scene=False) for trace in traces]
    assert drawn[0] == drawn[1]
    plain = gs.trace(gs.load(file, rnn="top"), inputs=x)
    assert not np.allclose(plain["update_gate"], found["layer0.forward.update_gate"], atol=1e-2)
    np.savez(tmp_path / "again.npz", **found)
    assert gs.prove(model, tmp_path / "again.npz").fits
    better = gs.prove(file, tmp_path / "again.npz", rnn="top").better
    assert better is not None
    assert better.overrides == {"gate_order": "z,r,n"}


def test_a_model_is_one_stack_already(files: tuple[str, str]) -> None:
    with pytest.raises(gs.GateScopeError, match="give rnn with a file"):
        gs.prove(gs.load(files[0]), files[1], rnn="top")
    assert gs.inspect(files[0]).names() == ("enc", "top", "enc.l0", "enc.l1")


def test_a_bundled_model_is_inspected_by_its_name(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["inspect", "sentiment-lstm"]) == 0
    assert "LSTM 1 × 32" in capsys.readouterr().out
    assert main(["inspect", "sentiment-lsmt"]) == 1
    assert "the bundled models are adding-{rnn,gru,lstm}, " in capsys.readouterr().err
