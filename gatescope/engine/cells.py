"""The three cells: their gates, the signals they record, and the conventions they come in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Direction = Literal["forward", "reverse"]
Activation = Literal["tanh", "relu"]


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
    """What the same cell may mean in different papers and frameworks.

    Attributes:
        activation: the RNN's nonlinearity; the other cells ignore it.
        reset_after: the GRU applies r to ``U h + b_h`` (PyTorch, cuDNN, Keras' default) rather than to h before the
            product (Cho et al. 2014, ONNX' default); the other cells ignore it.
    """

    activation: Activation = "tanh"
    reset_after: bool = True
