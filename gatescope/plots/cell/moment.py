"""Everything that one step of one part of a network reads and writes, from the record of a run."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from gatescope.engine import activations
from gatescope.engine.part import Part
from gatescope.plots.gradient_words import quoted
from gatescope.plots.held import clamped
from gatescope.plots.notation import state_letter
from gatescope.plots.signals import shown_values
from gatescope.plots.values.filled_in import Step
from gatescope.session.run.snapshot import Run
from gatescope.words import tr

Array = NDArray[np.floating]


class Moment:
    """The step of `part` at one token, and one unit of it.

    Attributes:
        run, part, token, unit: what it is of.
        network, parameters, convention: of the part.
        earlier: the token whose step came before; None where the step begins from the initial state.
        filled: the equations with the unit's numbers in them.
    """

    def __init__(self, run: Run, part: Part, token: int, unit: int) -> None:
        self.run, self.part, self.token, self.unit = run, part, token, unit
        self.network, self.parameters = run.network, run.network.parameters(part)
        self.convention = run.network.convention
        count = len(run.tokens)
        self._row = count - 1 - token if part.reverse else token
        before = token + 1 if part.reverse else token - 1
        self.earlier = before if 0 <= before < count else None
        self.filled = Step(run, part, unit, token)

    @property
    def word(self) -> str:
        """The word in quotation marks."""
        return quoted(self.run.tokens, self.token)

    @property
    def earlier_word(self) -> str:
        """The word before, in the order of reading, or what stands for it."""
        return tr("the start") if self.earlier is None else quoted(self.run.tokens, self.earlier)

    def before(self, state: str) -> Array:
        """Return a state as the step found it: (H,), a hidden state behind a projection (P,)."""
        record = self.run.trace.records[self.part]
        found: Array = (record.cell if state == "cell_state" else record.hidden)[self._row]
        return found

    def now(self, signal: str) -> Array:
        """Return a signal after the step, as a reader's convention has it."""
        found: Array = shown_values(self.run, self.part, signal)[self.token]
        return found

    def recorded(self, signal: str) -> Array:
        """Return a signal after the step as the engine has it: its update gate keeps the old."""
        found: Array = self.run.trace[f"{self.part}.{signal}"][self.token]
        return found

    def before_squashing(self, gate: str) -> Array:
        """Return the (H,) pre-activations of a gate."""
        return self.recorded(f"preactivation.{gate}")

    @property
    def recurrent(self) -> Array:
        """``U h + b_h`` of a GRU's candidate, which r multiplies; without columns where it multiplies h."""
        found: Array = self.run.trace.records[self.part].recurrent[self._row]
        return found

    @property
    def squashed_state(self) -> Array:
        """φ(c), what an LSTM's output gate lets through."""
        with np.errstate(all="ignore"):
            return activations.apply(activations.squash(self.convention.output_activation), self.now("cell_state"))

    @property
    def read(self) -> Array | None:
        """What the step reads beside its state: a word's vector, or the states of the layer below; None where the run
        does not keep it, as with vectors that a person fed."""
        trace, layer = self.run.trace, self.part.layer
        if layer:
            below = [
                trace[f"{part}.hidden_state"][self.token] for part in self.network.parts if part.layer == layer - 1
            ]
            return below[0] if len(below) == 1 else np.concatenate(below)
        if trace.inputs is not None:
            found: Array = trace.inputs[self.token]
            return found
        if self.network.embedding is None:
            return None
        ids = self.run.tokens.ids if trace.ids is None else trace.ids
        row: Array = self.network.embedding[ids[self.token]]
        return row

    @property
    def read_name(self) -> str:
        """The same in words: ``word vector of “but”``."""
        if self.part.layer:
            return tr("{state_letter} of layer {layer}", state_letter=state_letter(), layer=self.part.layer)
        if self.run.reads == "vectors":
            return tr("vector {token}", token=self.token + 1)
        return tr("word vector of {word}", word=self.word)

    def held_units(self, signal: str) -> NDArray[np.bool_]:
        """Return which units of a signal are held here: (n,) booleans."""
        mask = np.zeros(len(self.recorded(signal)), np.bool_)
        for one in clamped(self.run, self.part, signal):
            if one.first <= self.token < one.last:
                mask[slice(None) if one.units is None else list(one.units)] = True
        return mask

    def is_held(self, signal: str) -> bool:
        """Return whether the signal of the unit is held here."""
        mask = self.held_units(signal)
        return self.unit < len(mask) and bool(mask[self.unit])

    def taken_out(self) -> NDArray[np.bool_]:
        """Return which hidden states are of units that are taken out: (P,) booleans."""
        mask = np.zeros(len(self.recorded("hidden_state")), np.bool_)
        mask[self.run.trace.interventions.ablated(self.network, self.part)] = True
        return mask
