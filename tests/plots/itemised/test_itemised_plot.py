"""Itemised gradients as plain data: the maps, the range, the sentence."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from gatescope.analysis.itemised.itemised import Itemised, itemised
from gatescope.engine.run import run as run_network
from gatescope.export.png import image
from gatescope.plots.gradient_words import plain
from gatescope.plots.itemised.describe import at_cursor, describe_itemised
from gatescope.plots.itemised.itemised_plot import PATHS, ItemisedPlot
from gatescope.plots.itemised.itemised_value import ItemisedValue
from gatescope.session.document.document import Focus
from gatescope.session.run.snapshot import BadStep, Run
from tests.plots.builders import network, run, tokens

TEXT = "the food was not good"


def real(cell: str = "lstm", text: str = TEXT, **options: Any) -> tuple[Run, Itemised]:
    """A run of a real network, and its itemised gradients."""
    made = network(cell, **options)
    sequence = replace(tokens(text), ids=np.arange(len(text.split())) % 7)
    trace = run_network(made, ids=sequence.ids)
    return replace(run(text, cell, **options), network=made, trace=trace, tokens=sequence), itemised(
        made, trace, "readout:sentiment"
    )


def drawn(*pairs: tuple[Run, Itemised], path: Any = "whole", **focus: Any) -> ItemisedPlot:
    runs = [one for one, _ in pairs]
    return describe_itemised(runs, [found for _, found in pairs], Focus(model=runs[-1].model, **focus), path)


def test_the_maps_are_those_of_the_analysis_on_every_path() -> None:
    pair = real()
    for path in PATHS:
        (panel,) = drawn(pair, path=path).panels
        np.testing.assert_array_equal(panel.values, getattr(pair[1], path))
    (panel,) = drawn(real("rnn"), path="direct").panels
    assert panel.values is panel.whole
    assert drawn(pair).of == "P(positive)"


def test_the_range_holds_all_models_in_half_decades() -> None:
    pairs = [real(cell) for cell in ("rnn", "gru", "lstm")]
    plot = drawn(*pairs)
    assert len({(panel.low, panel.high) for panel in plot.panels}) == 1
    finite = np.concatenate([found.whole[np.isfinite(found.whole)] for _, found in pairs])
    assert plot.panels[0].high >= finite.max()
    assert plot.panels[0].low % 0.5 == 0
    assert [panel.name for panel in plot.panels] == ["RNN", "GRU", "LSTM"]


def test_the_sentence_tells_how_far_the_read_out_at_the_cursor_reaches() -> None:
    one, found = real()
    said = plain(drawn((one, found), token=4).finding)
    exponents = [f"{values[4, 0]:.1f}".replace("-", "−") for values in (found.whole, found.direct)]
    assert said == (
        f"LSTM: the read-out after “good” reaches “the” with 10^{exponents[0]}, along c_t alone 10^{exponents[1]}."
    )
    assert "alone" not in plain(drawn(real("rnn"), token=4).finding)
    assert "nothing was read before “the”" in plain(drawn((one, found), token=0).finding)


def test_it_names_the_read_out_that_a_step_hears_most_from() -> None:
    one, found = real()
    shares = np.zeros((5, 5))
    shares[3, 1] = 0.62
    said = plain(drawn((one, replace(found, shares=shares)), token=1).finding)
    assert said.endswith("what reaches “food” comes most from the read-out after “not”, 62 %.")


def test_a_reverse_direction_reaches_the_end() -> None:
    said = plain(drawn(real(directions=("reverse",)), token=0).finding)
    assert said.startswith("LSTM: the read-out after “the” reaches “good” with 10^")


def test_a_stretch_of_a_long_text_is_said() -> None:
    one, found = real()
    cut = replace(found, stretch=range(5, 10))
    long = replace(one, tokens=tokens("so it is that then " + TEXT))
    assert "Of so long a text 5 tokens are itemised, from “the” on." in plain(drawn((long, cut)).finding)


def test_what_is_no_number_is_said() -> None:
    one, found = real()
    broken = replace(one, bad=BadStep(2, "was", "cell_state", 1))
    nan = replace(found, whole=np.full((5, 5), np.nan))
    assert "not a number from token 3 “was”, cell state, unit 1 on" in plain(drawn((broken, nan)).finding)


def test_models_that_cut_the_text_differently_speak_of_their_own_words(qapp: object) -> None:
    longer, shorter = real("gru", "so the food was not good"), real("lstm", "food good")
    found = replace(longer[1], shares=np.eye(6)[::-1])
    plot = drawn((longer[0], found), shorter, token=0)
    said = plain(plot.finding)
    assert "GRU: nothing was read before “so”; what reaches “so” comes most from the read-out after “good”" in said
    assert plot.tokens is shorter[0].tokens
    assert ItemisedValue(plot, plot.panels[0], 5, 4).text().head == "read-out after “good” → step “not”"
    assert not image(plot, 600, 400).isNull()


def test_the_value_of_a_pair() -> None:
    one, found = real()
    plot = drawn((one, found), token=2)
    value = ItemisedValue(plot, plot.panels[0], 3, 1)
    assert value.number == found.whole[3, 1]
    assert value.token == 1
    text = value.text()
    assert text.head == "read-out after “not” → step “food”"
    assert [row.name for row in text.rows] == [
        "the whole gradient",
        "along the state alone",
        "through h and the gates",
    ]
    assert "of what reaches “food”" in text.note


def test_another_cursor_keeps_the_maps() -> None:
    plot = drawn(real(), token=2)
    moved = at_cursor(plot, 3)
    assert moved.panels is plot.panels
    assert moved.cursor == 3
    assert moved.finding != plot.finding


@pytest.mark.parametrize("cell", ["rnn", "gru", "lstm"])
def test_one_token_and_none(cell: str) -> None:
    assert drawn(real(cell, "good")).panels[0].values.shape == (1, 1)
    assert describe_itemised([run("", cell)], [], Focus()).nothing_to_draw()
