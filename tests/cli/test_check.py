"""``gatescope check``: verdicts for a person and for scripts, and how it ends."""

from __future__ import annotations

import errno
import json
import os
from pathlib import Path

import pytest

from gatescope.cli.main import main
from tests.lessons.cards import CARD, written


def test_the_rows_for_scripts(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    written(tmp_path)
    assert main(["check", "1", "t1", "--json", "--lessons", str(tmp_path)]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert [row["claim"] for row in rows] == ["1", "t1"]
    for row in rows:
        assert list(row) == ["claim", "title", "verdict", "expected", "ok", "numbers", "seconds"]
        assert (row["verdict"], row["expected"], row["ok"]) == ("true", "true", True)
    assert rows[0]["numbers"]["sigmoid_at_0"] == 0.25
    assert rows[1]["numbers"]["without"] == 3.0**20


def test_a_folder_that_may_not_be_read_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    listed = os.listdir

    def guarded(folder: Path) -> list[str]:
        if Path(folder) == tmp_path:
            raise PermissionError(errno.EACCES, "Permission denied", str(folder))
        return listed(folder)

    monkeypatch.setattr(os, "listdir", guarded)
    assert main(["check", "1", "--lessons", str(tmp_path)]) == 1
    assert capsys.readouterr() == ("", f"gatescope: error: {tmp_path.name}: cannot be read: Permission denied\n")


def test_one_that_is_not_as_expected_ends_with_1(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    written(tmp_path, CARD.replace('expected = "true"', 'expected = "false"').replace("[0.995, 0.001]", "[0.9, 0.001]"))
    assert main(["check", "t1", "--lessons", str(tmp_path)]) == 1
    out = capsys.readouterr().out
    assert "NOT AS EXPECTED (false)" in out
    assert "with_tanh: 0.994902, not 0.9 ± 0.001" in out
    assert "It is 3.49e+09, with tanh 0.9949." in out


def test_a_card_whose_model_is_missing_leaves_the_others(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lost = CARD.replace("repeated_product", "flat_past").replace("steps = 20", 'text = "good"')
    written(tmp_path, lost.replace("[scene]", '[scene]\nmodel = "gone-lstm"').replace("t1", "t2"), "a.toml")
    written(tmp_path, CARD)
    written(tmp_path, CARD.replace("claim =", "clam ="), "c.toml")
    assert main(["check", "t1", "t2", "--json", "--lessons", str(tmp_path)]) == 1
    out, err = capsys.readouterr()
    good, lost_row = json.loads(out)
    assert (good["ok"], lost_row["ok"], lost_row["verdict"]) == (True, False, None)
    assert "no bundled model is called 'gone-lstm'" in lost_row["error"]
    assert "c.toml: line 1, clam: is no key of a card; did you mean claim?" in err


def test_a_claim_that_is_not_there(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "99"]) == 1
    assert "gatescope: error: there is no claim '99'" in capsys.readouterr().err
