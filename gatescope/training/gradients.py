"""The loss of a mini-batch and its derivative in every parameter: embedding → cells through time → read-out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from gatescope.engine.executors import Executor
from gatescope.engine.network import Array, Network
from gatescope.engine.packed import Tape, backward_packed, run_packed
from gatescope.engine.part import Part
from gatescope.formats.own.tensors import tensors, with_tensors
from gatescope.training.dropout import Dropout, dropout_mask
from gatescope.training.losses import LOSSES
from gatescope.training.sequences import Ids, Sequences

NO_DROPOUT = Dropout()


@dataclass(frozen=True, eq=False)
class Step:
    """One mini-batch forward and back.

    Attributes:
        loss: weighted mean over the tokens of the batch.
        gradients: named and shaped as `formats.own.tensors` has the parameters.
        tape: the run that they come from; under dropout that of the thinned network.
    """

    loss: float
    gradients: dict[str, Array]
    tape: Tape


def loss_and_gradients(
    network: Network,
    batch: Sequences,
    dropout: Dropout,
    rng: np.random.Generator,
    executor: Executor | None = None,
) -> Step:
    """Run the batch' S sequences forward and back.

    Args:
        network: with an embedding (V, I) where the inputs are ids; its first read-out is trained.
        rng: draws the dropout masks.
    """
    readout = network.readouts[0]
    inputs = vectors(network, batch)
    mask_in = dropout_mask(inputs.shape, dropout.inputs, rng, inputs.dtype)
    thinned, dropped = _without_weights(network, dropout.recurrent, rng)
    tape = run_packed(thinned, inputs if mask_in is None else inputs * mask_in, batch.offsets, executor)
    mask_out = dropout_mask(tape.hidden.shape, dropout.outputs, rng, network.dtype)
    hidden = tape.hidden if mask_out is None else tape.hidden * mask_out
    logits = hidden @ readout.weight.T + readout.bias
    loss, d_logits = LOSSES[readout.kind](logits, batch.targets, _shares(batch, network.dtype))
    # One logit needs no matrix product, which takes four times as long.
    d_hidden = d_logits * readout.weight if len(readout.weight) == 1 else d_logits @ readout.weight
    back = backward_packed(tape, d_hidden if mask_out is None else d_hidden * mask_out)
    gradients: dict[str, Array] = {}
    if network.embedding is not None:
        d_inputs = back.inputs if mask_in is None else back.inputs * mask_in
        gradients["embedding"] = sum_rows(d_inputs, batch.inputs, len(network.embedding))
    for part, derivatives in zip(network.parts, (p for row in back.layers for p in row), strict=True):
        gradients.update({f"{part}.{matrix}": array for matrix, array in derivatives.arrays().items()})
    for name, mask in dropped.items():
        gradients[name] = gradients[name] * mask
    gradients[f"readout.{readout.name}.weight"] = d_logits.T @ hidden
    gradients[f"readout.{readout.name}.bias"] = d_logits.sum(axis=0)
    return Step(loss, gradients, tape)


def vectors(network: Network, batch: Sequences) -> Array:
    """Return (N, I) what the lowest layer reads."""
    if network.embedding is None:
        return batch.inputs.astype(network.dtype, copy=False)
    return network.embedding[batch.inputs]


def read(network: Network, data: Sequences, executor: Executor | None = None) -> tuple[float, Array]:
    """Return the weighted mean loss of the first read-out over `data`, and its logits (N, C)."""
    readout = network.readouts[0]
    tape = run_packed(network, vectors(network, data), data.offsets, executor)
    logits = tape.hidden @ readout.weight.T + readout.bias
    loss, _ = LOSSES[readout.kind](logits, data.targets, _shares(data, network.dtype))
    return loss, logits


def sum_rows(rows: Array, ids: Ids | Array, count: int) -> Array:
    """Return (count, I), row i the sum of those of the (N, I) `rows` whose id is i."""
    # Sorted runs and one reduceat: ten times as fast as np.add.at, and the order of the sums is fixed. Few bits are
    # sorted faster.
    short = ids.astype(np.uint16 if count <= 1 << 16 else np.int64)
    order = np.argsort(short, kind="stable")
    sorted_ids = short[order]
    starts = np.flatnonzero(np.concatenate(([True], sorted_ids[1:] != sorted_ids[:-1])))
    total = np.zeros((count, rows.shape[1]), rows.dtype)
    total[sorted_ids[starts]] = np.add.reduceat(rows[order], starts, axis=0)
    return total


def _shares(batch: Sequences, dtype: np.dtype[np.floating]) -> Array:
    """Return (N,) the share of each token in the loss; they sum to 1."""
    return (batch.weights / max(float(batch.weights.sum()), np.finfo(np.float64).tiny)).astype(dtype)


def _without_weights(network: Network, rate: float, rng: np.random.Generator) -> tuple[Network, Mapping[str, Array]]:
    """Return the network with a share of the entries of every U dropped, and the masks by name."""
    if rate <= 0:
        return network, {}
    values, masks = tensors(network), {}
    for part in network.parts:
        name = _recurrent(part)
        mask = dropout_mask(values[name].shape, rate, rng, network.dtype)
        assert mask is not None
        masks[name] = mask
        values[name] = values[name] * mask
    return with_tensors(network, values), masks


def _recurrent(part: Part) -> str:
    return f"{part}.U"
