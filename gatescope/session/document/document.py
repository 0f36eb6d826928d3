"""What the person wants: the text, the models, their parameters as edited, and which of them are shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from gatescope.engine.interventions import Interventions
from gatescope.engine.network import Array, Network
from gatescope.engine.part import Part
from gatescope.formats.core.model import Model
from gatescope.session.document.resting import LAST, PointRef
from gatescope.session.document.shading import READ_OUT, Front, Shading

FIRST_PART = Part.of(0, "forward")


@dataclass(frozen=True, eq=False)
class Fed:
    """The vectors that a model without an embedding reads instead of a text.

    Attributes:
        name: for a person: the file's name, or "random vectors".
        vectors: (T, I) in the model's precision; never written.
    """

    name: str
    vectors: Array

    @property
    def nbytes(self) -> int:
        """The bytes of the vectors."""
        return self.vectors.nbytes


@dataclass(frozen=True, eq=False)
class Document:
    """The sentence and the models, frozen; a change replaces it whole.

    Undo restores the text, the networks, the vectors and the interventions. Which models are open or shown is no undo
    step.

    Attributes:
        text: the sentence.
        caret: character position of the caret in it, or None where it was never set.
        typing: whether an edit left the caret there; the word that it touches is then still being typed.
        models: the open models by name, as loaded.
        networks: by model name, the parameters as the person has edited them.
        fed: by model name, the vectors that it reads; only models without an embedding have some.
        interventions: by model name, what is changed in its run, in the order of the cards that show it, with what is
            switched off and what no longer fits; a model without an entry runs free.
        shown: names of the models that run on the sentence: one, or all of a family in Compare.
        opened: by model name, the network as it was opened; only of models that were read in another way since.
    """

    text: str = ""
    caret: int | None = None
    typing: bool = False
    models: Mapping[str, Model] = field(default_factory=dict)
    networks: Mapping[str, Network] = field(default_factory=dict)
    fed: Mapping[str, Fed] = field(default_factory=dict)
    interventions: Mapping[str, Interventions] = field(default_factory=dict)
    shown: tuple[str, ...] = ()
    opened: Mapping[str, Network] = field(default_factory=dict)


@dataclass(frozen=True)
class UnitRef:
    """One unit of one part (``layer0.forward``) of one model."""

    model: str
    part: Part
    unit: int


ORDERS = ("index", "last value", "similarity")
"""How maps can sort their units."""


@dataclass(frozen=True)
class Focus:
    """The token, signal, units and array in focus. Every view follows it; undo does not change it.

    Attributes:
        model: the model whose weights, chips and traces are in front; always one of those shown.
        part: shown in the maps.
        token: the token cursor, or None for an empty sentence. Always clipped to the snapshot's tokens.
        span: the chosen stretch of tokens, never an empty one; None where none is. Clipped as `token` is.
        shading: the quantity that shades the chips.
        units: the chosen units, whose traces are drawn; those of open models that are not shown wait for their return.
        order: how the maps sort their units, one of `ORDERS`.
        parameter: key of the array that the weights dock shows, for the model in focus.
        reading: what is read again and again while fixed points are looked for, one of `READINGS`.
        point: the chosen fixed point; None, or one of an answer that is no longer shown, stands for the usual one.
        fronts: how other sets of models were left, the last of them at the end.
        lively: of models and parts that were shown, the unit that stands for those chosen while there is none.
    """

    model: str = ""
    part: Part = FIRST_PART
    token: int | None = None
    span: range | None = None
    shading: Shading = READ_OUT
    units: tuple[UnitRef, ...] = ()
    order: str = ORDERS[0]
    parameter: str = ""
    reading: str = LAST
    point: PointRef | None = None
    fronts: tuple[Front, ...] = ()
    lively: tuple[UnitRef, ...] = ()

    @property
    def signal(self) -> str:
        """The quantity of the shading: a signal's name, or ``"readout"``."""
        return self.shading.quantity
