"""Interventions in words, and what they do as rows and as one sentence."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from gatescope.analysis.what_if.effects import Effects
from gatescope.engine.held import HeldValues
from gatescope.engine.interventions import NONE, Ablate, Clamp, CopiedWeights, Held, Interventions, Patch
from gatescope.plots.what_if.card_words import (
    as_shown,
    hue_of,
    name_of,
    quantity_words,
    scope_words,
    shown_value,
    tokens_words,
    units_words,
)
from gatescope.plots.what_if.describe import describe_effects, finding
from gatescope.plots.what_if.effects_plot import EffectsPlot
from gatescope.session.document.document import Focus
from tests.plots import builders

RUN = builders.run("the food was not good <at> all", "lstm", units=5)
NET, TEXT = RUN.network, RUN.tokens
ONE = HeldValues.of(np.zeros((1, 5)))
HOLD, OUT = Clamp("forget_gate", 1.0, None, range(3, 4)), Ablate((2,))
COPY, PATCH = CopiedWeights("forget_gate", "input_gate"), Patch("cell_state", ONE, range(2, 3), source="“a” of “b”")
GONE = Clamp("forget_gate", 0.0, (40,))


def effects_of(items: tuple[Held, ...], together: float, *alone: float, baseline: float = 0.92) -> Effects:
    """What is the same at every token."""
    count = len(TEXT)
    table = np.array(alone, np.float64).reshape(len(items), 1).repeat(count, axis=1)
    return Effects(np.zeros(count, np.int64), np.full(count, baseline), np.full(count, together), table)


def drawn() -> EffectsPlot:
    """What two interventions do, at the last word."""
    found = effects_of((HOLD, OUT), 0.2, 0.17, 0.9)
    return describe_effects(RUN, NET, Interventions((HOLD, OUT)), found, Focus(model=RUN.model, token=6))


def sentence(items: tuple[Held, ...], together: float, *alone: float, **options: Any) -> str:
    return finding(NET, Interventions(items), effects_of(items, together, *alone, **options), TEXT, 6)


@pytest.mark.parametrize(
    ("item", "name", "scope", "hue"),
    [
        (HOLD, "forget gate = 1.00", "all units · on “not”", "forget_gate"),
        (Clamp("cell_state", -0.5, (1, 2, 3), None), "cell state = −0.50", "units 1–3 · the whole text", "cell_state"),
        (OUT, "unit 2 taken out", "the whole text", "hidden_state"),
        (COPY, "weights of the forget gate in the input gate", "the whole text", "input_gate"),
        (PATCH, "cell state patched", "all units · on “was”", "cell_state"),
    ],
)
def test_a_card_says_what_it_is_and_where(item: Held, name: str, scope: str, hue: str) -> None:
    assert (name_of(item, NET), scope_words(item, TEXT), hue_of(item)) == (name, scope, hue)


def test_units_and_words_are_named_in_short() -> None:
    assert [units_words(units) for units in (None, (27,), (7, 3), (3, 4, 5, 9))] == [
        "all units",
        "unit 27",
        "units 3, 7",
        "units 3–5, 9",
    ]
    assert [tokens_words(tokens, TEXT) for tokens in (None, range(3, 4), range(1, 5), range(9, 10), range(5, 12))] == [
        "the whole text",
        "on “not”",
        "on “food … good”",
        "on word 10",
        "on the words 6 to 12",
    ]


def test_an_update_gate_that_keeps_the_new_is_named_as_it_is_shown() -> None:
    gru = builders.network("gru")
    textbook = replace(gru, convention=replace(gru.convention, update_gate_keeps="new"))
    assert (shown_value(0.25, "update_gate", gru), shown_value(0.25, "update_gate", textbook)) == (0.25, 0.75)
    assert shown_value(0.25, "reset_gate", textbook) == 0.25
    assert name_of(Clamp("update_gate", 0.25), textbook) == "update gate = 0.75"


def test_what_is_held_is_told_as_it_is_shown() -> None:
    gru = builders.network("gru")
    gate, other = Clamp("update_gate", 0.25, (1,)), Clamp("reset_gate", 0.25)
    before = Interventions((gate, other, Ablate((0,))))
    assert as_shown(before, gru) is before
    textbook = replace(gru, convention=replace(gru.convention, update_gate_keeps="new"))
    assert as_shown(before, textbook) == Interventions((replace(gate, value=0.75), other, Ablate((0,))))
    assert as_shown(NONE, textbook) is NONE


def test_the_number_is_named_as_the_read_out_names_it() -> None:
    assert quantity_words(NET, 0) == "P(positive)"
    assert quantity_words(NET, None) == "‖Δh‖"


def test_rows_have_what_the_analysis_has_at_the_cursor() -> None:
    items = (HOLD, replace(OUT, on=False), GONE)
    found = effects_of(items, 0.2, 0.17, 0.9, np.nan)
    found.alone[0, 4], found.together[4], found.baseline[4] = 0.3, 0.4, 0.5
    plot = describe_effects(RUN, NET, Interventions(items), found, Focus(model=RUN.model, token=4))
    assert (plot.quantity, plot.baseline, plot.low, plot.high) == ("P(positive) at “good”", 0.5, 0.0, 1.0)
    assert [(row.name, row.value, row.on, row.note) for row in plot.rows[:3]] == [
        ("all that are on, together", 0.4, True, ""),
        ("forget gate = 1.00", 0.3, True, ""),
        ("unit 2 taken out", 0.9, False, ""),
    ]
    assert (plot.rows[3].note, np.isnan(plot.rows[3].value)) == ("unit 40: this model has 5", True)
    said = "The forget gate, held at 1.00 on “not”, turns P(positive) from 0.50 into 0.30."
    facts = {"Title": "What if", "Cell": "LSTM", "Model": RUN.model, "Sentence": TEXT.text, "Finding": said}
    assert plot.facts() == facts
    assert not plot.nothing_to_draw()
    nothing = describe_effects(RUN, NET, Interventions(), found, Focus(model=RUN.model, token=4))
    assert nothing.nothing_to_draw() == "Nothing is held, so there is nothing to show."
    off = Interventions((replace(HOLD, on=False),))
    assert len(describe_effects(RUN, NET, off, effects_of(off.items, 0.92, 0.17), Focus(token=4)).rows) == 1


def test_the_sentence_says_which_does_most() -> None:
    most = "<b>Most of it comes from the forget gate:</b> held at 1.00 on “not” it alone turns 0.92 into 0.17."
    assert sentence((HOLD, OUT), 0.2, 0.17, 0.9) == f"{most} With unit 2 taken out as well it is 0.20."
    assert sentence((HOLD, OUT), 0.17, 0.17, 0.92) == f"{most} With unit 2 taken out as well it is still 0.17."
    assert sentence((OUT, COPY, HOLD), 0.2, 0.9, 0.9, 0.17) == f"{most} With the 2 others as well it is 0.20."
    copied = sentence((HOLD, COPY), 0.2, 0.9, 0.17)
    assert "from the input gate:</b> with the weights of the forget gate it alone turns 0.92 into 0.17." in copied
    patched = sentence((PATCH, HOLD), 0.2, 0.17, 0.9)
    assert "from the cell state:</b> patched on “was” it alone turns" in patched
    assert patched.endswith("With the forget gate held at 1.00 on “not” as well it is 0.20.")
    alone = "<b>The forget gate, held at 1.00 on “not”</b>, turns P(positive) from 0.92 into 0.17."
    assert sentence((HOLD, replace(OUT, on=False), GONE), 0.17, 0.17, 0.1, np.nan) == alone


def test_the_sentence_says_when_nothing_does() -> None:
    nothing = "<b>Nothing that fits this model is switched on:</b> the run is free."
    assert sentence((replace(HOLD, on=False), GONE), 0.92, 0.17, np.nan) == nothing
    assert sentence((HOLD,), 0.92, 0.92) == "<b>None of it moves P(positive) at “all”</b> from 0.92."
    assert sentence((HOLD,), 0.921, 0.921).startswith("<b>None of it moves P(positive) at “all” by a hundredth;</b>")
    together = "<b>Only together they move P(positive)</b> from 0.92 to 0.50."
    assert sentence((HOLD, OUT), 0.5, 0.92, 0.92) == together
    assert sentence((HOLD,), np.nan, np.nan).startswith("<b>Not a number at “all”:</b>")
    bracket = Clamp("forget_gate", 1.0, None, range(5, 6))
    assert "on “&lt;at>”" in sentence((bracket,), 0.2, 0.1)
