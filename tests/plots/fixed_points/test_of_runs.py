"""The table, the eigenvalues, the ladder and the marks are those of the answer, and one point is chosen in all."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from gatescope.analysis.fixed_points.constant import Constant, nearest_fixed_points
from gatescope.engine.interventions import Ablate, Clamp, Interventions
from gatescope.plots.fixed_points.asked import chosen_point, question_of
from gatescope.plots.fixed_points.of_runs import (
    FREE,
    describe_eigenvalues,
    describe_ladder,
    describe_table,
    marked_points,
    marks,
)
from gatescope.plots.fixed_points.point_words import difference_words, eigenvalues_sentence
from gatescope.plots.gradient_words import plain
from gatescope.session.document.document import Focus
from gatescope.session.document.resting import CURSOR, LAST, NOTHING, ZERO, PointRef
from tests.plots.builders import run, snapshot
from tests.plots.fixed_points.builders import answer, point

TEXT = "the food was good ."


def test_the_table_has_a_row_a_point_and_the_saddle_is_chosen_until_a_person_chooses() -> None:
    shown = run(TEXT)
    found = answer(shown)
    table = describe_table([shown], [found], Focus(model=shown.model))
    rows = [(row.words, row.largest, row.unstable, row.readout, row.starts) for row in table.rows]
    assert rows == [
        ("stable, spiral", "0.946", "0", "0.06", "134"),
        ("saddle", "1.048", "1", "0.33", "0"),
        ("stable", "0.912", "0", "0.98", "266"),
    ]
    assert (table.in_focus, table.starts, table.read) == (1, "424 starts", "“.” for ever")
    assert table.facts()["Finding"] == (
        "Two stable points and one saddle. 24 of 424 starts ended at a slow place that is no fixed point. "
        "Search stopped at ‖F(s) − s‖ ≤ 10^−10."
    )
    focus = Focus(model=shown.model, point=PointRef(shown.model, found, 2))
    assert describe_table([shown], [found], focus).in_focus == 2
    assert describe_eigenvalues([shown], [found], focus).in_focus.ref.number == 2  # type: ignore[union-attr]
    assert [mark.in_focus for mark in marks([shown], [found], focus)] == [False, False, True]
    # It goes with its answer.
    assert describe_table([shown], [answer(shown)], focus).in_focus == 1


def test_the_eigenvalues_are_those_of_the_chosen_point_beside_all_others() -> None:
    shown = run(TEXT)
    found = answer(shown)
    plot = describe_eigenvalues([shown], [found], Focus(model=shown.model))
    assert plot.in_focus is not None
    assert plot.in_focus.values is found.points[1].eigenvalues
    assert [other.ref.number for other in plot.others] == [0, 2]
    assert plot.about == "the saddle, 6 of them"
    assert plain(plot.finding) == "One lies outside: along it a difference doubles every 15 words. All others fade."
    assert plot.reach == pytest.approx(1.048)


def test_marks_lie_where_the_points_are_and_point_along_what_grows() -> None:
    shown = run(TEXT)
    found = answer(shown)
    made = marks([shown], [found], Focus(model=shown.model))
    refs = marked_points([shown], [found])
    assert [mark.number for mark in made] == [0, 1, 2]
    assert [mark.label for mark in made] == ["stable, 0.06", "saddle, 0.33", "stable, 0.98"]
    for mark, ref in zip(made, refs, strict=True):
        np.testing.assert_array_equal(mark.at.hidden, ref.point.state[:3])
        np.testing.assert_array_equal(mark.at.cell, ref.point.state[3:])
    assert [len(mark.directions) for mark in made] == [0, 1, 0]
    # Of a stable one, that along which states come back slowest.
    assert [mark.slow is None for mark in made] == [False, True, False]
    np.testing.assert_array_equal(made[2].slow.hidden, found.points[2].directions[0][:3])  # type: ignore[union-attr]


@pytest.mark.parametrize("cell", ["rnn", "gru"])
def test_a_cell_without_c_has_marks_of_h_alone(cell: str) -> None:
    shown = run(TEXT, cell)
    (mark, *_) = marks([shown], [answer(shown)], Focus())
    assert mark.at.cell is None
    assert mark.at.hidden.shape == (3,)


def test_in_compare_every_row_names_its_model_and_the_sentence_is_about_the_one_in_front() -> None:
    runs = [run(TEXT, cell) for cell in ("rnn", "gru", "lstm")]
    found = [answer(one) for one in runs]
    table = describe_table(runs, found, Focus(model=runs[1].model))
    assert [row.name for row in table.rows] == ["RNN"] * 3 + ["GRU"] * 3 + ["LSTM"] * 3
    assert table.in_focus == 4
    assert plain(table.finding).startswith("GRU: Two stable points")
    assert describe_ladder(runs, found, Focus(model=runs[1].model)).name == "GRU"
    assert describe_eigenvalues(runs, found, Focus(model=runs[1].model)).about == "the saddle of GRU, 3 of them"


def test_without_a_point_the_slowest_place_is_named() -> None:
    shown = run(TEXT)
    found = answer(shown, ())
    for plot in (describe_table([shown], [found], Focus()), describe_eigenvalues([shown], [found], Focus())):
        assert plain(plot.finding).startswith("No point below 10^−10; the slowest place is at 10^−1.7.")
    assert chosen_point([shown], [found], Focus()) is None
    assert plain(describe_ladder([shown], [found], Focus()).finding).startswith("None is left at 10^−8")
    assert describe_eigenvalues([shown], [found], Focus()).nothing_to_draw()


def test_a_run_that_failed_is_told_beside_the_others() -> None:
    runs = [run(TEXT, cell) for cell in ("rnn", "lstm")]
    table = describe_table(runs, [None, answer(runs[1])], Focus(model=runs[1].model), ["it is too large", ""])
    assert len(table.rows) == 3
    assert plain(table.rest).endswith(f"{runs[0].model}: it is too large")


def test_what_is_read_for_ever_is_the_last_whole_word_the_one_at_the_cursor_or_zeros() -> None:
    shown = run(TEXT)
    typing = replace(shown, tokens=replace(shown.tokens, tentative=4))
    asked = {
        (LAST, 1): 4,
        (CURSOR, 1): 1,
        (ZERO, 1): None,
    }
    for (reading, cursor), word in asked.items():
        question = question_of(snapshot(shown), Focus(reading=reading, token=cursor))
        assert question is not None
        assert dict(question.about)["constant"].word == word
    question = question_of(snapshot(typing), Focus())
    assert question is not None
    assert dict(question.about)["constant"].word == 3
    assert question_of(snapshot(shown), Focus(reading=NOTHING)) is None
    assert question_of(snapshot(run("")), Focus()) is None
    assert question_of(snapshot(run("")), Focus(reading=ZERO)) is not None
    assert question_of(snapshot(shown), Focus(reading=CURSOR, token=None)) is None


def test_time_is_counted_in_what_is_read() -> None:
    for text, noun in ((TEXT, "words"), ("s o i t i s", "letters")):
        shown = run(text)
        assert f"every 15 {noun}" in describe_eigenvalues([shown], [answer(shown)], Focus()).finding
    shown = run(TEXT)
    vectors = replace(shown, network=replace(shown.network, embedding=None))
    assert "every 15 steps" in describe_eigenvalues([vectors], [answer(vectors)], Focus()).finding


def test_weights_that_are_no_numbers_lead_to_no_point_and_that_is_said() -> None:
    shown = run(TEXT)
    key = shown.network.keys()[1]
    broken = shown.network.with_array(key, shown.network.array(key) * np.nan)
    found = nearest_fixed_points(broken, None, constant=Constant(word=1), part=broken.parts[0])
    table = describe_table([shown], [found], Focus())
    assert table.facts()["Finding"].startswith("No point below 10^−10. 1,024 of 1,024 starts met what is no number.")


@pytest.mark.parametrize(
    ("largest", "said"),
    [
        (0.5 + 0j, "All lie inside: every difference fades, the slowest to 0.50 of it with every step."),
        (0.9 + 0j, "All lie inside: every difference fades, the slowest by half every 6.6 words."),
        (0.9999999 + 0j, "All lie inside: every difference fades, the slowest hardly at all."),
        (1.0 + 0j, "None lies outside, one on the circle: no difference grows, and not every one fades."),
        (0.6 + 0.8j, "None lies outside, two on the circle: no difference grows, and not every one fades."),
        (1 + 1e-15 + 0j, "None lies outside, one on the circle: no difference grows, and not every one fades."),
        (
            -1.05 + 0j,
            "One lies outside: along it a difference doubles every 14 words, changing sides. All others fade.",
        ),
        (3.0 + 0j, "One lies outside: along it a difference grows 3.0-fold with every step. All others fade."),
        (
            1.02 + 0.2j,
            "A pair lies outside: a difference spirals out, doubling every 18 words, once around in 32 words.",
        ),
    ],
)
def test_what_a_difference_does_is_said_in_words(largest: complex, said: str) -> None:
    shown = run(TEXT, "gru")
    plot = describe_eigenvalues([shown], [answer(shown, [point(shown, largest, 0.5)])], Focus())
    assert plain(plot.finding).startswith(said)
    assert ("All others fade." in plain(plot.finding)) == bool(point(shown, largest, 0.5).unstable)


def test_what_stays_beside_a_difference_that_grows_is_not_said_to_fade() -> None:
    shown = run(TEXT, "gru")
    one = point(shown, 1.1 + 0j, 0.5)
    one.eigenvalues[1] = -1.0
    assert one.kind == "saddle"
    assert plain(eigenvalues_sentence(one)).endswith("a difference doubles every 7.3 words. No other grows.")
    assert difference_words(one, 1) == "A difference along its direction neither grows nor fades"


def test_the_ladder_says_from_where_the_places_stay() -> None:
    shown = run(TEXT)
    ladder = describe_ladder([shown], [answer(shown)], Focus())
    assert ladder.facts()["Finding"] == (
        "Three stay from 10^−3 down: these are fixed points. The 343 at 10^−1 are only slow places."
    )
    assert [ladder.stays(rung) for rung in ladder.rungs] == [False] * 3 + [True] * 4


@pytest.mark.parametrize("held", [Clamp("forget_gate", 1.0), Ablate((0,)), Clamp("hidden_state", 0.0, tokens=range(2))])
def test_each_of_them_says_that_held_values_are_no_part_of_the_search(held: Clamp | Ablate) -> None:
    shown = run(TEXT)
    found, focus = answer(shown), Focus(model=shown.model)
    for describe in (describe_table, describe_eigenvalues, describe_ladder):
        assert FREE not in plain(describe([shown], [found], focus).facts()["Finding"])
    shown.trace.interventions = Interventions((held,))  # type: ignore[misc]
    for describe in (describe_table, describe_eigenvalues, describe_ladder):
        assert plain(describe([shown], [found], focus).finding).endswith(FREE)
    nothing = answer(shown, points=())
    assert plain(describe_eigenvalues([shown], [nothing], focus).finding).endswith(FREE)
