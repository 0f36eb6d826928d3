"""The three cells: their gates, the signals they record, and the conventions they come in."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

from gatescope.engine.activations import squash
from gatescope.errors import ModelError
from gatescope.words import tr

Direction = Literal["forward", "reverse"]


@dataclass(frozen=True)
class Cell:
    """One kind of recurrent cell.

    Attributes:
        name: ``"rnn"``, ``"gru"`` or ``"lstm"``.
        gates: names of the pre-activations in the engine's order; the first axis of every parameter array.
        signals: what a trace records at every token, in the order a reader follows the equations.
        states: the signals that are carried from one token to the next.
        unit_interval: the signals that a sigmoid keeps in (0, 1); the others are signed.
    """

    name: str
    gates: tuple[str, ...]
    signals: tuple[str, ...]
    states: tuple[str, ...]
    unit_interval: frozenset[str]


RNN = Cell("rnn", ("hidden_state",), ("hidden_state",), ("hidden_state",), frozenset())
GRU = Cell(
    "gru",
    ("reset_gate", "update_gate", "candidate"),
    ("reset_gate", "update_gate", "candidate", "hidden_state"),
    ("hidden_state",),
    frozenset({"reset_gate", "update_gate"}),
)
LSTM = Cell(
    "lstm",
    ("input_gate", "forget_gate", "candidate", "output_gate"),
    ("forget_gate", "input_gate", "candidate", "output_gate", "cell_state", "hidden_state"),
    ("cell_state", "hidden_state"),
    frozenset({"input_gate", "forget_gate", "output_gate"}),
)
CELLS: dict[str, Cell] = {cell.name: cell for cell in (RNN, GRU, LSTM)}


@dataclass(frozen=True)
class Convention:
    """The variants of one cell in different papers and frameworks. A cell ignores the fields that do not concern it.

    Activations are names of `engine.activations`, with their constants if need be: ``leaky_relu(0.1)``.

    Attributes:
        activation: the RNN's nonlinearity.
        reset_after: the GRU applies r to ``U h + b_h`` (PyTorch, cuDNN, Keras' default) rather than to h before the
            product (Cho et al. 2014, ONNX' default).
        gate_activation: of i, f and o, of r and z.
        candidate_activation: of the LSTM's and the GRU's candidate.
        output_activation: φ in the LSTM's h = o ⊙ φ(c).
        clip: pre-activations are cut to ±clip before the nonlinearity, and recorded so; None leaves them alone (ONNX).
        coupled: the LSTM's f is 1 − i, clamped values of i included (Greff et al. 2017; ONNX' ``input_forget``). The
            parameters of f are then of no effect, and its pre-activation is recorded as 0.
        forget_bias: added to f's pre-activation while running (TensorFlow 1's BasicLSTMCell).
        update_gate_keeps: which state a reader's z keeps. ``"old"`` is the engine's h = z ⊙ h₋₁ + (1 − z) ⊙ n; with
            ``"new"`` z is *shown* as 1 − z (Cho et al. 2014 as many textbooks write it). What is computed and stored
            stays the same.
    """

    activation: str = "tanh"
    reset_after: bool = True
    gate_activation: str = "sigmoid"
    candidate_activation: str = "tanh"
    output_activation: str = "tanh"
    clip: float | None = None
    coupled: bool = False
    forget_bias: float = 0.0
    update_gate_keeps: Literal["old", "new"] = "old"

    def __post_init__(self) -> None:
        for name in (self.activation, self.gate_activation, self.candidate_activation, self.output_activation):
            squash(name)
        if self.clip is not None and not 0 < self.clip < math.inf:
            raise ModelError(tr("pre-activations are cut to ±clip, which cannot be {clip}", clip=self.clip))
        if not math.isfinite(self.forget_bias):
            raise ModelError(
                tr("the forget bias must be a finite number, not {forget_bias}", forget_bias=self.forget_bias)
            )
        if self.update_gate_keeps not in ("old", "new"):
            raise ModelError(
                tr(
                    "the update gate keeps the old state or the new one, not {update_gate_keeps!r}",
                    update_gate_keeps=self.update_gate_keeps,
                )
            )

    def plain(self, cell: Cell) -> bool:
        """Return whether `cell` follows the papers' plain equations, which the fastest kernels compute."""
        if self.clip is not None:
            return False
        if cell.name == "rnn":
            return self.activation in ("tanh", "relu")
        usual = self.gate_activation == "sigmoid" and self.candidate_activation == "tanh"
        if cell.name == "gru":
            return usual
        return usual and self.output_activation == "tanh" and not self.coupled
