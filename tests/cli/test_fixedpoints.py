"""``gatescope fixedpoints``: what a person and a script are told of the points."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

import gatescope as gs
from gatescope.cli.main import main
from gatescope.formats.own.weights_and_card import save_model
from tests.cli.toys import model, saved

WIDTH = 100


def printed(capsys: pytest.CaptureFixture[str], *args: str, code: int = 0) -> str:
    assert main(["fixedpoints", *args]) == code
    out = capsys.readouterr()
    return out.err if code else out.out


@pytest.mark.parametrize("cell", ["rnn", "gru", "lstm"])
def test_the_json_has_the_points_as_scripts_find_them(
    cell: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = saved(tmp_path, cell)
    data = json.loads(printed(capsys, "--model", path, "--input", "good", "--starts", "32", "--seed", "2", "--json"))
    found = gs.fixed_points(gs.load(path), "good", starts=32, seed=2)
    assert list(data) == ["points", "ladder", "dropped"]
    units = found.points[0].state.size
    for point, known in zip(data["points"], found.points, strict=True):
        assert list(point) == ["state", "q", "kind", "unstable", "eigenvalues", "starts", "readout"]
        assert point["state"] == known.state.tolist()
        assert (point["kind"], point["unstable"], point["starts"]) == (known.kind, known.unstable, known.starts)
        assert point["q"] < 1e-20
        assert np.array(point["eigenvalues"]).shape == (units, 2)
        assert point["readout"] == pytest.approx(known.readouts["sentiment"].tolist()[0])
    assert [set(rung) for rung in data["ladder"]] == [{"tolerance", "count"}] * len(found.ladder)
    assert len(found.ladder) >= 3
    assert sum(point["starts"] for point in data["points"]) + sum(one["count"] for one in data["dropped"]) == 32


def test_a_person_reads_a_table_and_the_ladder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = printed(capsys, "--model", saved(tmp_path, "gru"), "--starts", "16").splitlines()
    assert max(map(len, lines)) <= WIDTH
    assert lines[0].endswith("reading zero again and again: 16 starts, seed 0")
    assert lines[2].split() == ["kind", "largest", "|λ|", "unstable", "read-out", "starts", "q"]
    assert lines[3].startswith("stable")


def test_a_tolerance_that_no_place_reaches_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = printed(capsys, "--model", saved(tmp_path, "rnn"), "--starts", "8", "--tolerance", "1e-30")
    assert "There is no point below 1e-30; the slowest place is " in text
    assert "Dropped: 8 starts, not converged" in text


def test_what_is_wrong_is_said_in_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = saved(tmp_path, "rnn")
    assert "does not know it" in printed(capsys, "--model", path, "--input", "xqzz", code=1)
    assert "no layer4" in printed(capsys, "--model", path, "--layer", "4", code=1)


@pytest.mark.parametrize(
    ("option", "wrong", "takes"),
    [
        ("--starts", "0", "whole number from 1 up"),
        ("--seed", "-1", "whole number from 0 up"),
        ("--tolerance", "nan", "number above 0"),
        ("--tolerance", "0", "number above 0"),
    ],
)
def test_a_number_that_makes_no_sense_is_wrong_usage(
    capsys: pytest.CaptureFixture[str], option: str, wrong: str, takes: str
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["fixedpoints", "--model", "m", option, wrong])
    assert ended.value.code == 2
    assert f"fixedpoints: error: argument {option}: {wrong!r} is no {takes}\n" in capsys.readouterr().err


def test_too_many_starts_are_to_be_fewer(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise MemoryError

    monkeypatch.setattr("gatescope.api.fixed_points", full)
    said = printed(capsys, "--model", saved(tmp_path, "rnn"), "--starts", "99999999", code=1)
    assert said == "gatescope: error: there is not enough memory for 99,999,999 starts; take fewer with --starts\n"


def test_numbers_that_are_not_finite_are_told_as_trace_tells_them(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made = model("rnn")
    made.network.layers[0][0].U[0, 0, 1] = np.nan
    save_model(made, tmp_path / "bad.safetensors")
    assert main(["fixedpoints", "--model", str(tmp_path / "bad.safetensors"), "--starts", "8"]) == 0
    assert capsys.readouterr().err.endswith("toy-rnn: 8 of 8 starts met what is no finite number\n")
