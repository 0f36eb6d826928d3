"""The order of the gates' blocks in a file, written in letters.

    LSTM   i f g o   input, forget, candidate, output; the candidate is also called c or n, and j in TensorFlow 1
    GRU    r z n     reset, update, candidate; the update gate is also called u, the candidate h, c or g

PyTorch has them in the order above, which is the engine's; Keras has i f c o and z r h, ONNX i o f c and z r h,
TensorFlow 1's BasicLSTMCell i j f o.
"""

from __future__ import annotations

import re
from itertools import permutations

from gatescope.engine.cells import GRU, LSTM, Cell
from gatescope.errors import UsageError
from gatescope.words import tr

_LETTERS: dict[str, dict[str, str]] = {
    LSTM.name: {
        "i": "input_gate", "f": "forget_gate", "g": "candidate", "c": "candidate", "n": "candidate", "j": "candidate",
        "o": "output_gate",
    },
    GRU.name: {
        "r": "reset_gate", "z": "update_gate", "u": "update_gate", "n": "candidate", "h": "candidate",
        "c": "candidate", "g": "candidate",
    },
}  # fmt: skip
_USUAL = {LSTM.name: "i f g o", GRU.name: "r z n"}


def gate_of(cell: Cell, letter: str) -> str | None:
    """Return the gate that a letter means in a cell, or None."""
    return _LETTERS.get(cell.name, {}).get(letter)


def parse(cell: Cell, text: str) -> tuple[str, ...]:
    """Return the gates in the order that `text` has them: ``"i,f,o,g"``, ``"i f c o"`` or ``"zrh"``; the engine's own
    order where it is empty.

    Raises:
        UsageError: it does not name every gate of the cell once.
    """
    letters = re.findall(r"[^\s,]", text.lower()) or _USUAL[cell.name].split()
    gates = tuple(gate_of(cell, letter) for letter in letters)
    if set(gates) != set(cell.gates) or len(gates) != len(cell.gates):
        usual = _USUAL[cell.name].replace(" ", ",")
        raise UsageError(
            tr(
                "convention gate_order names every gate of the {name} once, such as {usual}",
                name=cell.name.upper(),
                usual=usual,
            )
        )
    return tuple(gate for gate in gates if gate is not None)


def orders(cell: Cell, text: str) -> tuple[str, ...]:
    """Return every order that the blocks may have, in the letters of `text`, which comes first: ``"i,f,g,o"``, …"""
    if cell.name not in _USUAL:
        return ()
    parse(cell, text)
    letters = re.findall(r"[^\s,]", text.lower()) or _USUAL[cell.name].split()
    return tuple(",".join(order) for order in permutations(letters))


def rows(cell: Cell, assumed: str, meant: str) -> list[int]:
    """Return where the parameters of every gate of the engine lie among those that were read as `assumed` has them,
    when the file's order is `meant`: ``parameters[rows(…)]`` is right."""
    read, right = parse(cell, assumed), parse(cell, meant)
    return [cell.gates.index(read[right.index(gate)]) for gate in cell.gates]
