"""What training tells after every mini-batch, and what it needs to go on from there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from gatescope.engine.network import Array, Network


@dataclass(frozen=True, eq=False)
class TrainingState:
    """All that a run needs to go on after a mini-batch as if it had never stopped.

    Attributes:
        epoch, batch: the mini-batch after which it stands; 0 and 0 before the first.
        network: as it was then.
        best: the network of the pass with the lowest held-out loss so far.
        best_loss: that loss; ∞ before a pass ended.
        waited: passes since then.
        steps, memory: of the optimiser.
        loss_sum: of the mini-batches of this pass so far; None where it is not known.
    """

    epoch: int
    batch: int
    network: Network
    best: Network
    best_loss: float = float("inf")
    waited: int = 0
    steps: int = 0
    memory: Mapping[str, Array] = field(default_factory=dict)
    loss_sum: float | None = None


@dataclass(frozen=True, eq=False)
class TrainingReport:
    """Where training stands after one mini-batch.

    Attributes:
        step: mini-batches so far, from 1; `steps` if no pass is spared.
        epoch, epochs: this pass, from 1, of how many at most.
        batch, batches: this mini-batch, from 1, of how many in a pass.
        loss: of this mini-batch.
        mean_loss: of this pass so far.
        learning_rate: of this step.
        gradient_norm: of all derivatives of this mini-batch together, before clipping.
        gradient_norms: the same, by array, such as ``layer0.forward.U``.
        update: ‖Δθ‖ / ‖θ‖ of this step, over all arrays.
        saturated: by gate, the share of its values in this mini-batch that lie within 0.1 of 0 or 1 (0.9 of ±1 for
            those of tanh), over all layers; empty where it was not looked at.
        held_out_loss, metric: on the held-out sequences, at the end of a pass; None within one.
        network: as it is now.
        best: the network of the pass with the lowest held-out loss so far; the untrained one before any ended.
        done: whether this is the last report.
    """

    step: int
    steps: int
    epoch: int
    epochs: int
    batch: int
    batches: int
    loss: float
    mean_loss: float
    learning_rate: float
    gradient_norm: float
    gradient_norms: Mapping[str, float]
    update: float
    saturated: Mapping[str, float]
    held_out_loss: float | None
    metric: float | None
    network: Network
    best: Network
    done: bool
