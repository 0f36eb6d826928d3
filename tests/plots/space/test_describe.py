"""What is drawn of runs in their planes is what the analysis returned; the sentence says what the numbers say."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from gatescope.engine.interventions import Ablate, Interventions
from gatescope.engine.network import ReadOut
from gatescope.engine.part import Part
from gatescope.plots.gradient_words import plain
from gatescope.plots.space.describe import MOST_DRAWN, describe_state_plane
from gatescope.plots.space.of_runs import state_planes
from gatescope.plots.space.plane import StatePlanePlot
from gatescope.plots.space.shares import axis_names, percent, share_words
from gatescope.plots.values.plane_value import PlaneValue
from gatescope.session.document.document import Focus
from gatescope.session.run.snapshot import BadStep, Run
from gatescope.session.space.in_plane import InPlane
from tests.session.space.test_in_plane import of, placed


def described(*runs: Run, token: int | None = None, **options: object) -> tuple[StatePlanePlot, list[InPlane]]:
    found = [placed(run, token=token, **options) for run in runs]  # type: ignore[arg-type]
    return describe_state_plane(runs, found, Focus(model=runs[0].model, token=token)), found


@pytest.mark.parametrize("cell", ["rnn", "gru", "lstm"])
def test_what_is_drawn_is_what_the_analysis_returned(cell: str) -> None:
    one = of(cell=cell, units=6)
    plot, (found,) = described(one, token=2, others=("the story is good",))
    (panel,) = plot.panels
    assert panel.background is found.background.points
    assert panel.background_readouts is found.background.readouts
    assert panel.path.points is found.points
    np.testing.assert_allclose(panel.path.readouts, one.readouts["sentiment"][:, 0])
    assert [path.points is other.points for path, other in zip(panel.others, found.others, strict=True)] == [True]
    assert panel.others[0].name == "“the story is good”"
    assert panel.repeated[0].points is found.repeated[0].points
    assert panel.repeated[0].name == "60 more “was”"
    assert [panel.path.word(place) for place in range(5)] == ["the", "food", "was", "not", "good"]
    assert panel.repeated[0].word(3) == "60 more “was”"
    assert panel.scale is not None
    assert (panel.scale.label, panel.scale.low, panel.scale.high) == ("P(positive)", 0.0, 1.0)
    assert plot.facts()["Sentence"] == "the food was not good"


def test_models_stand_side_by_side_each_in_its_own_plane() -> None:
    runs = [replace(of(cell=cell, units=4), model=f"toy-{cell}") for cell in ("rnn", "gru", "lstm")]
    plot, found = described(*runs)
    assert [panel.label for panel in plot.panels] == ["RNN", "GRU", "LSTM"]
    assert [panel.plane for panel in plot.panels] == [one.plane for one in found]
    assert plot.finding.count("Repeated, “good”") == 3
    # As many words of the background in all as in one plane alone, and the same objects with every key.
    for panel, one in zip(plot.panels, found, strict=True):
        np.testing.assert_array_equal(panel.background, one.background.points[::3])
        assert panel.background_words == one.background.words[::3]
        assert panel.background_texts[panel.text_of[50]] == one.background.texts[one.background.text_of[150]]
    again = describe_state_plane(runs, found, Focus(model=runs[0].model))
    assert again.panels[1].background is plot.panels[1].background
    twins, _ = described(replace(runs[0], model="old"), replace(runs[0], model="new"))
    assert [panel.label for panel in twins.panels] == ["old", "new"]


def test_axes_say_their_share_of_the_variance() -> None:
    (panel,) = described(of(units=6))[0].panels
    first, second = panel.plane.shares
    assert axis_names(panel) == (f"1st component, {percent(first)}", f"2nd component, {percent(second)}")
    assert share_words(panel) == f"{round(100 * (first + second))} % of the variance"
    assert (percent(0.754), percent(0.0004), percent(0.0)) == ("75 %", "0.04 %", "0 %")
    for units, names in ((1, ("unit 0", "")), (2, ("unit 0", "unit 1"))):
        (panel,) = described(of(units=units))[0].panels
        assert axis_names(panel) == names
        assert share_words(panel) == ""


def ending(points: list[list[float]]) -> str:
    """The finding about a path of repetitions that ends in these points."""
    one = of(units=4)
    found = placed(one)
    path = replace(found.repeated[0], points=np.array([*np.zeros((20, 2)).tolist(), *points]))
    path = replace(path, readouts=np.full(len(path.points), 0.75))
    plot = describe_state_plane([one], [replace(found, repeated=(path,))], Focus(model=one.model))
    return plain(plot.finding)


def test_the_sentence_says_where_the_repeated_word_leads() -> None:
    assert "Repeated, “good” brings the state to rest at 0.75." in ending([[1.0, 1.0]] * 12)
    assert "leads the state round 2 places in turn" in ending([[1.0, 1.0], [-1.0, 0.5]] * 6)
    assert "leads the state round 3 places in turn" in ending([[1.0, 1.0], [-1.0, 0.5], [0.0, 0.5]] * 4)
    assert "still moves the state after" in ending([[0.1 * k, 0.0] for k in range(12)])
    assert "drives the state beyond all numbers" in ending([[np.nan, 0.0]])


def test_the_sentence_says_along_which_component_the_read_out_rises() -> None:
    one = of(units=4)
    found, rng = placed(one), np.random.default_rng(0)
    points = rng.normal(size=(300, 2))
    for values, said in (
        (points[:, 0], "The read-out rises along the 1st component (ρ\u00a0=\u00a01.00)."),
        (-points[:, 1], "The read-out falls along the 2nd component (ρ\u00a0=\u00a0−1.00)."),
        (rng.normal(size=300), "The read-out follows neither of the two components."),
    ):
        background = replace(found.background, points=points, readouts=values)
        plot = describe_state_plane([one], [replace(found, background=background)], Focus(model=one.model))
        assert said in plain(plot.finding)


def test_the_first_bad_step_is_named() -> None:
    one = of(units=4)
    bad = replace(one, bad=BadStep(1, "food", "forget_gate", 2, one.network.parts[0]))
    plot, _ = described(bad)
    assert plain(plot.finding) == "Not a number from “food” on: token 2, forget gate, unit 2."


def test_steps_of_few_units_name_the_slowest_place() -> None:
    plot, (found,) = described(of("the food", units=2, cell="gru"))
    assert found.field is not None
    row, column = np.unravel_index(found.field.speed.argmin(), found.field.speed.shape)
    assert f"at {found.field.xs[column]:.2f}, {found.field.ys[row]:.2f}".replace("-", "−") in plain(plot.finding)
    lstm, _ = described(of("the food", units=2))
    assert "Arrows have the cell state of the cursor." in plain(lstm.finding)


def test_colours_of_other_read_outs() -> None:
    rng = np.random.default_rng(8)
    plain_values = ReadOut("height", "linear", rng.normal(size=(1, 4)), np.zeros(1), ())
    (panel,) = described(of(units=4, readout=plain_values))[0].panels
    assert panel.scale is not None
    assert panel.scale.label == "height"
    assert panel.scale.low == -panel.scale.high
    many = ReadOut("next", "softmax", rng.normal(size=(7, 4)), np.zeros(7), tuple("abcdefg"))
    (panel,) = described(of(units=4, readout=many))[0].panels
    assert panel.scale is not None
    assert (panel.scale.label, panel.scale.colours) == ("P(likeliest)", "readout")
    assert (panel.background_readouts >= 1 / 7 - 1e-6).all()


def test_a_point_says_its_word_its_sentence_and_its_value() -> None:
    (panel,) = described(of(units=5), others=("the story is good",))[0].panels
    word = PlaneValue(panel, panel.path, 3)
    assert word.token == 3
    assert word.text().head == "“not” · LSTM"
    assert word.number == pytest.approx(panel.path.readouts[3])
    assert [row.name for row in word.text().rows] == ["P(positive)", "1st component", "2nd component"]
    there = PlaneValue(panel, None, 40)
    assert there.token is None
    assert there.text().head == f"“{panel.background_words[40]}”"
    assert there.text().note == panel.background_texts[panel.text_of[40]]
    assert PlaneValue(panel, panel.others[0], 1).text().note == "the story is good"
    assert PlaneValue(panel, panel.repeated[0], 1).text().head == "60 more “good”: step 2"


def test_without_a_session_the_same_planes_are_described() -> None:
    one = of(units=5)
    plot, (found,) = described(one)
    again = state_planes([one], Focus(model=one.model, part=Part.of(0, "forward")))
    assert again.panels[0].background is found.background.points
    np.testing.assert_array_equal(again.panels[0].path.points, found.points)
    assert again.finding == plot.finding
    assert state_planes([of("")], Focus()).nothing_to_draw()


@pytest.mark.parametrize(("cursor", "first"), [(None, 600), (999, 600), (500, 101), (3, 0)])
def test_of_a_long_text_the_words_up_to_the_cursor_are_drawn(cursor: int | None, first: int) -> None:
    one = of(" ".join(["the", "food", "was", "not", "good"] * 200), units=4)
    plot, (found,) = described(one, token=cursor)
    path = plot.panels[0].path
    assert (path.first, len(path.points)) == (first, MOST_DRAWN)
    np.testing.assert_array_equal(path.points, found.points[first : first + MOST_DRAWN])
    np.testing.assert_array_equal(path.start, found.points[first - 1] if first else found.start)
    assert path.word(0) == one.tokens.word(first)
    assert (path.place(first), path.place(first - 1), path.place(first + MOST_DRAWN)) == (0, None, None)
    assert "Of 1,000 words the 400 up to" in plain(plot.finding)
    assert PlaneValue(plot.panels[0], path, 7).token == first + 7


def test_what_is_held_is_said_to_act_on_the_sentence_alone() -> None:
    shown = of("good food")
    said = "What is held acts on the sentence alone, on no repeated word and no other sentence."
    assert said not in plain(described(shown)[0].finding)
    shown.trace.interventions = Interventions((Ablate((0,)),))
    assert said in plain(described(shown)[0].finding)


def test_a_run_that_ends_before_the_cursor_is_told_of_at_its_last_word() -> None:
    long, short = of(text="the food was not good"), replace(of(text="the food"), model="short")
    plot, _ = described(long, short, token=4)
    assert "Repeated, “food”" in plain(plot.finding)
