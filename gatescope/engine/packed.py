"""Runs many sequences at once, end to end in one array, forward and backward; training works so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from gatescope.engine import executors
from gatescope.engine.arithmetic import Arithmetic
from gatescope.engine.executors import Executor
from gatescope.engine.input_product import write_input_product
from gatescope.engine.interventions import NONE, Interventions
from gatescope.engine.network import LayerParameters, Network
from gatescope.engine.parameter_gradients import parameter_gradients
from gatescope.engine.part import Part
from gatescope.engine.record import (
    Array,
    Clamps,
    Offsets,
    Record,
    Rows,
    Slopes,
    new_record,
    new_slopes,
    states_after,
    states_before,
    turned,
    write_initial,
)
from gatescope.errors import UsageError
from gatescope.words import tr


@dataclass(frozen=True, eq=False)
class Tape:
    """A forward run of S sequences with N tokens in all, kept for the way back.

    Attributes:
        network: what ran.
        executor: ran the cells.
        inputs: (N, I).
        offsets: (S + 1,) sequence s is the tokens ``offsets[s] … offsets[s+1]``.
        records: by part, in processing order.
        hidden: (N, F) the last layer's hidden state after every token, forward beside reverse.
        clamps: by part, the values that an intervention imposed.
        arithmetic: made the input products, and makes the gradients of parameters and inputs.
    """

    network: Network
    executor: Executor
    inputs: Array
    offsets: Offsets
    records: Mapping[Part, Record]
    hidden: Array
    clamps: Mapping[Part, Clamps | None]
    arithmetic: Arithmetic


@dataclass(frozen=True, eq=False)
class Gradients:
    """Derivatives of a loss.

    Attributes:
        layers: shaped as `Network.layers`, holding the derivatives in every array.
        inputs: (N, I).
        slopes: by part, the derivatives in every recorded quantity, in processing order.
    """

    layers: tuple[tuple[LayerParameters, ...], ...]
    inputs: Array
    slopes: Mapping[Part, Slopes]


def run_packed(
    network: Network,
    inputs: Array,
    offsets: Offsets,
    executor: Executor | None = None,
    initial: Mapping[str, Array] | None = None,
    interventions: Interventions | None = None,
    arithmetic: Arithmetic | None = None,
) -> Tape:
    """Run `network` over S sequences that lie end to end.

    Args:
        network: its embedding and read-outs are not used.
        inputs: (N, I) vectors.
        offsets: (S + 1,) rising from 0 to N; a sequence may be empty.
        executor: steps the cells; the fastest one that is ready by default.
        initial: states to start from, ``layer{k}.{direction}.{hidden_state|cell_state}`` → (H,) for every sequence or
            (S, H) for each; the layer's own, or zero, where none is given.
        interventions: what is clamped or ablated while it runs; of one sequence only.
        arithmetic: makes the input products; the executor's for so many sequences by default.

    Raises:
        UsageError: the shapes do not fit.
    """
    inputs = np.ascontiguousarray(inputs, dtype=network.dtype)
    offsets = np.ascontiguousarray(offsets, dtype=np.int64)
    if inputs.ndim != 2 or inputs.shape[1] != network.inputs:
        raise UsageError(
            tr(
                "the inputs have shape {shape}; the network takes (tokens, {inputs})",
                shape=inputs.shape,
                inputs=network.inputs,
            )
        )
    if offsets.ndim != 1 or len(offsets) < 2 or offsets[0] or offsets[-1] != len(inputs) or not _rising(offsets):
        raise UsageError(tr("the offsets must rise from 0 to the {count} tokens", count=len(inputs)))
    executor = executor or executors.current()
    sequences = len(offsets) - 1
    arithmetic = arithmetic or executor.arithmetic(many=len(offsets) > 2)
    starts = _initial_states(network, initial or {}, sequences)
    interventions = interventions or NONE
    if interventions and sequences != 1:
        raise UsageError(tr("values can be held in a run of one sequence, not of {sequences}", sequences=sequences))
    interventions.check(network, len(inputs))
    turn, after = turned(offsets), states_after(offsets)
    first = offsets[:-1] + np.arange(sequences)
    records: dict[Part, Record] = {}
    clamps: dict[Part, Clamps | None] = {}
    below = inputs
    with np.errstate(all="ignore"):
        for k, row in enumerate(network.layers):
            outputs = []
            for direction, parameters in zip(network.directions, row, strict=True):
                part = Part.of(k, direction)
                record = new_record(
                    network.cell,
                    network.convention,
                    parameters.units,
                    network.dtype,
                    len(inputs),
                    sequences,
                    parameters.outputs,
                )
                write_initial(record, parameters, first)
                for state, rows in (("hidden_state", record.hidden), ("cell_state", record.cell)):
                    if (start := starts.get(f"{part}.{state}")) is not None:
                        rows[first] = start
                seen = below[turn] if direction == "reverse" else below
                write_input_product(network.cell, network.convention, parameters, seen, record.pre, arithmetic)
                clamps[part] = None
                if interventions:
                    record.hidden[np.ix_(first, interventions.ablated(network, part))] = 0
                    clamps[part] = interventions.clamps(network, part, record, 0, len(inputs))
                executor.layer(network.cell, network.convention, parameters).run(record, offsets, clamps[part])
                above = record.hidden[after]
                outputs.append(above[turn] if direction == "reverse" else above)
                records[part] = record
            below = outputs[0] if len(outputs) == 1 else np.concatenate(outputs, axis=1)
    return Tape(network, executor, inputs, offsets, records, below, clamps, arithmetic)


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
        raise UsageError(
            tr(
                "the gradient has shape {shape}, but the hidden states have {shape2}",
                shape=above.shape,
                shape2=tape.hidden.shape,
            )
        )
    turn, before, after = turned(offsets), states_before(offsets), states_after(offsets)
    first = offsets[:-1] + np.arange(len(offsets) - 1)
    layers: list[tuple[LayerParameters, ...]] = []
    all_slopes: dict[Part, Slopes] = {}
    with np.errstate(all="ignore"):
        for k in range(len(network.layers) - 1, -1, -1):
            below = _layer_input(tape, k, after, turn)
            row, d_below = [], []
            for side, (direction, parameters) in enumerate(zip(network.directions, network.layers[k], strict=True)):
                part, reverse = Part.of(k, direction), direction == "reverse"
                record, clamps = tape.records[part], tape.clamps[part]
                slopes = new_slopes(record)
                d_out = above[:, side * parameters.outputs : (side + 1) * parameters.outputs]
                slopes.hidden[after] = d_out[turn] if reverse else d_out
                layer = tape.executor.layer(network.cell, network.convention, parameters)
                layer.backward(record, offsets, slopes, clamps)
                seen = below[turn] if reverse else below
                row.append(
                    parameter_gradients(
                        network.cell,
                        network.convention,
                        parameters,
                        record,
                        slopes,
                        seen,
                        before,
                        after,
                        first,
                        clamps,
                        tape.arithmetic,
                    )
                )
                d_seen = np.empty(seen.shape, network.dtype)
                tape.arithmetic.write(slopes.pre, parameters.W.reshape(-1, parameters.inputs), None, d_seen)
                d_below.append(d_seen[turn] if reverse else d_seen)
                all_slopes[part] = slopes
            layers.append(tuple(row))
            above = d_below[0] if len(d_below) == 1 else d_below[0] + d_below[1]
    return Gradients(tuple(reversed(layers)), above, all_slopes)


def _rising(offsets: Offsets) -> bool:
    return len(offsets) == 2 or bool((np.diff(offsets) >= 0).all())


def _initial_states(network: Network, initial: Mapping[str, Array], sequences: int) -> dict[str, Array]:
    if not initial:
        return {}
    known = {f"{part}.{state}": part for part in network.parts for state in network.cell.states}
    checked = {}
    for key, value in initial.items():
        if key not in known:
            raise UsageError(
                tr(
                    "there is no initial state {key!r}; the network has {listed}",
                    key=key,
                    listed=", ".join(sorted(known)),
                )
            )
        layer = network.parameters(known[key])
        width = layer.outputs if key.endswith("hidden_state") else layer.units
        array = np.asarray(value, dtype=network.dtype)
        if array.shape not in ((width,), (sequences, width)):
            raise UsageError(
                tr("the initial state {key} has shape {shape}, not ({width},)", key=key, shape=array.shape, width=width)
            )
        checked[key] = array
    return checked


def _layer_input(tape: Tape, layer: int, after: Rows, turn: Rows) -> Array:
    """Return (N, inputs) what `layer` read, in token order."""
    if layer == 0:
        return tape.inputs
    sides = []
    for direction in tape.network.directions:
        hidden = tape.records[Part.of(layer - 1, direction)].hidden[after]
        sides.append(hidden[turn] if direction == "reverse" else hidden)
    return sides[0] if len(sides) == 1 else np.concatenate(sides, axis=1)
