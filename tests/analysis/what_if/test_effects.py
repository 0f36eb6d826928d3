"""What interventions do, against runs made one by one."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from gatescope.analysis.what_if.effects import Effects, effects
from gatescope.engine.held import HeldValues
from gatescope.engine.interventions import Ablate, Clamp, CopiedWeights, Held, Interventions, Patch
from gatescope.engine.network import Network, ReadOut
from gatescope.engine.read_out import read_out
from gatescope.engine.run import run
from gatescope.errors import Cancelled
from tests.engine.networks import DIRECTIONS, KINDS, random_network

IDS = [1, 2, 3, 4, 5, 6]
Values = np.ndarray


def read(network: Network, *items: Held) -> Values:
    trace = run(network, ids=IDS, interventions=Interventions(items))
    return read_out(network, trace.hidden)["sentiment"][:, 0]


def some(network: Network) -> tuple[Held, ...]:
    cell = network.cell
    copies = (CopiedWeights(cell.gates[0], cell.gates[1], 0),) if len(cell.gates) > 1 else ()
    values = HeldValues.of(np.full((1, 5), 0.5))
    return (
        Clamp(cell.signals[0], 0.9, None, range(2, 3), 0),
        Ablate((1, 3), 1),
        Patch("hidden_state", values, range(4, 5), None, 1, on=False),
        Clamp("hidden_state", 0.5, (77,)),
        Clamp("hidden_state", 0.5, (2,), range(5, 9)),
        *copies,
    )


@pytest.mark.parametrize("directions", DIRECTIONS)
@pytest.mark.parametrize("kind", KINDS)
def test_each_alone_and_all_together_are_the_runs_made_one_by_one(kind: str, directions: str) -> None:
    network = random_network(kind, layers=2, directions=DIRECTIONS[directions], vocabulary=9)
    items = some(network)
    if directions == "reverse":
        items = tuple(replace(item, direction="reverse") for item in items)
    held = Interventions(items)
    shown = run(network, ids=IDS, interventions=held.acting(network).within(len(IDS)))
    found = effects(network, shown, base=network, interventions=held)
    np.testing.assert_array_equal(found.baseline, read(network))
    acting = held.acting(network).within(len(IDS)).items
    np.testing.assert_array_equal(found.together, read(network, *acting))
    for k, item in enumerate(items):
        if item == items[3]:
            assert np.isnan(found.alone[k]).all()
        else:
            (alone,) = Interventions((replace(item, on=True),)).within(len(IDS)).items
            np.testing.assert_array_equal(found.alone[k], read(network, alone))
            # A rectified unit may be 0 in any case.
            assert kind == "rnn-relu" or not np.array_equal(found.alone[k], found.baseline)
    most = found.most(5, (0, 1, 4))
    moved = [abs(found.alone[k, 5] - found.baseline[5]) for k in (0, 1, 4)]
    assert most == (0, 1, 4)[int(np.argmax(moved))]
    assert found.most(0, (2, 4)) is None or "reverse" in DIRECTIONS[directions]


def test_without_a_read_out_it_is_how_far_the_states_have_moved() -> None:
    network = replace(random_network("gru-after", vocabulary=9), readouts=())
    held = Interventions((Clamp("update_gate", 0.2), Ablate((1,))))
    found = effects(network, run(network, ids=IDS), base=network, interventions=held)
    free, both = run(network, ids=IDS).hidden, run(network, ids=IDS, interventions=held).hidden
    assert found.columns is None
    assert not found.baseline.any()
    np.testing.assert_allclose(found.together, np.sqrt(((both - free) ** 2).sum(axis=1)), rtol=1e-14)


def test_of_many_columns_the_one_that_was_highest_is_followed() -> None:
    rng = np.random.default_rng(2)
    letters = ReadOut("letter", "softmax", rng.normal(size=(9, 5)), rng.normal(size=9), tuple("abcdefghi"))
    network = replace(random_network("lstm", vocabulary=9), readouts=(letters,))
    held = Interventions((Clamp("output_gate", 0.1),))
    found = effects(network, run(network, ids=IDS), base=network, interventions=held)
    before, after = (
        read_out(network, run(network, ids=IDS, interventions=one).hidden)["letter"] for one in (Interventions(), held)
    )
    assert found.columns is not None
    np.testing.assert_array_equal(found.columns, before.argmax(axis=1))
    np.testing.assert_array_equal(found.baseline, before.max(axis=1))
    np.testing.assert_array_equal(found.alone[0], after[np.arange(len(IDS)), found.columns])


def test_it_ends_when_it_is_cancelled() -> None:
    network = random_network("lstm", vocabulary=9)
    shares: list[float] = []

    def report(share: float) -> None:
        shares.append(share)
        if len(shares) == 3:
            raise Cancelled

    held = Interventions(tuple(Ablate((k,)) for k in range(5)))
    with pytest.raises(Cancelled):
        effects(network, run(network, ids=IDS), base=network, interventions=held, report=report)
    assert shares == sorted(shares)
    assert shares[-1] < 1


def test_vectors_are_run_again_although_their_run_on_screen_has_places_as_ids() -> None:
    network = random_network("lstm", vocabulary=9)
    vectors = np.random.default_rng(3).normal(size=(5, network.inputs)).astype(network.dtype)
    network = replace(network, embedding=None)
    shown, held = run(network, inputs=vectors), Interventions((Clamp("forget_gate", 0.2),))
    shown.ids = np.arange(5)
    found = effects(network, shown, base=network, interventions=held)
    both = read_out(network, run(network, inputs=vectors, interventions=held).hidden)["sentiment"][:, 0]
    np.testing.assert_array_equal(found.together, both)


def test_what_is_infinite_with_and_without_an_intervention_is_not_moved() -> None:
    inf = float("inf")
    alone = np.array([[inf, np.nan], [-inf, 0.5], [0.0, 0.2]])
    found = Effects(None, np.array([inf, 0.0]), np.array([inf, 1.0]), alone)
    assert found.most(0, (0,)) is None
    assert found.most(0, (0, 2)) == 2
    assert found.most(1, (0, 1, 2)) == 1
