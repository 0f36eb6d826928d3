"""All that the weights depend on, beside the sequences: the network to begin with, and how to train it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from gatescope.training.settings import Settings


@dataclass(frozen=True)
class Recipe:
    """How to make a model.

    Attributes:
        cell: ``"rnn"``, ``"gru"`` or ``"lstm"``.
        units: H, of every layer.
        layers: stacked layers.
        embedding: I, numbers a token is turned into; not used where a task gives vectors.
        forget_bias: of an LSTM at first. 1 lets it begin by remembering (Jozefowicz et al. 2015).
        update_bias: of a GRU's update gate at first, which then keeps most of the state (as Tallec & Ollivier 2018
            propose); at 0 it is drawn like all others.
        recurrent: how U begins: a name in `initial.RECURRENT`.
        settings: of the loop; its seed also draws the weights and the sequences.
        options: of the task, by name.
    """

    cell: str = "lstm"
    units: int = 32
    layers: int = 1
    embedding: int = 32
    forget_bias: float = 1.0
    update_bias: float = 0.0
    recurrent: str = "uniform"
    settings: Settings = field(default_factory=Settings)
    options: Mapping[str, bool | int | float | str] = field(default_factory=dict)

    @property
    def seed(self) -> int:
        return self.settings.seed
