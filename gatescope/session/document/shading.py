"""What the chips show: one quantity, which is their number, their colour, their tooltip and their caption."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from gatescope.engine.part import Part

READOUT, SURPRISE = "readout", "surprise"
Units = Literal["chosen", "mean", "norm"]
ALL_UNITS: tuple[Units, ...] = ("chosen", "mean", "norm")


@dataclass(frozen=True)
class Shading:
    """The quantity that shades the chips.

    Attributes:
        quantity: a signal's name, ``"readout"``, or ``"surprise"`` of a language model at what came.
        model: the model that it is taken from; empty for all that are shown, with a band for each that has it.
        units: of a signal, the number of a unit, or ``"mean"`` or ``"norm"`` over all units; ``"chosen"`` for the unit
            that is chosen in the model, which is the mean where none is or where several models have a band.
    """

    quantity: str = READOUT
    model: str = ""
    units: int | Units = "chosen"


READ_OUT = Shading()
"""What shades the chips where nothing else was chosen."""


@dataclass(frozen=True)
class Front:
    """How a set of shown models was left, for when it is shown again.

    Attributes:
        shown: names of the models, in their order.
        model: the one in front.
        part: that was shown of it.
        shading: of the chips.
    """

    shown: tuple[str, ...]
    model: str
    part: Part
    shading: Shading
