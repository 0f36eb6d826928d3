"""The docks of units over a corpus: offered where it fits, told in the sentence, and back to what is typed."""

from __future__ import annotations

import numpy as np
from pytestqt.qtbot import QtBot

from gatescope.plots.gradient_words import plain
from gatescope.views.controls.choice_menu import ChoiceMenu
from gatescope.views.units.saturation import SaturationView
from gatescope.views.units.time_scales import TimeScalesView
from gatescope.views.units.units import UnitsView
from tests.plots.units.corpus import over_corpus
from tests.plots.units.real import real_run
from tests.views.helpers import focus_on
from tests.views.units.shown import put


def overs(view: UnitsView) -> list[ChoiceMenu]:
    name = "Text over which units are measured"
    return [menu for menu in view.findChildren(ChoiceMenu) if menu.isVisible() and menu.accessibleName() == name]


def test_a_corpus_is_offered_where_it_fits(qtbot: QtBot) -> None:
    run, corpus = real_run(), real_run(text="a bad film " * 40)
    over = over_corpus(corpus)
    over = type(over)(over.name, run.network, over.part, over.statistics)
    view, shown = put(qtbot, UnitsView(), run, real_run("gru"), size=(800, 300), model="toy-lstm")
    told: list[object] = []
    view.over_picked.connect(told.append)
    assert not overs(view)
    view.offer_corpora([over])
    (menu,) = overs(view)
    assert menu.text() == "this sentence"
    assert not view.plot().over
    menu.segment_picked.emit("reviews.txt")
    assert told == [over]
    plot = view.plot()
    np.testing.assert_array_equal(plot.numbers["mean"], over.statistics["hidden_state"].mean)
    assert plot.values is run.trace["hidden_state"]
    assert "position" not in plot.columns
    assert plain(plot.finding).startswith("Over reviews.txt, 120 tokens: Unit ")
    assert "over reviews.txt" in plot.caption
    view.show_focus(shown, focus_on(shown, model="toy-gru"))
    assert not overs(view)
    assert not view.plot().over
    view.show_focus(shown, focus_on(shown, model="toy-lstm"))
    assert view.plot().over == "reviews.txt"
    overs(view)[0].segment_picked.emit("")
    assert not view.plot().over
    assert told == [over, None]


def test_saturation_and_time_scales_follow(qtbot: QtBot) -> None:
    run = real_run()
    over = over_corpus(real_run(text="a bad film " * 40))
    over = type(over)(over.name, run.network, over.part, over.statistics)
    saturation, _ = put(qtbot, SaturationView(), run)
    scales, _ = put(qtbot, TimeScalesView(), run)
    before = scales.plot().groups[0].xs
    saturation.show_over(over)
    scales.show_over(over)
    forget = next(group for group in saturation.plot().groups if group.signal == "forget_gate")
    np.testing.assert_array_equal(forget.xs, over.statistics["forget_gate"].left)
    assert plain(saturation.plot().finding).startswith("Over reviews.txt, 120 tokens: ")
    assert plain(scales.plot().finding).startswith("Over reviews.txt, 120 tokens: What a unit holds halves")
    assert not np.array_equal(scales.plot().groups[0].xs, before)
    scales.show_over(None)
    np.testing.assert_array_equal(scales.plot().groups[0].xs, before)
