"""A run's log becomes a picture; what is no log, and a log where none is drawn, is said."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from gatescope.cli.main import main
from gatescope.session.training.log import columns, line
from tests.session.training.told_runs import told


def log(folder: Path, name: str = "run", steps: int = 25) -> Path:
    numbers = list(told(range(1, steps + 1)))
    names = columns(numbers[0])
    path = folder / f"{name}.csv"
    path.write_text(",".join(names) + "\n" + "".join(line(one, names) for one in numbers))
    return path


def test_logs_are_drawn_over_each_other(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "run.png"
    files = [str(log(tmp_path)), str(log(tmp_path, "other", 40))]
    assert main(["render", "--view", "training", "--log", *files, "-o", str(out), "--size", "900x700"]) == 0
    assert "training, 900 × 700 pixels" in capsys.readouterr().out
    assert QImage(str(out)).size().toTuple() == (900, 700)
    assert QImage(str(out)).text("Title") == "Training run"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--view", "training"], "give --log FILE.csv"),
        (["--view", "training", "--log", "gone.csv"], "gone.csv"),
        (["--view", "heatmap", "the film"], "the following arguments are required: --model"),
        (["--view", "heatmap", "the film", "--model", "sentiment-gru", "--log", "a.csv"], "--log has no meaning"),
    ],
)
def test_what_is_missing_or_too_much_is_said(
    arguments: list[str], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    try:
        code = main(["render", *arguments, "-o", str(tmp_path / "out.png")])
    except SystemExit as ended:
        code = int(ended.code or 0)
    assert code != 0
    assert said in capsys.readouterr().err
