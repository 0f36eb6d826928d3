"""The numbers of a picture as a file: every view, as a table and as arrays, with all their digits."""

from __future__ import annotations

import csv

import numpy as np
import pytest

import gatescope as gs
from gatescope.cli.main import main
from gatescope.errors import UsageError
from gatescope.export.drawn import WORDS, drawn, save_drawn_csv
from gatescope.export.word_array import word_array
from gatescope.plots.by_name import RUN_VIEWS, describe_runs
from tests.plots.builders import run
from tests.session.helpers import word_model

TEXT = "The film was not good."
# What asks for something else than a run of one text.
OTHER = {"difference", "pairs", "what-if", "average", "fixedpoints"}


@pytest.fixture(scope="module")
def trace():
    return gs.trace("sentiment-lstm", TEXT)


@pytest.mark.parametrize("view", sorted(set(RUN_VIEWS) - OTHER))
def test_table_and_arrays_hold_the_numbers_of_the_plot(trace, tmp_path, view):
    expected = drawn(describe_runs(view, [trace.run]))
    assert set(expected) - {WORDS}
    arrays = gs.render(trace, view, tmp_path / "a.npz")
    table = gs.render(trace, view, tmp_path / "a.csv")
    with np.load(arrays) as found:
        assert set(found) == set(expected)
        for name, values in expected.items():
            np.testing.assert_array_equal(found[name], values)
    rows = list(csv.DictReader(table.read_text("utf-8").splitlines()))
    for name, values in expected.items():
        if name != WORDS and values.dtype.kind == "f":
            told = np.array([row["value"] for row in rows if row["name"] == name]).astype(values.dtype)
            np.testing.assert_array_equal(told, values.ravel())


def test_a_map_is_called_by_its_signal_and_a_row_by_its_word(trace, tmp_path):
    rows = list(csv.DictReader(gs.render(trace, "heatmap", tmp_path / "a.csv").read_text("utf-8").splitlines()))
    (row,) = [
        row
        for row in rows
        if (row["name"], row["row"], row["column"]) == ("panels/sentiment-lstm/forget gate/values", "3", "7")
    ]
    assert row["word"] == "not"
    assert float(row["value"]) == trace["forget_gate"][3, 7]


def words_beside(path) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for row in csv.DictReader(path.read_text("utf-8").splitlines()):
        found.setdefault(row["name"], []).append(row["word"])
    return found


@pytest.mark.parametrize("view", sorted({*RUN_VIEWS} - OTHER - {"space"}))
def test_words_stand_beside_tokens_and_not_beside_as_many_units(tmp_path, view):
    """What has a row a word has it however many units there are."""
    runs = (gs.trace(word_model(units=units), "the film was").run for units in (3, 5))
    as_many, more = (describe_runs(view, [one]) for one in runs)
    save_drawn_csv(as_many, tmp_path / "a.csv")
    save_drawn_csv(more, tmp_path / "b.csv")
    found = {name for name, words in words_beside(tmp_path / "a.csv").items() if any(words)}
    assert found == {name for name, words in words_beside(tmp_path / "b.csv").items() if any(words)}
    assert bool(found) == (view not in {"cell", "curves", "saturation", "sweep", "timescales", "units"})


def test_arrays_have_a_nul_at_the_end_of_a_word():
    """Which NumPy takes for filling."""
    assert word_array(["a\0b", "\0", "a\0\0", ""]).tolist() == ["a\0b", "␀", "a␀␀", ""]


def test_a_table_has_a_long_word_whole(tmp_path):
    word = "x" * 3000
    save_drawn_csv(describe_runs("heatmap", [run(f"the {word}")]), tmp_path / "a.csv")
    assert word in words_beside(tmp_path / "a.csv")["panels/toy-lstm/forget gate/values"]


def test_the_command_line_writes_the_same_file(trace, tmp_path):
    gs.render(trace, "traces", tmp_path / "python.csv")
    words = ["render", TEXT, "--model", "sentiment-lstm", "--view", "traces", "-o", str(tmp_path / "command.csv")]
    assert main(words) == 0
    assert (tmp_path / "command.csv").read_bytes() == (tmp_path / "python.csv").read_bytes()


def test_a_figure_has_the_numbers_of_its_panels(trace, tmp_path):
    with np.load(gs.figure(trace, ["heatmap", "readout"], path=tmp_path / "a.npz")) as found:
        names = [name for name in found if name.endswith("forget gate/values")]
        np.testing.assert_array_equal(found[names[0]], trace["forget_gate"])


def test_a_picture_of_nothing_is_refused(tmp_path):
    with pytest.raises(UsageError, match="no tokens"):
        save_drawn_csv(describe_runs("connectivity", [run("")]), tmp_path / "a.csv")
    assert not list(tmp_path.iterdir())
