"""How the loop trains."""

from __future__ import annotations

from dataclasses import dataclass, field

from gatescope.training.dropout import Dropout


@dataclass(frozen=True)
class Settings:
    """How to train.

    Attributes:
        epochs: passes over the sequences, at most.
        batch: sequences a mini-batch.
        optimiser: a name in `optimisers.OPTIMISERS`.
        learning_rate: α of the optimiser at first.
        schedule: how it falls: a name in `schedules.SCHEDULES`.
        clip_norm: largest norm of all gradients together, or None.
        clip_value: largest single derivative, or None; cut before the norm is taken.
        patience: passes without a better held-out loss after which training ends.
        dropout: what a mini-batch drops.
        seed: of everything that is drawn.
    """

    epochs: int = 8
    batch: int = 64
    optimiser: str = "adam"
    learning_rate: float = 2e-3
    schedule: str = "constant"
    clip_norm: float | None = 5.0
    clip_value: float | None = None
    patience: int = 3
    dropout: Dropout = field(default_factory=Dropout)
    seed: int = 0
