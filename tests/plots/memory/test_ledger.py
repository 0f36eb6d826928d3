"""The bands of a ledger are its shares, piled in the order of reading, and the sentence tells who holds most."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from gatescope.analysis.memory.over_time import NO_SUM, LedgerOverTime, ledger_over_time
from gatescope.engine.part import Part
from gatescope.errors import UsageError
from gatescope.export.png import image
from gatescope.plots.by_name import describe_runs
from gatescope.plots.gradient_words import plain
from gatescope.plots.memory.counted import count_of, percent, words
from gatescope.plots.memory.ledger import at_cursor, describe_ledger
from gatescope.plots.memory.ledger_plot import NOTE, LedgerPlot
from gatescope.plots.values.ledger_value import LedgerValue
from gatescope.session.document.document import Focus
from gatescope.session.run.single import run_once
from gatescope.session.run.snapshot import BadStep, Run
from tests.plots.builders import network, run, tokens

SENTENCE = "the food was not good at all"


def real(cell: str = "lstm", text: str = SENTENCE, **options: Any) -> Run:
    """A run of a random network, stepped and not made up."""
    made, sequence = network(cell, **options), tokens(text)
    ids = np.array([sum(map(ord, word)) % 7 for word in text.split()], np.int64)
    return run_once(f"toy-{cell}", made, replace(sequence, ids=ids))


def drawn(*runs: Run, **focus: Any) -> LedgerPlot:
    unit = focus.pop("unit", None)
    part = focus.get("part")
    found = [
        None if one.network.cell.name == "rnn" else ledger_over_time(one.network, one.trace, part=part, unit=unit)
        for one in runs
    ]
    failures = [NO_SUM if one is None else "" for one in found]
    return describe_ledger(runs, found, Focus(model=runs[-1].model, **focus), failures)


def with_shares(shares: list[float], initial: float = 0.0, **fields: Any) -> LedgerPlot:
    """A ledger of as many words, in whose last row the shares are these."""
    one = run(" ".join(f"w{i}" for i in range(len(shares))), "lstm")
    count = len(shares)
    rows = np.tril(np.ones((count, count), np.float32))
    rows[-1] = shares
    ledger = LedgerOverTime(
        part=Part.parse("layer0.forward"),
        state="cell_state",
        unit=None,
        edges=np.arange(count + 1),
        amounts=rows.astype(np.float64),
        initial=np.zeros(count),
        totals=np.zeros(count),
        shares=rows,
        initial_shares=np.full(count, initial, np.float32),
        **fields,
    )
    return describe_ledger([one], [ledger], Focus(model=one.model, token=count - 1))


@pytest.mark.parametrize("direction", ["forward", "reverse"])
@pytest.mark.parametrize("cell", ["gru", "lstm"])
def test_the_bands_are_the_shares_of_the_analysis(cell: str, direction: str) -> None:
    one = real(cell, directions=("forward", "reverse"))
    part = Part.parse(f"layer0.{direction}")
    found = ledger_over_time(one.network, one.trace, part=part)
    (panel,) = drawn(one, part=part).panels
    assert panel.label == f"{cell.upper()} {'←' if direction == 'reverse' else '→'}"
    for column in range(panel.groups):
        for band in range(panel.groups):
            low, high = panel.ends(column, band)
            assert high - low == pytest.approx(found.shares[column, band], abs=1e-6)
            if high - low > 1e-3:
                assert panel.band_at(column, (low + high) / 2) == band
        read = range(column + 1) if direction == "forward" else range(panel.groups - 1, column - 1, -1)
        assert [panel.ends(column, band)[0] for band in read] == sorted(panel.ends(column, band)[0] for band in read)
    assert panel.tops[:, -1] == pytest.approx(1)


def test_the_sentence_names_who_holds_most_and_the_little_that_the_first_words_hold() -> None:
    plot = with_shares([0.01, 0.01, 0.01, 0.2, 0.47, 0.3])
    said = "After “w5” “w4” holds 47\u00a0%, “w5” 30\u00a0%; the first three words together 3\u00a0%."
    assert plain(plot.finding) == said
    assert plain(with_shares([0.95, 0.05]).finding) == "After “w1” “w0” holds 95\u00a0%."
    assert "the initial state holds 60\u00a0%" in plain(with_shares([0.2, 0.2], initial=0.6).finding)
    assert "no word holds anything" in plain(with_shares([0.0, 0.0]).finding)
    assert plot.foot == NOTE


def test_the_sentence_follows_the_cursor() -> None:
    plot = at_cursor(with_shares([0.2, 0.8]), 0)
    assert plain(plot.finding).startswith("After “w0” “w0” holds 100\u00a0%")
    assert plain(at_cursor(plot, None).finding).startswith("After “w1”")


def test_compare_has_a_panel_for_every_cell_with_a_sum_and_says_why_an_rnn_has_none() -> None:
    plot = drawn(real("rnn"), real("gru"), real("lstm"), token=6)
    assert [(panel.cell, panel.state) for panel in plot.panels] == [("gru", "hidden_state"), ("lstm", "cell_state")]
    assert plot.foot == f"{NOTE} An RNN's state is no sum of words: it is squashed anew at every step."
    assert "GRU: " in plain(plot.finding)
    assert "LSTM: " in plain(plot.finding)
    assert plot.facts()["Cell"] == "GRU, LSTM"


def test_one_unit_says_which_it_is_and_what_is_left() -> None:
    one = real(units=5)
    plot = drawn(one, token=6, unit=2)
    assert "of unit 2 " in plot.about[2]
    value = LedgerValue(plot, plot.panels[0], 6, 3)
    said = value.text().plain
    assert value.token == 6
    assert "“not” holds" in said
    assert "of the cell state of unit 2 after “all”" in said
    found = ledger_over_time(one.network, one.trace, unit=2)
    assert value.number == pytest.approx(found.shares[6, 3])
    assert value.unit is not None
    assert value.unit.unit == 2


def test_a_long_text_says_that_its_words_are_taken_in_groups() -> None:
    text = " ".join(["good", "bad"] * 300)
    plot = drawn(real(text=text), token=599)
    (panel,) = plot.panels
    assert panel.grouped
    assert panel.groups <= 256
    assert "The 600 words are taken in groups of 3." in plot.foot
    assert "words 598–600" in plain(plot.finding)


def test_from_a_bad_step_on_nothing_is_drawn_and_the_first_one_is_named() -> None:
    one = real()
    one.trace.records[Part.parse("layer0.forward")].cell[4:] = np.nan
    one = replace(one, bad=BadStep(3, "not", "cell_state", 0, Part.parse("layer0.forward")))
    plot = drawn(one, token=5)
    assert np.isnan(plot.panels[0].tops[3:, -1]).all()
    assert np.isfinite(plot.panels[0].tops[:3]).all()
    assert plot.panels[0].band_at(4, 0.5) is None
    assert "LSTM is not a number from “not” on: token 4 “not”, cell state, unit 0." in plot.foot
    assert "the state is not a number" in plain(plot.finding)
    assert LedgerValue(plot, plot.panels[0], 5, None).text().value == "NaN"


def test_by_name_it_takes_one_unit_and_refuses_an_rnn() -> None:
    plot = describe_runs("ledger", [real()], units=(1,), token=-1)
    assert isinstance(plot, LedgerPlot)
    assert plot.panels[0].unit == 1
    with pytest.raises(UsageError, match="name one unit"):
        describe_runs("ledger", [real()], units=(1, 2))
    with pytest.raises(UsageError, match="no sum of words"):
        describe_runs("ledger", [real("rnn")])
    assert describe_runs("ledger", [real(text="")]).nothing_to_draw()


@pytest.mark.parametrize(
    ("share", "said"), [(0.0, "0"), (0.0004, "0"), (0.002, "0.2"), (0.0094, "0.9"), (0.0097, "1"), (1, "100")]
)
def test_shares_in_words(share: float, said: str) -> None:
    assert percent(share) == f"{said}\u00a0%"
    assert (words(1), words(9), count_of(13)) == ("one word", "nine words", "13")


def test_models_that_cut_the_text_differently_speak_of_their_own_words(qapp: object) -> None:
    longer, shorter = real("gru", "so the food was good"), real("lstm", "food good")
    plot = drawn(longer, shorter, token=4)
    assert plot.tokens is shorter.tokens
    assert plain(plot.finding).startswith("After “good”: GRU: ")
    assert LedgerValue(plot, plot.panels[0], 4, 3).text().head.startswith("“was” holds ")
    assert not image(plot, 600, 400).isNull()
