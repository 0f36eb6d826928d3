"""Which number of a parameter array a read-out hangs on most: the largest |∂y/∂w| at one token.

y is what a person reads there: a probability, not its logit, so that a weight counts by what it moves on screen. The
derivative is total, through every earlier token: back-propagation through time (Werbos 1990).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from gatescope.analysis.checks import check_trace
from gatescope.engine.backward import backward
from gatescope.engine.network import Array, Network, ReadOut
from gatescope.engine.parameter_key import ParameterKey
from gatescope.engine.parameters import PEEPING_GATES, WHOLE
from gatescope.engine.read_out import squash
from gatescope.engine.trace import Trace
from gatescope.errors import UsageError
from gatescope.progress import Report, silent
from gatescope.words import tr


@dataclass(frozen=True)
class WeightThatMatters:
    """One number of one array.

    Attributes:
        key: of the array.
        row, column: its place; a bias is one row.
        slope: ∂y/∂w there; 0 where y depends on no number of the array.
        of: what y is: ``P(positive)``, the name of plain values, or ``Σh`` without a read-out.
        token: after which token.
    """

    key: str
    row: int
    column: int
    slope: float
    of: str
    token: int


def weight_that_matters(
    network: Network, trace: Trace, *, parameter: str, token: int, report: Report = silent
) -> WeightThatMatters:
    """Return the number of the array called `parameter` with the largest |∂y/∂w|.

    y is the first read-out after `token`: the probability of a logistic one's second label, of a softmax's likeliest
    label, the first plain value, or the sum of the last hidden state where there is no read-out.

    Raises:
        UsageError: there is no such token or array, or the inputs that the array weighs are not kept.
        ModelError: the trace is not of this network, or holds numbers that are not finite.
        Cancelled: `report` raised it.
    """
    check_trace(network, trace)
    network.array(parameter)
    if not 0 <= token < trace.length:
        raise UsageError(tr("there is no token {token}: the text has {length}", token=token, length=trace.length))
    # What comes later cannot matter here.
    seen = trace if "reverse" in network.directions else trace.first(token + 1)
    report(0.0)
    named = ParameterKey.parse(parameter)
    hidden = seen.hidden[token]
    readout = network.readouts[0] if network.readouts else None
    of, d_hidden, d_logits = _asked(readout, hidden)
    if named.kind == "readout":
        slopes = _of_read_out(network, named, readout, hidden, d_logits)
    else:
        slopes = _through_time(network, seen, named, token, d_hidden)
    report(1.0)
    matrix = slopes if slopes.ndim == 2 else slopes[None, :]
    # A NaN is where a slope overflowed in both directions: nothing is known of it.
    place = int(np.nan_to_num(np.abs(matrix), nan=0.0).argmax())
    row, column = divmod(place, matrix.shape[1])
    return WeightThatMatters(parameter, row, column, float(matrix[row, column]), of, token)


def _asked(readout: ReadOut | None, hidden: Array) -> tuple[str, Array, Array]:
    """Return what y is called, ∂y/∂h (F,) and ∂y/∂logits (C,)."""
    if readout is None:
        return "Σh", np.ones_like(hidden), np.zeros(0, hidden.dtype)
    with np.errstate(all="ignore"):
        said = squash(readout.kind, (readout.weight @ hidden + readout.bias)[None, :])[0]
        at = int(said.argmax()) if readout.kind == "softmax" else 0
        if readout.kind == "linear":
            d_logits = np.eye(1, len(said), dtype=said.dtype)[0]
        elif readout.kind == "logistic":
            d_logits = said * (1 - said)
        else:
            d_logits = said[at] * (np.eye(1, len(said), at, dtype=said.dtype)[0] - said)
    label = readout.labels[-1 if readout.kind == "logistic" else at] if readout.labels else ""
    plain = readout.name if not label or len(said) == 1 else f"{readout.name} {label}"
    return plain if readout.kind == "linear" else f"P({label})", d_logits @ readout.weight, d_logits


def _of_read_out(
    network: Network, named: ParameterKey, readout: ReadOut | None, hidden: Array, d_logits: Array
) -> Array:
    values = network.array(str(named))
    if readout is None or readout.name != named.readout:
        return np.zeros_like(values)
    return d_logits if named.matrix == "bias" else np.outer(d_logits, hidden)


def _through_time(network: Network, trace: Trace, named: ParameterKey, token: int, asked: Array) -> Array:
    unknown = network.embedding is None and trace.inputs is None
    if unknown:
        if named.matrix == "W" and named.part is not None and named.part.layer == 0:
            raise UsageError(
                tr("a run does not keep the vectors that it was fed, so their weights cannot be told apart")
            )
        # Nothing but these weights depends on them.
        network = replace(network, embedding=np.zeros((trace.length, network.inputs), network.dtype))
        trace = trace.first(trace.length)
    d_hidden = np.zeros_like(trace.hidden)
    d_hidden[token] = asked
    with np.errstate(all="ignore"):
        found = backward(network, trace, d_hidden)
    if named.part is None:
        total = np.zeros_like(network.array("embedding"))
        assert trace.ids is not None
        np.add.at(total, trace.ids, found.inputs)
        return total
    parameters = found.layers[named.part.layer][network.directions.index(named.part.direction)]
    array: Array = parameters.arrays()[named.matrix]
    if named.matrix in WHOLE:
        return array
    gates = PEEPING_GATES if named.matrix == "peepholes" else network.cell.gates
    block: Array = array[gates.index(named.gate)]
    return block
