"""Which maps of a Compare are folded where there is no room for all."""

from __future__ import annotations

import pytest

from gatescope.plots.description import HeatmapPanel
from gatescope.plots.heatmap import heatmap
from gatescope.plots.map_groups import fit_groups
from gatescope.plots.map_stack import least_height
from gatescope.session.document.document import Focus
from tests.plots.builders import run


def panels(*cells: str) -> tuple[HeatmapPanel, ...]:
    return heatmap([run("a b c", cell, units=8) for cell in cells], Focus()).panels


ALL = panels("rnn", "gru", "lstm")
WHOLE = least_height(ALL)


def test_hidden_states_come_first_in_a_compare_and_last_alone() -> None:
    assert [panel.signal for panel in panels("lstm")][-2:] == ["cell_state", "hidden_state"]
    signals = [panel.signal for panel in ALL if panel.cell == "lstm"]
    assert signals == ["hidden_state", "cell_state", "forget_gate", "input_gate", "candidate", "output_gate"]


def test_nothing_is_folded_where_all_maps_have_room() -> None:
    found = fit_groups(ALL, "toy-lstm", WHOLE, {})
    assert found.shown == ALL
    assert found.folded == {}


def test_the_model_in_front_folds_last() -> None:
    found = fit_groups(ALL, "toy-lstm", WHOLE - 1.0, {})
    assert {model: [panel.signal for panel in hidden] for model, hidden in found.folded.items()} == {
        "toy-gru": ["reset_gate", "update_gate", "candidate"]
    }
    other = fit_groups(ALL, "toy-gru", WHOLE - 1.0, {})
    assert list(other.folded) == ["toy-lstm"]


@pytest.mark.parametrize("height", [0.0, 150.0, 200.0, 250.0, 300.0, 350.0])
def test_every_model_keeps_its_hidden_state_and_the_others_fit(height: float) -> None:
    found = fit_groups(ALL, "toy-lstm", height, {})
    assert [panel.model for panel in found.shown if panel.signal == "hidden_state"] == [
        "toy-rnn", "toy-gru", "toy-lstm",
    ]  # fmt: skip
    assert least_height(found.shown) <= height or len(found.shown) == 3
    everything = {*found.shown, *(panel for hidden in found.folded.values() for panel in hidden)}
    assert everything == set(ALL)


def test_the_front_group_folds_map_by_map_from_its_end() -> None:
    room = least_height(panels("rnn", "gru", "lstm")[:1] + ALL[1:2] + ALL[5:8])
    found = fit_groups(ALL, "toy-lstm", room, {})
    assert [panel.signal for panel in found.shown if panel.cell == "lstm"] == [
        "hidden_state", "cell_state", "forget_gate",
    ]  # fmt: skip


def test_what_a_person_chose_stays_whatever_the_height() -> None:
    by_hand = {"toy-gru": frozenset({"reset_gate"}), "toy-lstm": frozenset[str]()}
    for height in (0.0, 1000.0):
        found = fit_groups(ALL, "toy-rnn", height, by_hand)
        assert {model: len(hidden) for model, hidden in found.folded.items()} == {"toy-gru": 1}


def test_one_model_alone_folds_nothing() -> None:
    assert fit_groups(panels("lstm"), "toy-lstm", 10.0, {}).folded == {}
