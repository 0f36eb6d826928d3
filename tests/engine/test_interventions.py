"""What if: values that are held, units that are taken out, and what does not exist."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from gatescope.engine.executors import Executor, reference
from gatescope.engine.interventions import Ablate, Clamp, Interventions
from gatescope.engine.packed import run_packed
from gatescope.engine.prefix_cache import PrefixCache
from gatescope.engine.run import run
from gatescope.errors import UsageError
from tests.engine.networks import DIRECTIONS, KINDS, random_network, vectors
from tests.engine.options import OPTIONS, random_interventions, random_option

T = 7


def what_if_of(*items: Clamp | Ablate) -> Interventions:
    return Interventions(items)


@pytest.mark.parametrize("direction", ["forward", "reverse"])
@pytest.mark.parametrize("kind", KINDS)
def test_a_clamp_holds_its_units_and_tokens_and_nothing_else(kind: str, direction: str, executor: Executor) -> None:
    network = random_network(kind, directions=DIRECTIONS[direction])
    x = vectors(network, T)
    free = run(network, inputs=x, executor=executor)
    for signal in network.cell.signals:
        what_if = what_if_of(Clamp(signal, 0.25, (1, 3), range(1, 4)))
        found = run(network, inputs=x, interventions=what_if, executor=executor)
        assert (found[signal][1:4, [1, 3]] == 0.25).all()
        # Lopsided on purpose: a range counted from the wrong end would lie elsewhere.
        earlier, first, later = (
            (slice(1), 1, slice(4, None)) if direction == "forward" else (slice(4, None), 3, slice(1))
        )
        for key in free:
            np.testing.assert_allclose(found[key][earlier], free[key][earlier], rtol=0, atol=1e-15)
        assert np.abs(found["hidden_state"][later] - free["hidden_state"][later]).max() > 1e-6
        others = [0, 2, 4]
        np.testing.assert_allclose(found[signal][first, others], free[signal][first, others], rtol=0, atol=1e-15)


def test_the_equations_go_on_from_what_is_held(executor: Executor) -> None:
    network = random_network("lstm")
    what_if = what_if_of(Clamp("forget_gate", 1.0), Clamp("input_gate", 0.0, tokens=range(1, T)))
    found = run(network, inputs=vectors(network, T), interventions=what_if, executor=executor)
    np.testing.assert_array_equal(found["cell_state"][1:], np.tile(found["cell_state"][0], (T - 1, 1)))
    np.testing.assert_allclose(found["hidden_state"], found["output_gate"] * np.tanh(found["cell_state"]), atol=1e-15)


def test_a_coupled_forget_gate_follows_a_held_input_gate_unless_it_is_held_itself(executor: Executor) -> None:
    network = random_option("lstm coupled")
    what_if = what_if_of(Clamp("input_gate", 0.75), Clamp("forget_gate", 0.5, (2,)))
    found = run(network, inputs=vectors(network, T), interventions=what_if, executor=executor)
    assert (found["forget_gate"] == [0.25, 0.25, 0.5, 0.25, 0.25]).all()


@pytest.mark.parametrize("kind", KINDS)
def test_an_ablated_unit_is_one_that_nobody_listens_to(kind: str, executor: Executor) -> None:
    """The same as a network whose weights from that unit are 0, also in the layer above."""
    network = random_network(kind, layers=2)
    x, initial = vectors(network, T), {"layer0.forward.hidden_state": np.full(5, 0.5)}
    found = run(
        network, inputs=x, initial=initial, interventions=what_if_of(Ablate((1, 4), layer=0)), executor=executor
    )
    below, above = network.layers[0][0], network.layers[1][0]
    U, W = np.array(below.U), np.array(above.W)
    U[:, :, [1, 4]] = 0
    W[:, :, [1, 4]] = 0
    deaf = replace(network, layers=((replace(below, U=U),), (replace(above, W=W),)))
    expected = run(deaf, inputs=x, initial=initial, executor=executor)
    np.testing.assert_allclose(found.hidden, expected.hidden, rtol=0, atol=1e-14)
    assert (found["layer0.forward.hidden_state"][:, [1, 4]] == 0).all()
    if kind.startswith("gru"):
        return  # A GRU's unit also listens to itself through z.
    kept = expected["layer0.forward.hidden_state"][:, [0, 2, 3]]
    np.testing.assert_allclose(found["layer0.forward.hidden_state"][:, [0, 2, 3]], kept, rtol=0, atol=1e-14)


def test_the_last_layer_and_its_first_direction_are_meant_unless_said(executor: Executor) -> None:
    network = random_network("gru-after", layers=2, directions=("forward", "reverse"))
    x = vectors(network, T)
    short = run(network, inputs=x, interventions=what_if_of(Clamp("candidate", 0.5)), executor=executor)
    whole = what_if_of(Clamp("candidate", 0.5, layer=1, direction="forward"))
    long = run(network, inputs=x, interventions=whole, executor=executor)
    assert all((short[key] == long[key]).all() for key in short)
    assert (short["candidate"] == 0.5).all()
    assert not (short["layer1.reverse.candidate"] == 0.5).any()


def test_the_later_of_two_counts(executor: Executor) -> None:
    network = random_network("lstm")
    what_if = what_if_of(Clamp("output_gate", 0.1), Clamp("output_gate", 0.9, tokens=range(3, 4)))
    found = run(network, inputs=vectors(network, T), interventions=what_if, executor=executor)
    assert found["output_gate"][:, 0].tolist() == [0.1, 0.1, 0.1, 0.9, 0.1, 0.1, 0.1]


def test_a_projected_state_is_held_where_it_is_narrower(executor: Executor) -> None:
    network = random_option("lstm projection", 6)
    what_if = what_if_of(Clamp("hidden_state", 0.5, (3,)), Clamp("cell_state", 0.1, (5,)))
    found = run(network, inputs=vectors(network, T), interventions=what_if, executor=executor)
    assert (found["hidden_state"][:, 3] == 0.5).all()
    assert (found["cell_state"][:, 5] == 0.1).all()


@pytest.mark.parametrize("directions", DIRECTIONS)
@pytest.mark.parametrize("name", ["lstm", "gru-before", "rnn-relu", "lstm everything"])
def test_a_cached_run_is_a_run(name: str, directions: str, executor: Executor) -> None:
    """Whatever is edited, held or released between two runs."""
    make = random_option if name in OPTIONS else random_network
    network = make(name, 5, 4, 2, DIRECTIONS[directions], vocabulary=9)
    cache, rng = PrefixCache(), np.random.default_rng(1)
    ids = [1, 2, 3, 4, 5, 6, 7]
    kept = []
    for step in range(12):
        what_if = None if step % 3 == 2 else random_interventions(network, 5, seed=step // 4)
        ids = [*ids[: rng.integers(5, 8)], int(rng.integers(9))]
        found = cache.run(network, ids, executor, what_if).trace
        expected = run(network, ids=ids, interventions=what_if, executor=executor)
        assert found.interventions == expected.interventions
        kept.append((found, expected))
    for found, expected in kept:
        for key in expected:
            np.testing.assert_allclose(found[key], expected[key], rtol=1e-13, atol=1e-13, err_msg=key)


def test_typing_on_under_a_clamp_costs_one_step(executor: Executor) -> None:
    network = random_network("lstm", vocabulary=9)
    cache, what_if = PrefixCache(), what_if_of(Clamp("forget_gate", 1.0))
    cache.run(network, [1, 2, 3], executor, what_if)
    assert cache.run(network, [1, 2, 3, 4], executor, what_if).recomputed == 3
    assert cache.run(network, [1, 2, 3, 4], executor).recomputed == 0
    assert cache.run(network, [1, 2, 3, 4], executor, what_if_of(Clamp("forget_gate", 0.5))).recomputed == 0


@pytest.mark.parametrize(
    ("item", "sentence"),
    [
        (Clamp("reset_gate", 1.0), "no signal 'reset_gate' to hold; the LSTM has forget_gate, input_gate"),
        (Clamp("preactivation.forget_gate", 1.0), "no signal 'preactivation.forget_gate'"),
        (Clamp("forget_gate", 1.0, (2, 5)), r"layer0.forward.forget_gate has the units 0 … 4, not 5"),
        (Clamp("forget_gate", 1.0, (-1,)), "units 0 … 4, not -1"),
        (Clamp("forget_gate", 1.0, ()), "units 0 … 4, not none"),
        (Clamp("forget_gate", 1.0, tokens=range(5, 9)), "the text has the tokens 0 … 6, not 7, 8"),
        (Clamp("forget_gate", 1.0, tokens=range(0)), "tokens 0 … 6, not none"),
        (Clamp("forget_gate", float("nan")), "held at a finite number only, not at nan"),
        (Clamp("forget_gate", 1.0, layer=1), "no layer1.forward; the network has layer0.forward"),
        (Clamp("forget_gate", 1.0, direction="reverse"), "no layer0.reverse"),
        (Ablate((7,)), r"layer0.forward.hidden_state has the units 0 … 4, not 7"),
    ],
)
def test_what_does_not_exist_is_refused(item: Clamp | Ablate, sentence: str) -> None:
    network = random_network("lstm", vocabulary=9)
    ids = [0] * T
    for attempt in (
        lambda: run(network, ids=ids, interventions=what_if_of(item), executor=reference),
        lambda: PrefixCache().run(network, ids, reference, what_if_of(item)),
    ):
        with pytest.raises(UsageError, match=sentence):
            attempt()


def test_an_empty_text_has_nothing_to_hold() -> None:
    network = random_network("lstm", vocabulary=9)
    with pytest.raises(UsageError, match=r"^forget_gate cannot be held there: the text is empty$"):
        run(network, ids=[], interventions=what_if_of(Clamp("forget_gate", 1.0, tokens=range(1))), executor=reference)
    assert run(network, ids=[], interventions=what_if_of(Clamp("forget_gate", 1.0)), executor=reference).length == 0


def test_values_are_held_in_one_sequence_only() -> None:
    network = random_network("lstm")
    with pytest.raises(UsageError, match="a run of one sequence, not of 2"):
        run_packed(network, vectors(network, 4), np.array([0, 2, 4]), interventions=what_if_of(Ablate((0,))))


def test_what_lies_past_the_end_of_a_text_waits_for_its_return() -> None:
    everywhere, ablated = Clamp("forget_gate", 1.0), Ablate((0,))
    one, span, odd = (Clamp("forget_gate", 0.5, tokens=at) for at in (range(4, 5), range(2, 6), range(0, 6, 2)))
    what_if = what_if_of(everywhere, one, span, odd, ablated)
    assert what_if.within(6) is what_if
    assert what_if.within(5) == what_if_of(
        everywhere, one, replace(span, tokens=range(2, 5)), replace(odd, tokens=range(0, 6, 2)), ablated
    )
    assert what_if.within(3) == what_if_of(
        everywhere, replace(span, tokens=range(2, 3)), replace(odd, tokens=range(0, 4, 2)), ablated
    )
    assert what_if.within(0) == what_if_of(everywhere, ablated)
    for tokens in range(7):
        what_if.within(tokens).check(random_network("lstm"), tokens)
    nothing = what_if_of(Clamp("forget_gate", 0.5, tokens=range(3, 3)))
    assert nothing.within(2) is nothing
