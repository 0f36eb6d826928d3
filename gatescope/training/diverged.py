"""Training that stopped being a number, with the place where it began."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gatescope.engine.network import ReadOutKind
from gatescope.engine.packed import Tape
from gatescope.engine.record import states_after
from gatescope.errors import ModelError
from gatescope.training.sequences import Sequences
from gatescope.words import tr


@dataclass(frozen=True)
class BadStep:
    """Where the first number of a mini-batch stopped being one.

    Attributes:
        sequence: of the mini-batch, from 0.
        token: of that sequence, in reading order, from 0.
        key: such as ``layer0.forward.forget_gate``.
        unit: of it, from 0.
    """

    sequence: int
    token: int
    key: str
    unit: int


class Diverged(ModelError):  # noqa: N818  what happened, not a fault
    """The loss, or a gradient, is NaN or infinite, or the loss is beyond all that learns.

    Attributes:
        epoch, batch: the mini-batch in which it happened, from 1.
        where: None where the states are all numbers and only the loss or a gradient is not.
    """

    def __init__(self, what: str, epoch: int, batch: int, where: BadStep | None) -> None:
        when = {"what": what, "batch": batch, "epoch": epoch}
        super().__init__(
            tr("{what} in mini-batch {batch} of pass {epoch}: try a smaller learning rate", **when)
            if where is None
            else tr(
                "{what} in mini-batch {batch} of pass {epoch} (first {key} of unit {unit}, at token {token}): try a "
                "smaller learning rate",
                **when,
                key=where.key,
                unit=where.unit,
                token=where.token,
            )
        )
        self.epoch, self.batch, self.where = epoch, batch, where


def too_high(loss: float, kind: ReadOutKind, batch: Sequences) -> bool:
    """Return whether a loss is beyond what any network shows that still learns.

    A network whose weights have run away saturates: its loss is large, and finite for ever. Of classes the limit is
    1,000 nats a token, of numbers a million times their mean square.
    """
    if kind == "linear":
        return loss > 1e6 * max(float(np.mean(np.square(batch.targets))), 1e-12)
    return loss > 1e3


def first_bad_step(tape: Tape) -> BadStep | None:
    """Return where the first number of a run is NaN or infinite: the lowest layer, the first step of any sequence, and
    of that step the gates before the states; None where all are numbers."""
    network, offsets = tape.network, tape.offsets
    after = states_after(offsets)
    steps = np.arange(offsets[-1]) - np.repeat(offsets[:-1], np.diff(offsets))
    for part in network.parts:
        record = tape.records[part]
        units = record.pre.shape[1] // len(network.cell.gates)
        named = [(gate, record.pre[:, g * units : (g + 1) * units]) for g, gate in enumerate(network.cell.gates)]
        states = {"cell_state": record.cell, "hidden_state": record.hidden}
        named += [(state, states[state][after]) for state in network.cell.states]
        bad = [(name, ~np.isfinite(values)) for name, values in named]
        hit = np.logical_or.reduce([mask.any(axis=1) for _, mask in bad])
        if not hit.any():
            continue
        row = int(np.flatnonzero(hit)[steps[hit].argmin()])
        name, mask = next((name, mask) for name, mask in bad if mask[row].any())
        sequence = int(np.searchsorted(offsets, row, side="right")) - 1
        return BadStep(sequence, int(steps[row]), f"{part}.{name}", int(mask[row].argmax()))
    return None
