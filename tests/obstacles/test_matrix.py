"""Every obstacle in every format, at every entry point: computed right, or said.

A new obstacle is one line in the cases of each format that can have it.
"""

from __future__ import annotations

import json
from html import unescape
from pathlib import Path

import numpy as np
import pytest

import gatescope as gs
from gatescope.app.files.opened import OpenedModel, read_path, summary
from gatescope.app.inspector.reading_page import remarks
from gatescope.cli.main import main
from gatescope.engine.network import Array
from gatescope.progress import silent
from gatescope.words import spoken_in, tr
from tests.obstacles import of_keras, of_onnx, of_torch
from tests.obstacles.case import Case, Made

pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore:__array__ implementation doesn't accept:DeprecationWarning"),
    # Pictures make an application without widgets where there is no other.
    pytest.mark.usefixtures("qapp"),
]
CASES = [*of_torch.CASES, *of_onnx.CASES, *of_keras.CASES]
SHALLOW = 1e-5


@pytest.fixture(params=CASES, ids=lambda case: case.name)
def case(request: pytest.FixtureRequest) -> Case:
    found: Case = request.param
    return found


@pytest.fixture
def made(case: Case, tmp_path: Path) -> Made:
    return case.make(tmp_path)


def arguments(made: Made) -> list[str]:
    """What the command line takes for the file and its inputs."""
    if made.x.ndim == 1:
        return ["--model", str(made.path), "--ids", ",".join(map(str, made.x))]
    np.save(made.path.parent / "x.npy", made.x)
    return ["--model", str(made.path), "--inputs", str(made.path.parent / "x.npy")]


def recorded(made: Made) -> gs.Recording:
    return gs.trace(made.path, ids=made.x) if made.x.ndim == 1 else gs.trace(made.path, inputs=made.x)


def is_right(hidden: Array, made: Made) -> bool:
    return hidden.shape == made.h.shape and bool(np.abs(hidden - made.h).max() < SHALLOW)


def is_as_expected(case: Case, made: Made, hidden: Array, said: str) -> None:
    """The numbers are the framework's, or `said` names the obstacle that they are without."""
    if case.said:
        assert not is_right(hidden, made), "the obstacle changes nothing, so that this proves nothing"
        assert case.said in said
        assert "not computed" in said.lower()
    else:
        assert is_right(hidden, made)
        assert "not computed" not in said.lower()


def test_a_trace_in_python(case: Case, made: Made) -> None:
    recording = recorded(made)
    said = "".join(f"not computed: {obstacle}" for obstacle in recording.obstacles)
    is_as_expected(case, made, recording["hidden_state"], said)
    assert all(obstacle.partition("'")[0] in recording._repr_html_() for obstacle in recording.obstacles)


def test_a_trace_on_the_command_line(case: Case, made: Made, capsys: pytest.CaptureFixture[str]) -> None:
    output = made.path.parent / "trace.npz"
    assert main(["trace", *arguments(made), "-o", str(output)]) == 0
    with np.load(output) as traced:
        parts = [key for key in traced if key.startswith("layer0.") and key.endswith(".hidden_state")]
        is_as_expected(case, made, traced[parts[0]], capsys.readouterr().err)


def test_a_picture_on_the_command_line(case: Case, made: Made, capsys: pytest.CaptureFixture[str]) -> None:
    output = made.path.parent / "gates.png"
    drawn = ["render", *arguments(made), "--view", "heatmap", "--size", "300x200", "-o", str(output)]
    assert main(drawn) == 0
    is_as_expected(case, made, recorded(made)["hidden_state"], capsys.readouterr().err)


@pytest.mark.parametrize("verb", ["sweep", "fixedpoints", "index"])
def test_the_other_verbs_that_run_a_model(
    verb: str, case: Case, made: Made, capsys: pytest.CaptureFixture[str]
) -> None:
    options = {
        "sweep": arguments(made),
        "fixedpoints": ["--model", str(made.path), "--starts", "2", "--tolerance", "0.1"],
        "index": [str(made.path.parent / "corpus.txt"), "--model", str(made.path), "-o", str(made.path.parent / "i")],
    }
    Path(made.path.parent / "corpus.txt").write_text("1 2\n")
    main([verb, *options[verb]])
    said = capsys.readouterr().err
    assert case.said in said.partition("not computed: ")[2] if case.said else "not computed" not in said


def test_the_inspection(case: Case, made: Made, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["inspect", str(made.path)]) == 0
    text = " ".join(capsys.readouterr().out.split())
    assert (case.said in text.partition("not computed: ")[2]) == bool(case.said) or not case.said
    assert ("not computed" in text) == bool(case.said)
    assert main(["inspect", str(made.path), "--json"]) == 0
    obstacles = json.loads(capsys.readouterr().out)["stacks"][0]["obstacles"]
    assert any(case.said in obstacle for obstacle in obstacles) if case.said else obstacles == []


def test_the_window(case: Case, made: Made) -> None:
    opened = read_path(made.path, silent)
    assert isinstance(opened, OpenedModel)
    hidden = recorded(made)["hidden_state"]
    is_as_expected(case, made, hidden, summary(opened.file, opened.model))
    stack = opened.file.stacks[0]
    is_as_expected(case, made, hidden, remarks(opened.model, opened.file, stack))


def test_the_window_in_german(case: Case, made: Made) -> None:
    with spoken_in("de"):
        opened = read_path(made.path, silent)
        assert isinstance(opened, OpenedModel)
        stack = opened.file.stacks[0]
        shown = unescape(remarks(opened.model, opened.file, stack)), summary(opened.file, opened.model)
        said = [*stack.obstacles, *stack.warnings, *(assumption.why for assumption in stack.assumptions)]
        assert [one for one in said if tr(one) == str(one) or any(str(one) in text for text in shown)] == []
        assert all(tr(obstacle) in shown[0] for obstacle in stack.obstacles)
        assert "not computed" not in shown[0].lower()
    assert any(case.said in obstacle for obstacle in stack.obstacles) or not case.said


def test_what_feeds_the_second_of_two_layers_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made = of_onnx.SECOND_LAYER.make(tmp_path)
    assert main(["inspect", str(made.path), "--json"]) == 0
    lower, upper = json.loads(capsys.readouterr().out)["stacks"]
    assert lower["obstacles"] == []
    assert upper["obstacles"] == [
        "Relu stands before upper, which takes what that gives",
        "upper takes the output of lower, which is a network of its own here",
    ]


def test_the_proof(case: Case, made: Made, capsys: pytest.CaptureFixture[str]) -> None:
    reference = made.path.parent / "reference.npz"
    inputs = {"ids" if made.x.ndim == 1 else "x": made.x}
    h = made.h
    if made.kept is not None:
        h = np.zeros((len(made.x), made.h.shape[1]), made.h.dtype)
        h[made.kept] = made.h
    np.savez(reference, **inputs, h=h)
    fits = main(["inspect", str(made.path), "--reference", str(reference)]) == 0
    text = " ".join(capsys.readouterr().out.split())
    assert fits == (not case.said)
    if case.said:
        assert case.said in text.partition("does not fit")[2], "the proof does not say what it may come from"
