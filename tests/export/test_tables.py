"""NPZ and CSV of a run; what the command line writes with them is tested there."""

import csv
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from gatescope.analysis.gradients import gradients
from gatescope.errors import FileError
from gatescope.export.csv import save_csv
from gatescope.export.npz import save_npz
from gatescope.export.recording import Recording
from gatescope.session.run.single import run_once
from tests.plots.builders import network, tokens


def toy(text: str = "a b c d e") -> Recording:
    return Recording(run_once("toy", network(), tokens(text)))


def test_an_archive_reads_back_bit_for_bit(tmp_path: Path) -> None:
    found = toy()
    count = save_npz(found, tmp_path / "t.npz")
    with np.load(tmp_path / "t.npz", allow_pickle=False) as read:
        assert len(read.files) == count
        for key, values in found.items():
            assert np.array_equal(read[key], values)
            assert read[key].dtype == values.dtype
        assert list(read) == list(found)
        assert read["tokens"].tolist() == list("abcde")


def test_a_table_reads_back_bit_for_bit(tmp_path: Path) -> None:
    found = toy()
    assert save_csv(found, tmp_path / "t.csv") == 15
    with (tmp_path / "t.csv").open(newline="", encoding="utf-8") as file:
        read = list(csv.DictReader(file))
    cells = np.array([float(row["cell_state"]) for row in read]).reshape(5, 3)
    assert np.array_equal(cells, found["cell_state"])


def test_words_with_commas_and_quotes_stay_one_field(tmp_path: Path) -> None:
    save_csv(toy(',"x", "模" a'), tmp_path / "t.csv")
    with (tmp_path / "t.csv").open(newline="", encoding="utf-8") as file:
        assert [row["word"] for row in csv.DictReader(file)][::3] == [',"x",', '"模"', "a"]


def test_units_that_a_projection_leaves_without_a_hidden_state_have_an_empty_field(tmp_path: Path) -> None:
    made = network()
    part = replace(made.layers[0][0], U=np.zeros((4, 3, 2)), projection=np.ones((2, 3)))
    projected = replace(made, layers=((part,),), readouts=())
    run = run_once("toy", projected, tokens("a b"))
    found = Recording(run, gradients(projected, run.trace))
    assert save_csv(found, tmp_path / "t.csv") == 6
    with (tmp_path / "t.csv").open(newline="", encoding="utf-8") as file:
        read = list(csv.DictReader(file))
    for row in read:
        at = int(row["token"]), int(row["unit"])
        assert float(row["cell_state"]) == found["cell_state"][at]
        for key in ("hidden_state", "grad.hidden_state"):
            assert row[key] == ("" if at[1] == 2 else str(found[key][at].astype(np.str_)))
        assert row["log10_grad_norm.hidden_state"] != ""


@pytest.mark.parametrize("save", [save_npz, save_csv])
def test_a_failed_write_keeps_the_older_file(save, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "t.out"
    path.write_bytes(b"older")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(FileError, match=r"t\.out: cannot be written: No space left"):
        save(toy(), path)
    assert path.read_bytes() == b"older"
    assert [p.name for p in tmp_path.iterdir()] == ["t.out"]
