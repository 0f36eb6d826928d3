"""The log: what is written is read back, and a damaged one is named by its line."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from gatescope.errors import FileError, FormatError
from gatescope.session.training.log import columns, line, read_log
from tests.session.training.told_runs import told


@pytest.fixture
def log(tmp_path: Path) -> Path:
    numbers = list(told(range(1, 13)))
    names = columns(numbers[0])
    path = tmp_path / "run.csv"
    path.write_text(",".join(names) + "\n" + "".join(line(one, names) for one in numbers))
    return path


def test_a_log_is_read_back(log: Path) -> None:
    history = read_log(log)
    assert (history.task, history.recipe, history.condition, history.checkpoints) == ("run", None, "ended", ())
    np.testing.assert_allclose(history.steps.loss, 1.0 / np.arange(1, 13), rtol=1e-8)
    assert history.passes.step.tolist() == [5, 10]
    assert history.passes.metric.tolist() == [0.05, 0.1]
    assert history.looks.step.tolist() == [1, 3, 5, 7, 9, 11]
    assert set(history.looks.shares) == {"forget_gate", "input_gate"}
    np.testing.assert_allclose(history.steps.gradient_norms["layer0.forward"], 0.25 * np.arange(1, 13))


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("step,epoch", "step,pass", "has no column 'epoch'"),
        ("\n7,", "\n3,", "line 8 has the step 3 after 6"),
        ("\n7,2,", "\n7,2,x", "line 8 has a cell that is no number"),
        ("\n7,2,", "\n7,2,1,", "line 8 has another number of cells"),
    ],
)
def test_a_damaged_log_is_named_by_its_line(log: Path, before: str, after: str, said: str) -> None:
    text = log.read_text()
    assert before in text
    log.write_text(text.replace(before, after))
    with pytest.raises(FormatError, match=said):
        read_log(log)


def test_what_is_no_text_or_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="cannot be read"):
        read_log(tmp_path / "none.csv")
    (tmp_path / "bytes.csv").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(FormatError, match="not UTF-8"):
        read_log(tmp_path / "bytes.csv")
    (tmp_path / "empty.csv").write_text("")
    with pytest.raises(FormatError, match="no log of gatescope train"):
        read_log(tmp_path / "empty.csv")
