"""Itemised gradients against one backward pass a read-out, against their sum, and against changes of the states."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from gatescope.analysis.gradients import differentiate, gradients
from gatescope.analysis.itemised import itemised as module
from gatescope.analysis.itemised.itemised import LONGEST, itemised, nearest_itemised, stretch_about
from gatescope.analysis.rescaled import Rescaled
from gatescope.analysis.targets import Target
from gatescope.engine.interventions import NONE
from gatescope.engine.network import Network, ReadOut
from gatescope.engine.run import run
from gatescope.engine.trace import Trace
from gatescope.errors import Cancelled, UsageError
from tests.analysis.cases import OPTIONS, clamped, network
from tests.engine.networks import DIRECTIONS, vectors
from tests.reports import cancelled_at

T = 6
CELLS = ("rnn", "gru-after", "gru-before", "lstm-peepholes")
READ = "readout:sentiment"


def vectors_of(net: Network, trace: Trace, part: str, state: str) -> np.ndarray:
    """(T, T, H): the gradient of every read-out in every state, one backward pass each."""
    found = [gradients(net, trace, f"{READ}@{t}")[f"{part}.grad.{state}"] for t in range(trace.length)]
    return np.stack(found)


def norms(items: np.ndarray) -> np.ndarray:
    with np.errstate(divide="ignore"):
        return np.asarray(np.log10(np.linalg.norm(items, axis=2)))


def carrier(net: Network) -> str:
    return "cell_state" if net.cell.name == "lstm" else "hidden_state"


@pytest.mark.parametrize("held", [False, True], ids=["free", "held"])
@pytest.mark.parametrize("name", OPTIONS)
def test_every_pair_is_one_backward_pass(name: str, held: bool) -> None:
    net = network(name)
    trace = run(net, inputs=vectors(net, T), interventions=clamped(net) if held else NONE)
    found = itemised(net, trace, READ)
    assert found.state == carrier(net)
    np.testing.assert_allclose(found.whole, norms(vectors_of(net, trace, "layer0.forward", found.state)), atol=1e-10)


@pytest.mark.parametrize("layers", [1, 2, 3])
@pytest.mark.parametrize("directions", DIRECTIONS)
@pytest.mark.parametrize("name", CELLS)
def test_the_rows_add_up_to_the_gradient_of_the_summed_loss(
    name: str, directions: str, layers: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    net = network(name, layers=layers, directions=DIRECTIONS[directions])
    trace = run(net, inputs=vectors(net, T))
    asked = Target.parse(READ).at_every_token(net, trace.hidden)
    whole = differentiate(net, trace, Rescaled.plain(np.array(asked)), "sum")
    for few in (False, True):
        if few:
            # Two read-outs at a time, as where a layer is wide.
            monkeypatch.setattr(module, "_BYTES", 8 * net.layers[-1][0].inputs * T * 2)
        for part in net.parts:
            found = itemised(net, trace, READ, part)
            for state, total in found.sums.items():
                np.testing.assert_allclose(total, whole[f"{part}.grad.{state}"], rtol=0, atol=1e-10)
            items = vectors_of(net, trace, part, found.state)
            np.testing.assert_allclose(found.whole, norms(items), atol=1e-8)
            np.testing.assert_allclose(found.shares.sum(axis=0), 1.0, atol=1e-10)


@pytest.mark.parametrize("directions", ["forward", "reverse"])
@pytest.mark.parametrize("name", ["gru-after", "gru-before", "lstm", "lstm-peepholes", "lstm-projection"])
def test_the_direct_path_is_the_product_of_the_gate_that_keeps(name: str, directions: str) -> None:
    net = network(name, directions=DIRECTIONS[directions])
    trace = run(net, inputs=vectors(net, T))
    part = net.parts[0]
    found = itemised(net, trace, READ)
    items = vectors_of(net, trace, part, found.state)
    kept = trace["forget_gate" if net.cell.name == "lstm" else "update_gate"]
    order = range(T) if directions == "forward" else range(T - 1, -1, -1)
    direct = np.zeros_like(items)
    for t in range(T):
        along = items[t, t]
        for s in reversed([s for s in order if order.index(s) <= order.index(t)]):
            direct[t, s] = along
            along = along * kept[s]
    np.testing.assert_allclose(found.direct, norms(direct), atol=1e-10)
    np.testing.assert_allclose(10**found.rest, 10 ** norms(items - direct), atol=1e-12)


def test_an_rnn_has_no_direct_path() -> None:
    net = network("rnn")
    found = itemised(net, run(net, inputs=vectors(net, T)), READ)
    assert found.direct.shape == found.rest.shape == (0, 0)


@pytest.mark.parametrize("name", CELLS)
def test_it_is_what_a_small_change_of_a_state_does(name: str) -> None:
    """The states after token 2 are changed by hand; the rest of the text is run from there."""
    net = network(name)
    inputs = vectors(net, T)
    trace, s, step = run(net, inputs=inputs), 2, 1e-6
    found = itemised(net, trace, READ)
    for t in range(s, T):
        slopes = []
        for unit in range(5):
            ends = []
            for side in (-1, 1):
                states = {state: np.array(trace[f"layer0.forward.{state}"][s]) for state in net.cell.states}
                states[carrier(net)][unit] += side * step
                if t == s:
                    ends.append(_after_change(net, trace, s, unit, side * step))
                    continue
                if net.cell.name == "lstm":
                    states["hidden_state"] = _hidden_after(net, trace, s, unit, side * step)
                begun = run(
                    net,
                    inputs=inputs[s + 1 : t + 1],
                    initial={f"layer0.forward.{state}": values for state, values in states.items()},
                )
                ends.append(begun.hidden[-1])
            scores = [float(net.readouts[0].weight[0] @ end) for end in ends]
            slopes.append((scores[1] - scores[0]) / (2 * step))
        assert found.whole[t, s] == pytest.approx(np.log10(np.linalg.norm(slopes)), abs=1e-6)


def _hidden_after(net: Network, trace: Trace, s: int, unit: int, change: float) -> np.ndarray:
    """h of an LSTM with peepholes after c was changed at one unit."""
    hidden = np.array(trace["layer0.forward.hidden_state"][s])
    cell = trace["layer0.forward.cell_state"][s, unit] + change
    peepholes = net.layers[0][0].peepholes
    assert peepholes is not None
    pre = trace["layer0.forward.preactivation.output_gate"][s, unit] + peepholes[2, unit] * change
    hidden[unit] = np.tanh(cell) / (1 + np.exp(-pre))
    return hidden


def _after_change(net: Network, trace: Trace, s: int, unit: int, change: float) -> np.ndarray:
    if net.cell.name == "lstm":
        return _hidden_after(net, trace, s, unit, change)
    hidden = np.array(trace["layer0.forward.hidden_state"][s])
    hidden[unit] += change
    return hidden


@pytest.mark.parametrize("kind", ["rnn-tanh", "gru-after", "gru-before", "lstm"])
def test_torch_finds_the_same(kind: str) -> None:
    torch = pytest.importorskip("torch", reason="PyTorch is the oracle")
    from tests.analysis import autograd
    from tests.engine.networks import random_network

    net = random_network(kind, 5, 3, 2, ("forward", "reverse"))
    inputs = vectors(net, T)
    trace = run(net, inputs=inputs)
    for part in net.parts:
        found = itemised(net, trace, "last", part)
        for t in range(T):
            _, states = autograd.run(net, inputs)
            states["output"][t].sum().backward()
            for s, state in enumerate(states[f"{part}.{found.state}"]):
                norm = 0.0 if state.grad is None else float(torch.linalg.norm(state.grad))
                assert 10 ** found.whole[t, s] == pytest.approx(norm, abs=1e-12)


def test_a_stretch_holds_the_pairs_of_the_whole_text() -> None:
    net = network("lstm")
    trace = run(net, inputs=vectors(net, 12))
    whole, part = itemised(net, trace, READ), itemised(net, trace, READ, stretch=range(4, 9))
    np.testing.assert_allclose(part.whole, whole.whole[4:9, 4:9], atol=1e-12)
    np.testing.assert_allclose(part.direct, whole.direct[4:9, 4:9], atol=1e-12)
    assert whole.whole_text
    assert not part.whole_text


def test_a_long_text_is_bounded_and_the_stretch_does_not_move_with_every_token() -> None:
    assert stretch_about(None, 30) == range(30)
    assert stretch_about(5, LONGEST) == range(LONGEST)
    assert stretch_about(None, 10_000) == range(10_000 - LONGEST, 10_000)
    assert stretch_about(0, 10_000) == range(LONGEST)
    stretches = {stretch_about(token, 10_000) for token in range(5000, 5064)}
    assert len(stretches) <= 2
    assert all(token in stretch_about(token, 10_000) for token in range(0, 10_000, 7))


def test_nothing_is_known_from_a_bad_token_on() -> None:
    net = network("gru-after")
    inputs = vectors(net, T)
    inputs[4] = np.nan
    found = itemised(net, run(net, inputs=inputs), READ)
    assert found.bad == 4
    short = itemised(net, run(net, inputs=vectors(net, T)[:4]), READ)
    np.testing.assert_array_equal(found.whole[:4, :4], short.whole)
    assert np.isnan(found.whole[4:]).all()
    assert np.isnan(found.whole[:, 4:]).all()
    inputs[0] = np.nan
    assert np.isnan(itemised(net, run(net, inputs=inputs), READ).whole).all()


def test_a_softmax_takes_its_likeliest_label_after_every_token() -> None:
    net = network("lstm")
    rng = np.random.default_rng(3)
    labels = ("a", "b", "c")
    net = replace(net, readouts=(ReadOut("kind", "softmax", rng.normal(size=(3, 5)) * 9, rng.normal(size=3), labels),))
    trace = run(net, inputs=vectors(net, 20))
    scores = trace.hidden @ net.readouts[0].weight.T + net.readouts[0].bias
    assert len(set(scores.argmax(axis=1))) > 1
    asked = Target(readout="kind").at_every_token(net, trace.hidden)
    np.testing.assert_array_equal(asked, net.readouts[0].weight[scores.argmax(axis=1)])
    named = Target(readout="kind", label="b").at_every_token(net, trace.hidden)
    np.testing.assert_array_equal(named, np.tile(net.readouts[0].weight[1], (20, 1)))


def test_what_a_view_asks_for_is_the_nearest_there_is() -> None:
    net = replace(network("lstm"), readouts=())
    trace = run(net, inputs=vectors(net, 1))
    found = nearest_itemised(net, trace, target=None, part=net.parts[0], token=None)
    assert found.target == Target()
    assert found.whole.shape == (1, 1)
    assert found.shares[0, 0] == pytest.approx(1.0)


def test_it_can_be_cancelled_and_names_what_is_not_there() -> None:
    net: Any = network("lstm")
    trace = run(net, inputs=vectors(net, T))
    with pytest.raises(Cancelled):
        itemised(net, trace, READ, report=cancelled_at(3))
    with pytest.raises(UsageError, match="no read-out 'mood'"):
        itemised(net, trace, "readout:mood")
    with pytest.raises(UsageError, match="no tokens"):
        itemised(net, run(net, inputs=vectors(net, 0)), READ)
