"""Conditions have the unit of every sentence, their mean and their spread, and say which factor moves it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from gatescope.analysis.pairs.other_texts import other_texts
from gatescope.engine.part import Part
from gatescope.formats.core.model import Model
from gatescope.formats.core.tokens import tokens_of_text
from gatescope.plots.gradient_words import plain
from gatescope.plots.pairs.conditions import PRESETS, Factors, describe_conditions, sentences_of
from gatescope.plots.pairs.conditions_plot import ConditionsPlot
from gatescope.plots.values.condition_value import ConditionValue
from gatescope.session.document.document import Focus, UnitRef
from gatescope.session.document.shading import Shading
from gatescope.session.run.other_text import tokens_of_other
from gatescope.session.run.single import run_once
from tests.session.helpers import word_model

TEXTS = ("the film was good | a film", "the film was bad", "the film was not good", "the film was not bad !")
FACTORS = Factors(("praise", "blame"), ("plain", "negated"))


def drawn(texts: tuple[str, ...] = TEXTS, cell: str = "lstm", unit: int = 1, **focus: Any) -> ConditionsPlot:
    model: Model = word_model("words", cell)
    run = run_once(model.name, model.network, tokens_of_text(model, "the film"))
    read = [[(one, tokens_of_other(model, one)) for one in sentences_of(text)] for text in texts]
    ids = tuple(tuple(tokens.ids.tolist()) for condition in read for _, tokens in condition)
    found = list(other_texts(run.network, run.trace, texts=ids))
    grouped = [[(text, tokens, found.pop(0)) for text, tokens in condition] for condition in read]
    part = run.network.parts[-1]
    return describe_conditions(
        run, grouped, Focus(model=model.name, units=(UnitRef(model.name, part, unit),), **focus), FACTORS
    )


@pytest.mark.parametrize("cell", ["rnn", "gru", "lstm"])
@pytest.mark.parametrize("signal", ["hidden_state", "forget_gate"])
def test_every_sentence_has_its_own_run(cell: str, signal: str) -> None:
    plot = drawn(cell=cell, shading=Shading(signal))
    model = word_model("words", cell)
    shown = signal if signal in model.network.cell.signals else "hidden_state"
    for panel, text in zip(plot.panels, TEXTS, strict=True):
        for row, there, one in zip(panel.values, panel.there, sentences_of(text), strict=True):
            alone = run_once(model.name, model.network, tokens_of_text(model, one)).trace[shown][:, 1]
            np.testing.assert_array_equal(row[there], alone.astype(np.float64))
            assert np.isnan(row[~there]).all()
    assert [panel.name for panel in plot.panels] == [
        "praise, plain",
        "blame, plain",
        "praise, negated",
        "blame, negated",
    ]
    assert all(plot.low <= value <= plot.high for panel in plot.panels for value in panel.values[panel.there])


def test_mean_and_spread_are_over_the_sentences_that_have_a_word_there() -> None:
    panel = drawn().panels[0]
    one, other = panel.values
    np.testing.assert_allclose(panel.mean, [(one[0] + other[0]) / 2, (one[1] + other[1]) / 2, one[2], one[3]])
    np.testing.assert_allclose(panel.spread, [abs(one[0] - other[0]) / 2, abs(one[1] - other[1]) / 2, 0, 0])
    np.testing.assert_array_equal(panel.lengths, [4, 2])
    np.testing.assert_array_equal(panel.ends, [one[3], other[1]])


def test_the_sentence_has_both_effects() -> None:
    plot = drawn()
    ends = np.array([panel.ends.mean() for panel in plot.panels])
    columns = abs(ends[[0, 2]].mean() - ends[[1, 3]].mean())
    rows = abs(ends[[0, 1]].mean() - ends[[2, 3]].mean())
    assert plain(plot.finding) == (
        f"After the last word unit 1 differs by {columns:.2f} between praise and blame, "
        f"by {rows:.2f} between plain and negated."
    )
    assert "Give every condition a sentence" in plain(drawn(("the film", "", "", "")).finding)
    assert drawn(("", "", "", "")).nothing_to_draw()


def test_what_is_not_a_number_has_no_mean() -> None:
    panel = drawn().panels[0]
    panel.values[0, 1] = np.nan
    np.testing.assert_array_equal(panel.bad, [False, True, False, False])
    np.testing.assert_array_equal(np.isnan(panel.mean), panel.bad)
    np.testing.assert_array_equal(np.isnan(panel.spread), panel.bad)


def test_a_value_has_every_sentence_that_is_so_long() -> None:
    plot = drawn()
    value = ConditionValue(plot, plot.panels[0], 1)
    assert [row.name for row in value.text().rows] == ["the film was good", "a film", "mean ± spread"]
    assert [row.name for row in ConditionValue(plot, plot.panels[0], 3).text().rows] == ["the film was good"]
    assert value.text().head == "word 2 “film” · unit 1 · hidden state"
    assert value.number == pytest.approx(plot.panels[0].mean[1])
    assert value.token is None


def test_a_part_that_is_not_the_last_one_is_named() -> None:
    model = word_model("words", layers=2)
    run = run_once(model.name, model.network, tokens_of_text(model, "the film"))
    tokens = tokens_of_other(model, "good film")
    (found,) = other_texts(run.network, run.trace, texts=(tuple(tokens.ids.tolist()),))
    condition = [("good film", tokens, found)]
    focus = Focus(model=model.name, part=Part.parse("layer0.forward"))
    plot = describe_conditions(run, [condition, condition, condition, condition], focus, Factors())
    unit = plot.unit
    np.testing.assert_array_equal(plot.panels[0].values[0], found.trace["layer0.forward.hidden_state"][:, unit])
    assert plot.about.startswith("layer 1 · ")


def test_the_presets_fill_every_condition_with_as_many_sentences() -> None:
    for preset in PRESETS:
        assert {len(sentences_of(text)) for text in preset.texts} == {2}
        assert len({preset.factors.name(at) for at in range(4)}) == 4
