"""What a person says of a read-out, at every place where a convention is said."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from safetensors.numpy import load_file, save_file

import gatescope as gs
from gatescope.app.inspector.convention_rows import convention_rows, in_words
from gatescope.cli.main import main
from gatescope.engine.network import Array
from gatescope.formats.core.found_model import model_of
from gatescope.formats.detect.reading import read
from tests.app.inspector.files import INPUTS, TOKENS, UNITS, gru_file, reference_of
from tests.app.inspector.test_inspection import answer, inspector, settle


def file_with_heads(path: Path, *columns: int) -> Path:
    """A GRU with a read-out of each so many columns."""
    tensors = {name: array for name, array in load_file(gru_file(path)).items() if name.startswith("rnn.")}
    rng = np.random.default_rng(7)
    for number, count in enumerate(columns):
        tensors[f"head{number}.weight"] = rng.normal(size=(count, UNITS)).astype(np.float32)
        tensors[f"head{number}.bias"] = rng.normal(size=count).astype(np.float32)
    save_file(tensors, path)
    return path


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return file_with_heads(tmp_path / "mine.safetensors", 1, 3)


@pytest.fixture
def x() -> Array:
    return np.random.default_rng(2).normal(size=(TOKENS, INPUTS)).astype(np.float32)


def squashed(values: Array, kind: str) -> Array:
    return {"linear": values, "logistic": 1 / (1 + np.exp(-values)), "softmax": softmax(values)}[kind]


def softmax(values: Array) -> Array:
    powers: Array = np.exp(values)
    return powers / powers.sum(axis=1, keepdims=True)


SAID = [("linear", "linear", "linear"), ("logistic", "logistic", "linear"), ("softmax", "linear", "softmax")]


@pytest.mark.parametrize(("said", "one", "several"), SAID)
def test_in_python(path: Path, x: Array, said: str, one: str, several: str) -> None:
    plain = gs.trace(path, inputs=x)
    for recording in (
        gs.trace(path, inputs=x, convention={"readout": said}),
        gs.trace(gs.load(path, convention={"readout": said}), inputs=x),
    ):
        for name, kind in (("head0", one), ("head1", several)):
            wanted = squashed(plain[f"readout.{name}"], kind)
            np.testing.assert_allclose(recording[f"readout.{name}"], wanted, rtol=0, atol=1e-6)


@pytest.mark.parametrize(("said", "one", "several"), SAID)
def test_on_the_command_line(
    path: Path, x: Array, said: str, one: str, several: str, capsys: pytest.CaptureFixture[str], qapp: Any
) -> None:
    convention = ["--convention", f"readout={said}"]
    np.save(path.with_name("x.npy"), x)
    given = ["--model", str(path), "--inputs", str(path.with_name("x.npy")), *convention]
    assert main(["trace", *given, "-o", str(path.with_name("t.npz"))]) == 0
    with np.load(path.with_name("t.npz")) as traced:
        wanted = gs.trace(path, inputs=x, convention={"readout": said})
        np.testing.assert_array_equal(traced["readout.head1"], wanted["readout.head1"])
    assert main(["render", *given, "--view", "gradients", "--size", "400x300", "-o", str(path.with_name("g.png"))]) == 0
    capsys.readouterr()
    assert main(["inspect", str(path), "--json", *convention]) == 0
    kinds = [readout["kind"] for readout in json.loads(capsys.readouterr().out)["stacks"][0]["readouts"]]
    assert kinds == [one, several]
    reference = reference_of(path.with_name("r.npz"), load_file(path))
    assert main(["inspect", str(path), "--reference", str(reference), *convention]) == 0
    wrong = ["--convention", "reset_after=false"]
    assert main(["inspect", str(path), "--reference", str(reference), *convention, *wrong]) == 1
    text = " ".join(capsys.readouterr().out.split())
    # What is said of the read-out stays said: no hidden state tells it.
    assert f"readout={said} it does" in text or (said == "linear" and "without --convention it does" in text)


def test_what_cannot_be_is_a_sentence(path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for file, said, sentence in (
        (path, "tanh", "convention readout is linear, logistic, softmax, not 'tanh'"),
        (file_with_heads(tmp_path / "one.safetensors", 1), "softmax", "several columns"),
        (gru_file(tmp_path / "none.safetensors"), "linear", "a network with a read-out"),
    ):
        assert main(["inspect", str(file), "--convention", f"readout={said}"]) == 1
        assert sentence in capsys.readouterr().err


def test_a_bundled_model_says_its_kind_itself(capsys: pytest.CaptureFixture[str]) -> None:
    plain = gs.trace("sentiment-gru", "not good")
    values = gs.trace("sentiment-gru", "not good", convention={"readout": "linear"})
    assert plain.run.network.readouts[0].kind == "logistic"
    np.testing.assert_allclose(
        plain["readout.sentiment"], squashed(values["readout.sentiment"], "logistic"), rtol=0, atol=1e-6
    )


def test_the_question_in_the_inspector(path: Path) -> None:
    file = read(path)
    rows = {row.key: row for row in convention_rows(model_of(file), file.stacks[0])}
    row = rows["readout"]
    assert (row.value, row.source) == ("linear", "assumed")
    assert [value for value, _ in row.choices] == ["linear", "logistic", "softmax"]
    network = model_of(file, overrides={"readout": "softmax"}).network
    assert in_words({"readout": "softmax"}, network.cell) == "read-out gives: a probability a label (softmax)"
    no_head = read(gru_file(path.with_name("none.safetensors")))
    assert "readout" not in {row.key for row in convention_rows(model_of(no_head), no_head.stacks[0])}


@pytest.mark.slow
def test_the_answer_in_the_window(qtbot: Any, desktop: Any, path: Path) -> None:
    desktop.controller.open_paths([path])
    settle(qtbot, desktop)
    desktop.controller.front.feed_noise()
    desktop.controller.actions["inspect_model"].trigger()
    answer(qtbot, desktop, "readout", "softmax")
    assert [r.kind for r in desktop.session.document.networks["mine"].readouts] == ["linear", "softmax"]
    desktop.session.undo_stack.undo()
    assert [r.kind for r in desktop.session.document.networks["mine"].readouts] == ["linear", "linear"]
    assert inspector(desktop).reading.form.control("readout").currentData() == "linear"
