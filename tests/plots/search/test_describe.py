"""The pattern in focus and the lists of places, against plain loops, for every kind of model."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from gatescope.analysis.corpus.search import Found, Hit
from gatescope.engine.cells import Convention
from gatescope.plots.gradient_words import plain
from gatescope.plots.search.describe import Searched, begins, describe_search, describe_sentence, value_name
from gatescope.plots.search.pattern import pattern_of, places_in, signal_of, unit_of
from gatescope.session.document.document import Focus, UnitRef
from gatescope.session.document.shading import Shading
from gatescope.session.run.snapshot import BadStep, Run
from tests.plots.units.real import real_run


def focus_on(run: Run, **about: object) -> Focus:
    about = {"part": run.network.default_part, "token": 2, **about}
    return Focus(model=run.model, **about)  # type: ignore[arg-type]


KINDS = [
    {"cell": "rnn"},
    {"cell": "gru"},
    {"cell": "lstm"},
    {"cell": "lstm", "layers": 2, "directions": ("forward", "reverse")},
    {"cell": "lstm", "projected": 3},
    {"cell": "lstm", "units": 1},
    {"cell": "rnn", "units": 90},
    {"cell": "gru", "readout": False},
    {"cell": "lstm", "text": "good"},
]


@pytest.mark.parametrize("kind", KINDS, ids=str)
@pytest.mark.parametrize("signal", ["readout", "hidden_state", "cell_state", "forget_gate", "update_gate"])
def test_places_are_the_longest_runs_of_all_units_of_the_pattern(kind, signal):
    run = real_run(**kind)
    focus = focus_on(run, span=range(1, 3), token=1, shading=Shading(signal))
    if len(run.tokens) == 1:
        focus = replace(focus, span=None, token=0)
    part = focus.part
    own = signal if signal in run.network.cell.signals else "hidden_state"
    assert signal_of(run, focus) == own
    values = run.trace[f"{part}.{own}"]
    span = focus.span or range(1)
    threshold = float(np.median(values[list(span)]))
    pattern = pattern_of(run, focus, threshold)
    assert pattern.units == tuple(u for u in range(values.shape[1]) if all(values[t, u] > threshold for t in span))
    on = [bool(pattern.units) and all(values[t, u] > threshold for u in pattern.units) for t in range(len(values))]
    found = {t for one in places_in(run, pattern) for t in one}
    assert found == {t for t, one in enumerate(on) if one}
    for one in places_in(run, pattern):
        assert one.start == 0 or not on[one.start - 1]
        assert one.stop == len(on) or not on[one.stop]
    plot = describe_sentence(run, pattern, None)
    assert [row.text[row.start : row.stop] for row in plot.rows] == [row.words for row in plot.rows]
    assert bool(plot.rows) == bool(pattern.units)
    assert plot.rows or f"over {threshold:.2f}" in plot.nothing_to_draw()
    if plot.rows and kind.get("readout", True):
        name = run.network.readouts[0].name
        ends = [one.stop - 1 for one in places_in(run, pattern)]
        assert [row.value for row in plot.rows] == [float(run.readouts[name][end, 0]) for end in ends]
    else:
        assert all(row.value is None for row in plot.rows)


def test_without_a_span_the_word_at_the_cursor_is_the_pattern_and_without_words_there_is_none():
    run = real_run()
    assert pattern_of(run, focus_on(run), -9.0).phrase == "was"
    assert pattern_of(run, focus_on(run, span=range(2, 5)), -9.0).phrase == "was not good"
    assert pattern_of(run, focus_on(run, span=range(10, 90)), -9.0).span == range(10, len(run.tokens))
    assert pattern_of(run, focus_on(run, token=None), -9.0) is None
    assert "Type a sentence" in describe_sentence(run, None, None).nothing_to_draw()


def test_an_update_gate_that_is_shown_the_other_way_round_is_not_looked_for():
    run = real_run("gru", convention=Convention(update_gate_keeps="new"))
    assert signal_of(run, focus_on(run, shading=Shading("update_gate"))) == "hidden_state"
    assert signal_of(run, focus_on(run, shading=Shading("reset_gate"))) == "reset_gate"


def test_the_largest_values_of_a_unit_in_the_sentence():
    run = real_run()
    part = run.network.default_part
    focus = focus_on(run, units=(UnitRef(run.model, part, 4),))
    assert unit_of(run, focus) == 4
    plot = describe_sentence(run, pattern_of(run, focus, 0.5), 4)
    values = run.trace["hidden_state"][:, 4]
    assert [row.number - 1 for row in plot.rows] == np.argsort(-values, kind="stable").tolist()
    assert [row.value for row in plot.rows] == [float(v) for v in sorted(values, reverse=True)]
    assert plot.values == "hidden state of unit 4"
    assert plain(plot.finding).startswith("The hidden state of unit 4 is largest")


def test_what_is_no_number_is_told():
    run = replace(real_run(bad=4), bad=BadStep(4, "good", "hidden_state", 0))
    pattern = pattern_of(run, focus_on(run, span=range(4, 6)), -9.0)
    assert pattern.units == ()
    said = describe_sentence(run, pattern, None).nothing_to_draw()
    assert said == "Not a number from “good” on: no unit can be over a threshold there."
    assert all(np.isfinite(row.value) for row in describe_sentence(run, pattern, 1).rows)


def searched(**about: object) -> Searched:
    run = real_run()
    pattern = pattern_of(run, focus_on(run, span=range(3, 5)), -9.0)
    hits = (Hit(7, 4, 12, "was not good at all", 1.0, (0.25,)), Hit(9, 0, 3, "bad\nor so", 0.5, (0.5,)))
    found = Found((1, 3), 0.4, 1234, hits, (), 0.9, 0.5, 20)
    fields = {
        "found": found,
        "where": "r.txt",
        "lines": 3000,
        "tokens": 9,
        "pattern": pattern,
        "top": False,
        "regex": "a|b",
        "begins": tuple((word, 9 - k) for k, word in enumerate("abcdefg")),
        "network": run.network,
        "sentence": "s",
        "caption": "LSTM",
    }
    return Searched(**{**fields, **about})  # type: ignore[arg-type]


def test_what_a_search_found_in_words():
    plot = describe_search(searched())
    assert plain(plot.finding) == (
        "1,234 places in 3,000 lines of r.txt where units 1 and 3 are over 0.40, as during “not good”. Of the places "
        "90% are “a|b” (precision), and 50% of its 20 matches have a place (recall). The number at the right is "
        "P(positive) there."
    )
    assert [(row.number, row.before, row.words, row.after, row.value) for row in plot.rows] == [
        (7, "was ", "not good", " at all", 0.25),
        (9, "", "bad", " or so", 0.5),
    ]
    assert plot.begins == (("a", 9), ("b", 8), ("c", 7), ("d", 6), ("e", 5), ("others", 7))
    assert plot.facts()["Title"] == "Where else: r.txt"
    held = plain(describe_search(searched(held_in_sentence=True)).finding)
    assert held.endswith("P(positive) there. Nothing is held in the corpus.")
    none = describe_search(searched(found=Found((1,), 0.4, 0, ()), begins=(), regex=""))
    assert none.nothing_to_draw() == "No other place in 3,000 lines of r.txt."
    assert plain(none.finding).startswith("No place in 3,000 lines of r.txt where unit 1 is over 0.40")
    top = describe_search(searched(top=True, found=Found((2,), 0.1, 2, searched().found.hits)))
    assert [row.value for row in top.rows] == [1.0, 0.5]
    assert top.begins == ()


def test_names_of_what_the_read_out_says():
    assert value_name(real_run().network) == "P(positive)"
    assert value_name(real_run(readout=False).network) == ""
    assert begins(()) == ()
