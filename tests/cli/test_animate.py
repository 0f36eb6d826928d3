"""`gatescope render --animate`: the same files as from Python; and the command in a card once more, frame by frame."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from PySide6.QtWidgets import QApplication

import gatescope as gs
from gatescope.cli.main import main
from gatescope.errors import UsageError
from gatescope.formats.own.library import load
from gatescope.formats.own.tensors import tensors
from gatescope.session.training.trained_again import trained_again

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def _application(qapp: QApplication) -> None:
    """Make the application that pictures are drawn with the one of the other tests."""


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A model of a table of four kinds of sentence, trained in a moment."""
    rows = [f"The {thing} is {word},{label}" for thing in ("film", "food", "plot") for word, label in
            (("great", 1), ("fine", 1), ("dull", 0), ("slow", 0))]  # fmt: skip
    (tmp_path / "own.csv").write_text("text,label\n" + "\n".join(rows) + "\n")
    monkeypatch.chdir(tmp_path)
    words = (
        "train sentiment --data own.csv --units 4 --embedding 4 --epochs 3 --batch 4 --minimum-count 1 -o m.safetensors"
    )
    assert main(words.split()) == 0
    return tmp_path / "m.safetensors"


def test_the_last_network_of_a_run_that_got_better_is_the_model(small: Path) -> None:
    model = load(small)
    stages = list(trained_again(model, 3))
    assert len(stages) == 4
    assert str(stages[0]).startswith("step 0 of ")
    steps = [stage.step for stage in stages]
    assert steps == sorted(steps)
    assert len(set(steps)) == 4
    wanted = tensors(model.network)
    same = [all(np.array_equal(a, wanted[name]) for name, a in tensors(stage.network).items()) for stage in stages]
    # The model is the network of the best pass, and a frame is taken at the end of each of the three.
    assert any(same)


def test_it_is_written_with_a_frame_a_part(small: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["render", "The film is great", "--model", str(small), "--view", "heatmap"]
    assert main([*words, "--animate", "training", "--frames", "3", "-o", "a.gif", "--size", "400x300"]) == 0
    assert "4 frames" in capsys.readouterr().out
    with Image.open(small.with_name("a.gif")) as found:
        assert found.n_frames == 4


@pytest.mark.parametrize("suffix", [".gif", ".webp", ".apng"])
def test_the_file_is_the_one_that_python_writes(suffix: str, small: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text, ours, theirs = "The film is dull", small.with_name(f"ours{suffix}"), small.with_name(f"theirs{suffix}")
    trace = gs.trace(str(small), text)
    cases: list[tuple[str, dict[str, Any], str]] = [
        ("typing", {"view": "traces", "seconds": 2.0}, "--view traces --seconds 2"),
        ("cell", {"step": 3}, "--view cell --step 3"),
        ("clamp", {"sweep": "forget_gate=0..1", "frames": 3}, "--view heatmap --sweep forget_gate=0..1 --frames 3"),
        ("training", {"frames": 2}, "--view heatmap --frames 2"),
    ]
    for what, options, arguments in cases:
        gs.animate(trace, what, ours, size=(300, 200), **options)
        words = ["render", text, "--model", str(small), "--animate", what, *arguments.split(), "--size", "300x200"]
        assert main([*words, "-o", theirs.name]) == 0
        assert ours.read_bytes() == theirs.read_bytes(), what
    assert "16 frames" in capsys.readouterr().out


def test_a_card_without_a_command_says_so(small: Path) -> None:
    model = load(small)
    with pytest.raises(UsageError, match="does not say by which command"):
        next(trained_again(replace(model, card={}), 3))


@pytest.mark.parametrize(
    ("change", "said"),
    [(("-o", "a.png"), "must end in .gif"), (("--view", "weights"), "needs --model and a view of a run"),
     (("--frames", "0"), "1 to 5,000"), (("--fps", "0"), "frames a second"), (("--fps", "inf"), "frames a second"),
     (("--seconds", "-1"), "cannot take -1 s"), (("--fps", "2", "--seconds", "3"), "give one of them"),
     (("--scale", "2"), "no meaning with --animate"), (("--width-mm", "85"), "--width-mm has no meaning with"),
     (("--size", "9999x9999"), "16 to 4096")],
)  # fmt: skip
def test_wrong_usage(small: Path, change: tuple[str, str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["render", "fine", "--model", str(small), "--view", "heatmap", "--animate", "training", "-o", "a.gif"]
    with pytest.raises(SystemExit) as caught:
        main([*words, *change])
    assert caught.value.code == 2
    assert said in capsys.readouterr().err


def test_the_card_names_no_folder_of_this_machine(small: Path) -> None:
    assert "/" not in json.loads(small.with_suffix(".json").read_text())["command"]


def test_two_views_move_as_one_figure(small: Path, tmp_path: Path) -> None:
    words = ["render", "fine and good", "--model", str(small), "--view", "heatmap,readout", "--columns", "1"]
    assert main([*words, "--animate", "typing", "--by", "token", "-o", str(tmp_path / "both.gif")]) == 0
    assert (tmp_path / "both.gif").read_bytes().startswith(b"GIF89a")
