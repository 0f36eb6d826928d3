"""What one mini-batch told, without its networks: what a history keeps and a log writes."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from gatescope.training.report import TrainingReport


@dataclass(frozen=True)
class Told:
    """The numbers of one mini-batch.

    Attributes:
        step: mini-batches so far, from 1.
        epoch: its pass, from 1.
        loss: of the mini-batch.
        gradient_norm: of all derivatives together, before clipping.
        learning_rate: of the step.
        update: ‖Δθ‖ / ‖θ‖ of the step.
        gradient_norms: by part: ``"embedding"``, ``"layer0.forward"``, ``"readout.NAME"``.
        saturated: by gate, the share of its values near an end; empty where it was not looked at.
        held_out_loss, metric: at the end of a pass; None within one.
    """

    step: int
    epoch: int
    loss: float
    gradient_norm: float
    learning_rate: float
    update: float
    gradient_norms: Mapping[str, float]
    saturated: Mapping[str, float]
    held_out_loss: float | None
    metric: float | None


def told(report: TrainingReport) -> Told:
    """Return the numbers of a report."""
    return Told(
        step=report.step,
        epoch=report.epoch,
        loss=report.loss,
        gradient_norm=report.gradient_norm,
        learning_rate=report.learning_rate,
        update=report.update,
        gradient_norms=by_part(report.gradient_norms),
        saturated=dict(report.saturated),
        held_out_loss=report.held_out_loss,
        metric=report.metric,
    )


def by_part(norms: Mapping[str, float]) -> dict[str, float]:
    """Return the norms of arrays such as ``layer0.forward.U`` by the part that they belong to."""
    squares: dict[str, float] = {}
    for name, norm in norms.items():
        part = name.rpartition(".")[0] or name
        squares[part] = squares.get(part, 0.0) + norm * norm
    return {part: math.sqrt(square) for part, square in squares.items()}
