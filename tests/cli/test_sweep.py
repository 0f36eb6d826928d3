"""``gatescope sweep``: the ranking for a person and for scripts."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from gatescope.analysis.sweep.sweep import sweep
from gatescope.cli.main import main
from gatescope.engine.run import run
from tests.cli.toys import model, saved

TEXT = "The food was not good."
IDS = [1, 2, 3, 4, 5, 6]


def test_the_ranking_as_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["sweep", TEXT, "--model", saved(tmp_path, "gru"), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    made = model("gru").network
    wanted = sweep(made, run(made, ids=IDS), "readout:sentiment")
    assert list(found) == ["of", "baseline", "units"]
    assert found["of"] == "readout:sentiment:positive"
    assert found["baseline"] == pytest.approx(wanted.baseline)
    assert [row["unit"] for row in found["units"]] == wanted.order.tolist()
    for row in found["units"]:
        assert row["value"] == pytest.approx(wanted.values[row["unit"]])
        assert row["change"] == pytest.approx(wanted.changes[row["unit"]])


def test_the_ranking_for_a_person_of_another_part_and_result(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = saved(tmp_path, layers=2, directions=("forward", "reverse"))
    arguments = ("--of", "tokens:2", "--layer", "0", "--direction", "reverse", "--ablate", "u1")
    assert main(["sweep", TEXT, "--model", path, *arguments]) == 0
    head, columns, *rows = capsys.readouterr().out.splitlines()
    assert head.startswith("sum of h at “was” is ")
    assert head.endswith("without each unit of layer0.reverse:")
    assert columns.split() == ["unit", "value", "change"]
    assert len(rows) == 3
    assert next(row.split()[2] for row in rows if row.split()[0] == "1") == "0.0000"


def test_numbers_that_are_none_are_null(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    np.save(tmp_path / "x.npy", np.full((3, 2), np.nan))
    assert main(["sweep", "--inputs", str(tmp_path / "x.npy"), "--model", saved(tmp_path), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["baseline"] is None


def test_what_does_not_exist_is_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["sweep", TEXT, "--model", saved(tmp_path), "--of", "readout:mood"]) == 1
    assert "there is no read-out 'mood'" in capsys.readouterr().err
