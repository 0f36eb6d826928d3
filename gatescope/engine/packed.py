"""Many sequences at once, end to end in one array: how training runs a network forward and backward."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gatescope.engine import executors
from gatescope.engine.executors import Executor
from gatescope.engine.input_product import write_input_product
from gatescope.engine.network import LayerParameters, Network
from gatescope.engine.record import Array, Offsets, Record, Slopes, new_record, new_slopes, state_rows
from gatescope.errors import UsageError


@dataclass(frozen=True, eq=False)
class Tape:
    """A forward run of S sequences with N tokens in all, kept for the way back.

    Attributes:
        network: what ran.
        executor: who ran it.
        inputs: (N, I).
        offsets: (S + 1,) sequence s is the tokens ``offsets[s] … offsets[s+1]``.
        records: by part, in processing order.
        hidden: (N, F) the last layer's hidden state after every token, forward beside reverse.
    """

    network: Network
    executor: Executor
    inputs: Array
    offsets: Offsets
    records: Mapping[str, Record]
    hidden: Array


@dataclass(frozen=True, eq=False)
class Gradients:
    """Derivatives of a loss.

    Attributes:
        layers: shaped as `Network.layers`, holding the derivatives in W, U, b_x and b_h.
        inputs: (N, I).
        slopes: by part, the derivatives in every recorded quantity, in processing order.
    """

    layers: tuple[tuple[LayerParameters, ...], ...]
    inputs: Array
    slopes: Mapping[str, Slopes]


def run_packed(
    network: Network,
    inputs: Array,
    offsets: Offsets,
    executor: Executor | None = None,
    initial: Mapping[str, Array] | None = None,
) -> Tape:
    """Run `network` over S sequences that lie end to end.

    Args:
        network: its embedding and read-outs are not used.
        inputs: (N, I) vectors.
        offsets: (S + 1,) rising from 0 to N; a sequence may be empty.
        executor: who steps; the fastest that is ready by default.
        initial: states to start every sequence from, ``layer{k}.{direction}.{hidden_state|cell_state}`` → (H,); zero
            where none is given.

    Raises:
        UsageError: the shapes do not fit.
    """
    inputs = np.ascontiguousarray(inputs, dtype=network.dtype)
    offsets = np.ascontiguousarray(offsets, dtype=np.int64)
    if inputs.ndim != 2 or inputs.shape[1] != network.inputs:
        raise UsageError(f"the inputs have shape {inputs.shape}; the network takes (tokens, {network.inputs})")
    if (
        offsets.ndim != 1
        or len(offsets) < 2
        or offsets[0]
        or offsets[-1] != len(inputs)
        or (np.diff(offsets) < 0).any()
    ):
        raise UsageError(f"the offsets must rise from 0 to the {len(inputs)} tokens")
    executor = executor or executors.current()
    starts = _initial_states(network, initial or {})
    turn, after = turned(offsets), state_rows(offsets) + 1
    records: dict[str, Record] = {}
    below = inputs
    with np.errstate(all="ignore"):
        for k, row in enumerate(network.layers):
            outputs = []
            for direction, parameters in zip(network.directions, row, strict=True):
                part = f"layer{k}.{direction}"
                record = new_record(
                    network.cell, network.convention, parameters.units, network.dtype, len(inputs), len(offsets) - 1
                )
                first = offsets[:-1] + np.arange(len(offsets) - 1)
                record.hidden[first] = starts.get(f"{part}.hidden_state", 0)
                record.cell[first] = starts.get(f"{part}.cell_state", 0)
                seen = below[turn] if direction == "reverse" else below
                write_input_product(network.cell, network.convention, parameters, seen, record.pre)
                executor.layer(network.cell, network.convention, parameters).run(record, offsets)
                outputs.append(record.hidden[after[turn] if direction == "reverse" else after])
                records[part] = record
            below = outputs[0] if len(outputs) == 1 else np.concatenate(outputs, axis=1)
    return Tape(network, executor, inputs, offsets, records, below)


def backward_packed(tape: Tape, d_hidden: Array) -> Gradients:
    """Go back through a run.

    Args:
        tape: the run.
        d_hidden: (N, F) derivative of the loss in `Tape.hidden`.

    Raises:
        UsageError: `d_hidden` has another shape than `tape.hidden`.
    """
    network, offsets = tape.network, tape.offsets
    above = np.asarray(d_hidden, dtype=network.dtype)
    if above.shape != tape.hidden.shape:
        raise UsageError(f"the gradient has shape {above.shape}, but the hidden states have {tape.hidden.shape}")
    turn, before = turned(offsets), state_rows(offsets)
    layers: list[tuple[LayerParameters, ...]] = []
    all_slopes: dict[str, Slopes] = {}
    with np.errstate(all="ignore"):
        for k in range(len(network.layers) - 1, -1, -1):
            below = _layer_input(tape, k, before, turn)
            d_below = np.zeros_like(below)
            row = []
            for side, (direction, parameters) in enumerate(zip(network.directions, network.layers[k], strict=True)):
                record, reverse = tape.records[f"layer{k}.{direction}"], direction == "reverse"
                slopes = new_slopes(record)
                d_out = above[:, side * parameters.units : (side + 1) * parameters.units]
                slopes.hidden[before + 1] = d_out[turn] if reverse else d_out
                tape.executor.layer(network.cell, network.convention, parameters).backward(record, offsets, slopes)
                row.append(_parameter_gradients(network, record, slopes, below[turn] if reverse else below, before))
                d_seen = slopes.pre @ parameters.W.reshape(-1, parameters.inputs)
                d_below += d_seen[turn] if reverse else d_seen
                all_slopes[f"layer{k}.{direction}"] = slopes
            layers.append(tuple(row))
            above = d_below
    return Gradients(tuple(reversed(layers)), above, all_slopes)


def turned(offsets: Offsets) -> NDArray[np.int64]:
    """Return (N,) the order in which a reverse direction reads the tokens: each sequence from its end."""
    lengths = np.diff(offsets)
    return np.repeat(offsets[:-1] + offsets[1:] - 1, lengths) - np.arange(offsets[-1])


def _initial_states(network: Network, initial: Mapping[str, Array]) -> dict[str, Array]:
    known = {f"{part}.{state}" for part in network.parts for state in network.cell.states}
    checked = {}
    for key, value in initial.items():
        if key not in known:
            raise UsageError(f"there is no initial state {key!r}; the network has {', '.join(sorted(known))}")
        units = network.layers[int(key.partition(".")[0][5:])][0].units
        array = np.asarray(value, dtype=network.dtype)
        if array.shape != (units,):
            raise UsageError(f"the initial state {key} has shape {array.shape}, not ({units},)")
        checked[key] = array
    return checked


def _layer_input(tape: Tape, layer: int, before: NDArray[np.int64], turn: NDArray[np.int64]) -> Array:
    """(N, inputs) what `layer` read, in token order."""
    if layer == 0:
        return tape.inputs
    sides = [
        tape.records[f"layer{layer - 1}.{direction}"].hidden[(before[turn] if direction == "reverse" else before) + 1]
        for direction in tape.network.directions
    ]
    return sides[0] if len(sides) == 1 else np.concatenate(sides, axis=1)


def _parameter_gradients(
    network: Network, record: Record, slopes: Slopes, inputs: Array, before: NDArray[np.int64]
) -> LayerParameters:
    """One matrix product each, over all tokens at once: ∂L/∂W = Σ ∂L/∂pre ⊗ x, ∂L/∂U = Σ ∂L/∂pre ⊗ h₋₁."""
    gates, units = len(network.cell.gates), record.hidden.shape[1]
    d_pre, h = slopes.pre, record.hidden[before]
    d_w = (d_pre.T @ inputs).reshape(gates, units, -1)
    d_bx = d_pre.sum(axis=0).reshape(gates, units)
    if network.cell.name != "gru":
        return LayerParameters(d_w, (d_pre.T @ h).reshape(gates, units, units), d_bx, d_bx.copy())
    r, d_candidate = record.gates[:, :units], d_pre[:, 2 * units :]
    d_u = np.empty((3, units, units), d_pre.dtype)
    d_bh = d_bx.copy()
    d_u[:2] = (d_pre[:, : 2 * units].T @ h).reshape(2, units, units)
    if network.convention.reset_after:
        d_inner = d_candidate * r
        d_u[2] = d_inner.T @ h
        d_bh[2] = d_inner.sum(axis=0)
    else:
        d_u[2] = d_candidate.T @ (r * h)
    return LayerParameters(d_w, d_u, d_bx, d_bh)
