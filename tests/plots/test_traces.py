from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from gatescope.engine.cells import Convention
from gatescope.engine.part import Part
from gatescope.plots.steady_ranges import SteadyRanges
from gatescope.plots.traces import traces
from gatescope.session.document.document import Focus, UnitRef
from gatescope.session.document.shading import Shading
from tests.plots.builders import run, snapshot

PART = Part.parse("layer0.forward")
TOP = Part.parse("layer2.forward")


def test_one_unit_shows_all_its_signals_in_their_hues() -> None:
    found = run()
    plot = traces(snapshot(found), Focus(units=(UnitRef("toy-lstm", PART, 2),), token=1))
    assert [s.hue for s in plot.series] == list(found.network.cell.signals)
    assert plot.series[0].label == "forget gate"
    assert plot.series[0].symbol == "<i>f</i><sub><i>t</i></sub>"
    for series in plot.series:
        assert np.array_equal(series.values, found.trace[f"{PART}.{series.hue}"][:, 2])
        assert series.dash == 0
    assert (plot.title, plot.cursor, plot.low, plot.high) == ("Unit 2", 1, -1.0, 1.0)
    assert plot.y_ticks == ((-1.0, "−1"), (0.0, "0"), (1.0, "1"))


def refs(model: str, *units: int) -> tuple[UnitRef, ...]:
    return tuple(UnitRef(model, PART, unit) for unit in units)


def test_a_few_units_have_a_lane_each_with_a_range_of_its_own() -> None:
    cell = np.array([[0.0, 0.0, 7.2], [0.1, 0.0, -1.0]])
    found = run("a b", signals={"cell_state": cell})
    plot = traces(snapshot(found), Focus(units=refs("toy-lstm", 0, 2)))
    assert [(s.label, s.name, s.hue, s.dash) for s in plot.series] == [
        ("unit 0 · cell state", "cell state", "cell_state", 0),
        ("unit 2 · cell state", "cell state", "cell_state", 0),
    ]
    upper, lower = (series.lane for series in plot.series)
    assert upper is not None
    assert lower is not None
    assert plot.low <= lower.bottom < lower.top < upper.bottom < upper.top <= plot.high
    assert (upper.low, upper.high) == pytest.approx((0.0, 0.1))
    assert (lower.low, lower.high) == (-2.0, 8.0)
    assert [name for _, name in plot.y_ticks] == ["−2", "unit 2", "8", "0", "unit 0", "0.1"]
    assert plot.series[1].place_at(0) == pytest.approx(lower.bottom + 0.92 * (lower.top - lower.bottom))
    assert plot.series[1].at(0) == 7.2


def test_lanes_start_with_the_signal_in_focus_and_name_all() -> None:
    focus = Focus(units=refs("toy-lstm", 0, 2), shading=Shading("forget_gate"))
    plot = traces(snapshot(run()), focus)
    assert [s.hue for s in plot.series] == ["forget_gate"] * 2
    assert [(one.name, drawn) for one, drawn in plot.rows] == [
        ("forget gate", True), ("input gate", False), ("candidate", False), ("output gate", False),
        ("cell state", False), ("hidden state", False),
    ]  # fmt: skip
    both = traces(snapshot(run()), focus, hidden={"input gate", "candidate", "output gate", "cell state"})
    assert [s.label for s in both.series] == [
        "unit 0 · forget gate", "unit 0 · hidden state", "unit 2 · forget gate", "unit 2 · hidden state",
    ]  # fmt: skip


def test_many_units_show_one_signal_each_over_each_other() -> None:
    plot = traces(snapshot(run(units=8)), Focus(units=refs("toy-lstm", 0, 2, 3, 4, 5)))
    assert not plot.lanes
    assert [(s.label, s.hue, s.dash) for s in plot.series][:2] == [
        ("unit 0 · cell state", "cell_state", 0),
        ("unit 2 · cell state", "cell_state", 1),
    ]
    # Painters have eight patterns.
    assert [s.dash for s in plot.series] == [0, 1, 2, 3, 4]


def test_units_of_a_deep_network_say_their_layer() -> None:
    deep = run(layers=3)
    low, high = UnitRef("toy-lstm", PART, 1), UnitRef("toy-lstm", TOP, 1)
    one = traces(snapshot(deep), Focus(units=(high,)))
    assert one.title == "Unit 1 · layer 3"
    assert one.caption.startswith("LSTM · toy-lstm (layer 3) · ")
    both = traces(snapshot(deep), Focus(units=(low, high)))
    assert both.title == "2 units"
    assert [s.label for s in both.series] == ["unit 1, layer 1 · cell state", "unit 1, layer 3 · cell state"]
    assert both.caption.startswith("LSTM · toy-lstm (layer 1), toy-lstm (layer 3) · ")
    assert traces(snapshot(deep), Focus(units=(high, UnitRef("toy-lstm", TOP, 2)))).title.endswith("layer 3")


def test_units_of_several_models_take_the_hue_of_their_cell() -> None:
    units = (UnitRef("toy-gru", PART, 0), UnitRef("toy-lstm", PART, 1), UnitRef("toy-lstm", PART, 2))
    plot = traces(snapshot(run(cell="gru"), run(cell="lstm")), Focus(units=units))
    assert [(s.label, s.hue, s.dash) for s in plot.series] == [
        ("GRU unit 0 · hidden state", "cell:gru", 0),
        ("LSTM unit 1 · cell state", "cell:lstm", 0),
        ("LSTM unit 2 · cell state", "cell:lstm", 1),
    ]


def test_with_nothing_chosen_the_liveliest_unit_is_shown() -> None:
    hidden = np.zeros((4, 3))
    hidden[-1] = 0.1, -0.8, np.nan
    found = run(signals={"hidden_state": hidden})
    stale = (
        UnitRef("gone", PART, 0),
        UnitRef("toy-lstm", PART, 99),
        UnitRef("toy-lstm", Part.of(9, "forward"), 0),
    )
    for units in ((), stale):
        assert traces(snapshot(found), Focus(units=units)).title == "Unit 1"


def test_in_compare_the_title_says_whose_unit_it_is() -> None:
    found = run()
    both = snapshot(found, replace(found, model="other"))
    assert traces(both, Focus(units=(UnitRef("other", PART, 1),))).title == "LSTM unit 1"


def test_the_range_holds_the_cell_state_and_survives_nan() -> None:
    cell = np.array([[0.0, 1.2], [np.nan, 2.0], [np.inf, -np.inf]])
    found = run("a b c", units=2, signals={"cell_state": cell})
    plot = traces(snapshot(found), Focus(units=(UnitRef("toy-lstm", PART, 1),)))
    assert plot.high == 2.0
    assert -1.0 <= plot.low < 0.0


def test_lines_use_the_height_whatever_other_units_do() -> None:
    cell = np.array([[0.0, 0.1], [50.0, 0.2]])
    found = run("a b", units=2, signals={"cell_state": cell})
    assert traces(snapshot(found), Focus(units=refs("toy-lstm", 1))).high == 1.0
    assert traces(snapshot(found), Focus(units=refs("toy-lstm", 0))).high == 60.0
    assert traces(snapshot(found), Focus(units=refs("toy-lstm", 1)), ["cell_state"]).high == pytest.approx(0.2)


def test_hidden_signals_leave_their_height_to_the_others() -> None:
    cell = np.array([[0.0], [50.0]])
    shown = snapshot(run("a b", units=1, signals={"cell_state": cell}))
    plot = traces(shown, Focus(), hidden={"cell state"})
    assert plot.high == 1.0
    assert [one.name for _, one in plot.hidden] == ["cell state"]
    assert len(traces(shown, Focus(), hidden={one.name for one, _ in plot.rows}).series) == 6


def test_ranges_stay_while_a_text_is_typed() -> None:
    steady, tops = SteadyRanges(), []
    for greatest in (2.0, 2.4, 1.9, 2.2, 0.9, 0.2):
        cell = np.array([[0.0], [greatest]])
        found = run("a b", units=1, signals={"cell_state": cell})
        plot = traces(snapshot(found), Focus(units=refs("toy-lstm", 0)), ["cell_state"], steady=steady)
        tops.append(plot.high)
    assert tops == pytest.approx([2.0, 2.5, 2.5, 2.5, 2.5, 0.2])


@pytest.mark.parametrize(
    ("greatest", "ticks"),
    [
        (1.2, ["−1", "0", "1"]),
        (1.9, ["−1", "0", "1", "2"]),
        (2.9, ["−1", "0", "1", "2", "3"]),
        (7.5, ["0", "5"]),
        (39.0, ["0", "20", "40"]),
    ],
)
def test_names_on_the_value_axis_are_at_equal_distances(greatest: float, ticks: list[str]) -> None:
    cell = np.array([[0.0], [greatest]])
    found = run("a b", units=1, signals={"cell_state": cell})
    plot = traces(snapshot(found), Focus(units=(UnitRef("toy-lstm", PART, 0),)))
    assert [name for _, name in plot.y_ticks] == ticks
    values = [value for value, _ in plot.y_ticks]
    assert len({round(later - earlier, 9) for earlier, later in pairwise(values)}) == 1
    assert plot.low <= values[0]
    assert values[-1] <= plot.high


def test_a_relu_network_spans_what_it_reaches() -> None:
    hidden = np.array([[0.0, 33.0]])
    found = run("a", cell="rnn", units=2, convention=Convention(activation="relu"), signals={"hidden_state": hidden})
    assert traces(snapshot(found), Focus()).high == 40.0


def test_no_tokens_and_no_runs_are_plots_too() -> None:
    assert len(traces(snapshot(run("")), Focus(token=0)).series) == 6
    assert traces(snapshot(), Focus()).series == ()


def test_a_unit_of_another_part_than_the_maps_show_fits_into_the_range() -> None:
    found = run(layers=2)
    found.trace["layer0.forward.cell_state"][:] = 5.5  # type: ignore[index]
    plot = traces(snapshot(found), Focus(part=Part.parse("layer1.forward"), units=(UnitRef("toy-lstm", PART, 1),)))
    assert (plot.low, plot.high) == (-2.0, 6.0)
    assert plot.y_ticks[-1] == (6.0, "6")


def test_only_the_signals_asked_for() -> None:
    focus = Focus(units=(UnitRef("toy-lstm", PART, 1),))
    plot = traces(snapshot(run()), focus, ["forget_gate", "output_gate"])
    assert [series.hue for series in plot.series] == ["forget_gate", "output_gate"]
    assert (plot.low, plot.high) == (0.0, 1.0)
    assert len(traces(snapshot(run()), focus, ["update_gate"]).series) == 6


def test_the_run_as_opened_lies_beneath_every_line() -> None:
    before, now = run(), run(signals={"cell_state": np.full((4, 3), 1.5)})
    changed = replace(now, opened=replace(before, tokens=now.tokens))
    plot = traces(snapshot(changed), Focus(units=(UnitRef("toy-lstm", PART, 2),)))
    for series in plot.series:
        assert np.array_equal(series.opened, before.trace[f"{PART}.{series.hue}"][:, 2])
    assert [ghost.hue for ghost in plot.ghosts] == ["opened"] * 6
    assert [named.label for named in plot.named][-2:] == ["hidden state", "as opened"]
    units = refs("toy-lstm", 0, 2)
    lanes = traces(snapshot(changed), Focus(units=units))
    assert [ghost.lane for ghost in lanes.ghosts] == [one.lane for one in lanes.series]
    plain = traces(snapshot(now), Focus(units=units))
    assert plain.ghosts == ()
    assert plain.named == plain.series


def test_the_range_holds_what_was_opened_too() -> None:
    before = run(signals={"cell_state": np.full((4, 3), 3.7)})
    now = replace(run(), opened=before)
    assert traces(snapshot(now), Focus(units=(UnitRef("toy-lstm", PART, 2),))).high == 4.0


def test_a_unit_that_was_not_there_has_no_ghost() -> None:
    now = replace(run(), opened=run(units=2))
    assert traces(snapshot(now), Focus(units=(UnitRef("toy-lstm", PART, 2),))).ghosts == ()
    other = replace(run(), opened=run(cell="gru"))
    found = traces(snapshot(other), Focus(units=(UnitRef("toy-lstm", PART, 2),)))
    assert {s.hue for s in found.series if s.opened is not None} == {"candidate", "hidden_state"}
