"""How strongly a result depends on every state and every input along the way: backpropagation through time.

    ∂L/∂h_t = (what L asks of h_t itself) + (∂h_{t+1}/∂h_t)ᵀ ∂L/∂h_{t+1} + …

by Werbos 1990; that its norm shrinks or grows exponentially in the distance to L is Hochreiter 1991 and Bengio, Simard
& Frasconi 1994. All derivatives are total ones: ∂L/∂c_t of an LSTM has what flows through h_t, too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gatescope.analysis.backward_flow import flow_back
from gatescope.analysis.checks import check_trace
from gatescope.analysis.rescaled import Rescaled
from gatescope.analysis.targets import Target
from gatescope.engine import executors
from gatescope.engine.executors import Executor
from gatescope.engine.network import Array, Network
from gatescope.engine.part import Part
from gatescope.engine.trace import Trace, UnknownSignalError
from gatescope.progress import Report, portion, silent


@dataclass(frozen=True, eq=False)
class GradientTrace(Mapping[str, Array]):
    """The derivatives of one number in everything a network went through, in token order.

    Keys: ``layer{k}.{direction}.grad.hidden_state`` (T, P), ``….grad.cell_state`` (T, H) for an LSTM, ``grad.inputs``
    (T, I), and ``layer{k}.{direction}.log10_grad_norm.hidden_state`` (T,). A name without its layer means the last one,
    forward. Plain values are 0 or ±∞ where they leave the float range; logarithms of norms never do, and are −∞ only
    where the gradient is exactly zero: after the target's token, or behind a unit that is switched off.

    Attributes:
        target: what was differentiated, with its label filled in; `Target.parse` reads it.
        rescaled: by key, the derivatives at any magnitude.
    """

    target: str
    rescaled: Mapping[str, Rescaled]
    _arrays: Mapping[str, Array]
    _default: Part

    def __getitem__(self, key: str) -> Array:
        found = self._arrays.get(key)
        if found is None:
            found = self._arrays.get(f"{self._default}.{key}")
        if found is None:
            raise UnknownSignalError(f"there is no gradient {key!r}; there are {', '.join(self._arrays)}")
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self._arrays)

    def __len__(self) -> int:
        return len(self._arrays)

    def log10_norm(self, key: str) -> NDArray[np.float64]:
        """Return (T,) log₁₀ of the norm of a gradient, such as ``grad.inputs``, at every token.

        Raises:
            UsageError: there is no such gradient.
        """
        found = self.rescaled.get(key) or self.rescaled.get(f"{self._default}.{key}")
        if found is None:
            raise UnknownSignalError(f"there is no gradient {key!r}; there are {', '.join(self.rescaled)}")
        return found.log10_norm()


def gradients(
    network: Network,
    trace: Trace,
    target: Target | str = "last",
    *,
    executor: Executor | None = None,
    report: Report = silent,
) -> GradientTrace:
    """Differentiate one number of a run.

    Args:
        network: the one that made `trace`.
        trace: of T ≥ 1 tokens; its type of float is that of the result.
        target: what to differentiate, or its text.
        executor: steps the cells back; the fastest one that is ready by default.
        report: called at least every 2,048 tokens of a layer.

    Raises:
        UsageError: the target does not exist, or the text is empty.
        ModelError: `trace` is not of this network, or holds numbers that are not finite.
        Cancelled: `report` raised it.
    """
    wanted, asked = (Target.parse(target) if isinstance(target, str) else target).resolve(network, trace.hidden)
    check_trace(network, trace)
    return differentiate(network, trace, Rescaled.plain(asked), str(wanted), executor, report)


def differentiate(
    network: Network,
    trace: Trace,
    asked: Rescaled,
    target: str,
    executor: Executor | None = None,
    report: Report = silent,
) -> GradientTrace:
    """Return the gradients of any loss, of which `asked` (T, F) is the derivative in ``trace.hidden``."""
    executor = executor or executors.current()
    found: dict[str, Rescaled] = {}
    above = asked
    done, parts = 0, len(network.parts)
    for k in range(len(network.layers) - 1, -1, -1):
        below: Rescaled | None = None
        for side, (direction, parameters) in enumerate(zip(network.directions, network.layers[k], strict=True)):
            part = Part.of(k, direction)
            record, columns = trace.records[part], slice(side * parameters.outputs, (side + 1) * parameters.outputs)
            mine = Rescaled(above.mantissa[:, columns], above.exponent)
            clamps = trace.interventions.clamps(network, part, record, 0, trace.length)
            layer = executor.layer(network.cell, network.convention, parameters)
            turn = Rescaled.reversed if direction == "reverse" else lambda rows: rows
            flow = flow_back(layer, record, turn(mine), clamps, portion(report, done / parts, (done + 1) / parts))
            done += 1
            found[f"{part}.grad.hidden_state"] = turn(flow.hidden)
            if network.cell.name == "lstm":
                found[f"{part}.grad.cell_state"] = turn(flow.cell)
            read = flow.pre.mantissa @ parameters.W.reshape(-1, parameters.inputs)
            share = turn(Rescaled(read, flow.pre.exponent))
            below = share if below is None else below + share
        assert below is not None
        above = below
    found["grad.inputs"] = above
    rescaled = {key: found[key] for key in _order(network)}
    arrays = {key: value.values() for key, value in rescaled.items()}
    arrays |= {
        f"{part}.log10_grad_norm.hidden_state": rescaled[f"{part}.grad.hidden_state"].log10_norm()
        for part in network.parts
    }
    return GradientTrace(target, rescaled, arrays, network.default_part)


def _order(network: Network) -> Iterator[str]:
    for part in network.parts:
        yield from (f"{part}.grad.{state}" for state in reversed(network.cell.states))
    yield "grad.inputs"
