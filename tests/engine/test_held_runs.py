"""Runs in which gates and states are held, patched or rewired, against a run written out in NumPy."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from gatescope.engine.copied_weights import copied_count, rewired
from gatescope.engine.executors import Executor
from gatescope.engine.held import HeldValues
from gatescope.engine.interventions import Ablate, Clamp, CopiedWeights, Held, Interventions, Patch
from gatescope.engine.network import LayerParameters, Network
from gatescope.engine.part import Part
from gatescope.engine.prefix_cache import PrefixCache
from gatescope.engine.run import run
from gatescope.errors import UsageError
from tests.engine.networks import DIRECTIONS, KINDS, random_network, vectors

T, H = 6, 5
Array = NDArray[np.float64]
Values = dict[str, Array]


def by_hand(network: Network, x: Array, held: Values) -> Values:
    """Return every signal, as the textbook writes the cells; `held` has (T, H), NaN where a signal is free."""
    found: Values = {}
    below = x
    for k, row in enumerate(network.layers):
        sides = []
        for direction, p in zip(network.directions, row, strict=True):
            part = Part.of(k, direction)
            order = range(T) if direction == "forward" else range(T - 1, -1, -1)
            mine = {key.removeprefix(f"{part}."): rows for key, rows in held.items() if key.startswith(f"{part}.")}
            signals = one_layer(network, p, below, order, mine)
            found |= {f"{part}.{name}": rows for name, rows in signals.items()}
            sides.append(signals["hidden_state"])
        below = np.concatenate(sides, axis=1)
    return found


def one_layer(network: Network, p: LayerParameters, x: Array, order: range, held: Values) -> Values:
    out = {name: np.zeros((T, H)) for name in network.cell.signals}
    h, c = np.zeros(H), np.zeros(H)

    def take(name: str, t: int, value: Array) -> Array:
        wanted = held.get(name)
        out[name][t] = value if wanted is None else np.where(np.isnan(wanted[t]), value, wanted[t])
        return out[name][t]

    def sigma(y: Array) -> Array:
        return 1 / (1 + np.exp(-y))

    for t in order:
        from_x, from_h = p.W @ x[t] + p.b_x, p.U @ h + p.b_h
        if network.cell.name == "rnn":
            pre = from_x[0] + from_h[0]
            h = take("hidden_state", t, np.tanh(pre) if network.convention.activation == "tanh" else np.maximum(pre, 0))
        elif network.cell.name == "gru":
            r = take("reset_gate", t, sigma(from_x[0] + from_h[0]))
            z = take("update_gate", t, sigma(from_x[1] + from_h[1]))
            if network.convention.reset_after:
                n = take("candidate", t, np.tanh(from_x[2] + r * from_h[2]))
            else:
                n = take("candidate", t, np.tanh(from_x[2] + p.U[2] @ (r * h) + p.b_h[2]))
            h = take("hidden_state", t, z * h + (1 - z) * n)
        else:
            i, f = (take(name, t, sigma(from_x[k] + from_h[k])) for k, name in enumerate(("input_gate", "forget_gate")))
            g = take("candidate", t, np.tanh(from_x[2] + from_h[2]))
            o = take("output_gate", t, sigma(from_x[3] + from_h[3]))
            c = take("cell_state", t, f * c + i * g)
            h = take("hidden_state", t, o * np.tanh(c))
    return out


def placed(network: Network, item: Clamp | Patch, held: Values) -> None:
    key = f"{network.part(item.layer, item.direction)}.{item.signal}"
    rows = held.setdefault(key, np.full((T, H), np.nan))
    tokens = np.arange(T) if item.tokens is None else np.array(item.tokens)
    units = np.arange(H) if item.units is None else np.array(item.units)
    rows[np.ix_(tokens, units)] = item.value if isinstance(item, Clamp) else item.values.array


@pytest.mark.parametrize("directions", DIRECTIONS)
@pytest.mark.parametrize("kind", KINDS)
def test_a_held_and_a_patched_run_are_those_by_hand(kind: str, directions: str, executor: Executor) -> None:
    network = random_network(kind, H, layers=2, directions=DIRECTIONS[directions])
    x, rng = np.asarray(vectors(network, T), np.float64), np.random.default_rng(4)
    for part in network.parts:
        for signal in network.cell.signals:
            items: tuple[Clamp | Patch, ...] = (
                Clamp(signal, 0.3, (1, 4), range(1, 3), part.layer, part.direction),
                Patch(signal, HeldValues.of(rng.uniform(0, 1, (3, H))), range(2, 5), None, part.layer, part.direction),
                Patch(signal, HeldValues.of(rng.uniform(0, 1, (1, 2))), range(4, 5), (3, 0), 0, part.direction),
            )
            held: Values = {}
            for item in items:
                placed(network, item, held)
            found = run(network, inputs=x, interventions=Interventions(items), executor=executor)
            for key, expected in by_hand(network, x, held).items():
                np.testing.assert_allclose(found[key], expected, rtol=0, atol=1e-12, err_msg=f"{signal}: {key}")


@pytest.mark.parametrize("precision", [np.float32, np.float64])
@pytest.mark.parametrize("kind", KINDS)
def test_to_hold_what_is_there_changes_no_bit(
    kind: str, precision: type[np.float32] | type[np.float64], executor: Executor
) -> None:
    network = random_network(kind, H, layers=2, directions=DIRECTIONS["both"]).astype(precision)
    x = vectors(network, T)
    free = run(network, inputs=x, executor=executor)
    for part in network.parts:
        at = part.layer, part.direction
        for signal in network.cell.signals:
            values = free[f"{part}.{signal}"]
            for item in (
                Clamp(signal, float(values[3, 2]), (2,), range(3, 4), *at),
                Patch(signal, HeldValues.of(values), range(T), None, *at),
                Patch(signal, HeldValues.of(values[2:4, [0, 3]]), range(2, 4), (0, 3), *at),
            ):
                held = run(network, inputs=x, interventions=Interventions((item,)), executor=executor)
                assert all(np.array_equal(held[key], free[key]) for key in free)


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_switched_off_changes_no_bit(kind: str, executor: Executor) -> None:
    network = random_network(kind, H, layers=2, vocabulary=9)
    ids, cell = [1, 2, 3, 4, 5, 6], network.cell
    items: list[Held] = [
        Clamp(cell.signals[0], 0.3),
        Ablate((2,)),
        Patch(cell.signals[0], HeldValues.of(np.zeros((1, H))), range(1, 2)),
        *([CopiedWeights(cell.gates[0], cell.gates[1])] if len(cell.gates) > 1 else []),
    ]
    off = Interventions(tuple(replace(item, on=False) for item in items))
    free = run(network, ids=ids, executor=executor)
    assert not off.acting(network)
    for found in (
        run(network, ids=ids, interventions=off, executor=executor),
        PrefixCache().run(network, ids, executor, off).trace,
    ):
        assert all(np.array_equal(found[key], free[key]) for key in free)
    for item in items:
        on = run(network, ids=ids, interventions=Interventions((item,)), executor=executor)
        assert not np.array_equal(on.hidden, free.hidden)


@pytest.mark.parametrize("kind", [kind for kind in KINDS if not kind.startswith("rnn")])
def test_copied_weights_are_those_of_another_gate(kind: str, executor: Executor) -> None:
    network = random_network(kind, H, layers=2, directions=DIRECTIONS["both"])
    x, gates = vectors(network, T), network.cell.gates
    copy = CopiedWeights(gates[1], gates[0], 0, "reverse")
    changed, rest = rewired(network, Interventions((copy, Clamp(gates[1], 0.5, layer=1))))
    assert rest == Interventions((Clamp(gates[1], 0.5, layer=1),))
    assert rewired(network, Interventions((copy,)))[0] is changed
    for key in network.keys():  # noqa: SIM118
        copied = key.startswith("layer0.reverse") and key.endswith(gates[0]) and ".peepholes." not in key
        expected = network.array(key.replace(gates[0], gates[1]) if copied else key)
        np.testing.assert_array_equal(changed.array(key), expected)
    assert copied_count(network, copy) == sum(
        network.array(f"layer0.reverse.{name}.{gates[1]}").size for name in ("W", "U", "b_x", "b_h")
    )
    found = run(network, inputs=x, interventions=Interventions((copy,)), executor=executor)
    expected_run = run(changed, inputs=x, executor=executor)
    assert all(np.array_equal(found[key], expected_run[key]) for key in found)
    assert rewired(network, Interventions((replace(copy, on=False),)))[0] is network


def test_a_patch_is_cut_with_its_text(executor: Executor) -> None:
    network = random_network("lstm", H, vocabulary=9)
    values = np.arange(3 * H).reshape(3, H) / 20
    patch = Interventions((Patch("cell_state", HeldValues.of(values), range(2, 5)),))
    (cut,) = patch.within(4).items
    assert isinstance(cut, Patch)
    np.testing.assert_array_equal(cut.values.array, values[:2])
    assert patch.within(2).items == ()
    found = run(network, ids=[1, 2, 3, 4], interventions=patch.within(4), executor=executor)
    np.testing.assert_array_equal(found["cell_state"][2:], values[:2])
    assert patch.held_at(network, network.parts[0], "cell_state", 3, 3) == values[1, 3]
    assert patch.held_at(network, network.parts[0], "cell_state", 3, 1) is None


@pytest.mark.parametrize(
    ("item", "sentence"),
    [
        (Patch("cell_state", HeldValues.of(np.zeros((2, H))), range(1)), r"takes 1 × 5 values there, not \(2, 5\)"),
        (Patch("cell_state", HeldValues.of(np.zeros((1, 1))), range(1), (7,)), "units 0 … 4, not 7"),
        (Patch("cell_state", HeldValues.of(np.full((1, H), np.nan)), range(1)), "finite numbers only"),
        (Patch("cell_state", HeldValues.of(np.zeros((1, H))), range(T, T + 1)), "tokens 0 … 5, not 6"),
        (CopiedWeights("reset_gate", "input_gate"), "no weights of 'reset_gate'; the LSTM has those of input_gate"),
        (CopiedWeights("input_gate", "input_gate"), "onto themselves"),
        (CopiedWeights("input_gate", "forget_gate", 3), r"no layer3.forward"),
    ],
)
def test_what_does_not_fit_is_refused_and_does_not_act(item: Held, sentence: str) -> None:
    network = random_network("lstm", H, vocabulary=9)
    with pytest.raises(UsageError, match=sentence):
        run(network, ids=[0] * T, interventions=Interventions((item,)))
    assert (item.layer is None and "tokens" in sentence) or not Interventions((item,)).acting(network)
