"""Holding one unit and letting it go again, beside whatever else is held."""

from __future__ import annotations

import random
from dataclasses import replace

import numpy as np
import pytest

from gatescope.engine.held import HeldValues
from gatescope.engine.interventions import NONE, Ablate, Clamp, CopiedWeights, Interventions, Patch
from gatescope.session.document.holding import misfit, pinned, with_held, without_held
from gatescope.words import spoken_in
from tests.engine.networks import KINDS, random_network
from tests.engine.options import OPTIONS, random_interventions, random_option

TOKENS, UNITS = 5, 5


def held(of: Interventions, network, part, signal: str, unit: int) -> list[float | None]:
    return [of.held_at(network, part, signal, unit, token) for token in range(TOKENS)]


@pytest.mark.parametrize("kind", [*KINDS, *OPTIONS])
def test_what_is_held_and_released_leaves_all_others_as_they_were(kind: str) -> None:
    make = random_network if kind in KINDS else random_option
    network = make(kind, layers=2, directions=("forward", "reverse"))
    drawn = random.Random(kind)
    before = random_interventions(network, TOKENS)
    for part in network.parts:
        for signal in network.cell.signals:
            parameters = network.parameters(part)
            units = range(parameters.outputs if signal == "hidden_state" else parameters.units)
            unit, token = drawn.choice(units), drawn.choice([None, 2])
            after = with_held(before, part, signal, unit, 0.5, token)
            after.check(network, TOKENS)
            now = held(after, network, part, signal, unit)
            assert all(now[at] == 0.5 for at in (range(TOKENS) if token is None else [token]))
            free = without_held(after, network, part, signal, unit)
            assert held(free, network, part, signal, unit) == [None] * TOKENS
            for other in units:
                for one in network.cell.signals:
                    beyond = network.parameters(part).outputs if one == "hidden_state" else parameters.units
                    if other < beyond and (one, other) != (signal, unit):
                        expected = held(before, network, part, one, other)
                        assert held(free, network, part, one, other) == expected


def test_another_value_at_the_same_place_takes_the_place_of_the_first() -> None:
    network = random_network("lstm")
    (part,) = network.parts
    once = with_held(NONE, part, "forget_gate", 1, 0.5, None)
    twice = with_held(with_held(once, part, "forget_gate", 1, 0.1, 3), part, "forget_gate", 1, 0.75, None)
    assert len(twice.items) == 2
    assert twice.held_at(network, part, "forget_gate", 1, 0) == 0.75


def test_of_all_units_one_is_released() -> None:
    network = random_network("gru-after")
    (part,) = network.parts
    every = Interventions((Clamp("update_gate", 0.0), Ablate((1, 2))))
    free = without_held(without_held(every, network, part, "update_gate", 3), network, part, "hidden_state", 1)
    assert free.items == (Clamp("update_gate", 0.0, (0, 1, 2, 4)), Ablate((2,)))


def test_what_another_network_does_not_have_stays_and_says_why() -> None:
    """The file of an open model may be opened again with fewer units, or another cell."""
    gate, state = Clamp("update_gate", 0.3, (1,), range(9, 12)), Clamp("hidden_state", 0.5, (4,), layer=0)
    every, out = Clamp("candidate", 0.1), Ablate((0, 4))
    before = Interventions((gate, state, every, out))
    assert before.acting(random_network("gru-after", 5)) is before
    assert before.acting(random_network("gru-after", 2)) == Interventions((gate, every))
    assert before.acting(random_network("lstm", 5)) == Interventions((state, every, out))
    assert before.acting(random_network("rnn-tanh", 2)) == NONE
    small, lstm, copy = random_network("gru-after", 2), random_network("lstm"), CopiedWeights("input_gate", "candidate")
    assert [misfit(item, small) for item in before.items] == [
        "",
        "unit 4: this model has 2",
        "",
        "unit 4: this model has 2",
    ]
    assert misfit(gate, lstm) == "update gate: this model is an LSTM"
    assert misfit(copy, small) == "input gate: this model is a GRU"
    assert misfit(replace(every, layer=2), lstm) == "layer 3: this model has 1"
    assert misfit(replace(every, direction="reverse"), lstm) == "reverse direction: this model reads forward only"
    backwards = random_network("lstm", directions=("reverse",))
    assert (
        misfit(replace(every, direction="forward"), backwards) == "forward direction: this model reads backwards only"
    )
    with spoken_in("de"):
        assert misfit(gate, lstm) == "Update-Gate: dieses Modell ist ein LSTM"
        assert misfit(copy, small) == "Eingangs-Gate: dieses Modell ist ein GRU"
        assert misfit(replace(every, direction="reverse"), lstm).startswith("Richtung rückwärts: dieses Modell liest")
    patch = Patch("candidate", HeldValues.of(np.zeros((1, 5))), range(1))
    assert misfit(patch, small) == "made for a model of another width"
    assert (misfit(patch, lstm), misfit(copy, lstm)) == ("", "")


def test_a_part_that_was_left_out_is_named() -> None:
    (part,) = random_network("lstm").parts
    items = Interventions((Clamp("candidate", 0.1), Ablate((1,), layer=2), CopiedWeights("input_gate", "candidate")))
    assert [(one.layer, one.direction) for one in pinned(items, part).items] == [
        (0, "forward"),
        (2, "forward"),
        (0, "forward"),
    ]
    assert pinned(pinned(items, part), part) == pinned(items, part)


def test_of_a_patch_one_unit_is_released() -> None:
    network = random_network("lstm")
    (part,) = network.parts
    values = np.arange(10.0).reshape(2, 5)
    patch = Interventions((Patch("cell_state", HeldValues.of(values), range(1, 3)),))
    (free,) = without_held(patch, network, part, "cell_state", 2).items
    assert isinstance(free, Patch)
    assert free.units == (0, 1, 3, 4)
    np.testing.assert_array_equal(free.values.array, values[:, [0, 1, 3, 4]])
    off = Interventions((replace(patch.items[0], on=False), CopiedWeights("input_gate", "candidate")))
    assert without_held(off, network, part, "cell_state", 2) == off
