"""What the code in a TorchScript archive says of a recurrent module that its attributes do not. It is read as text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from gatescope.formats.core.stored import Hints
from gatescope.formats.pytorch.objects import Named

# A constant of the scripted cell, the operators of ATen, and the one that a cell as it is traced applies.
_CONSTANT = re.compile(r"^[ \t]+nonlinearity : Final\[str\] = \"(\w+)\"", re.MULTILINE)
_OPERATOR = re.compile(r"\btorch\.rnn_(tanh|relu)(?:_cell)?\(")
_TRACED_CELL = re.compile(r"\btorch\.(tanh|relu)\(")
# Classes and functions begin at the left edge, and all that is theirs does not.
_AT_THE_EDGE = re.compile(r"^(?=\S)", re.MULTILINE)
_CLASS = re.compile(r"class (\w+)\(")
# Characters in all; the code of the largest networks takes far less.
_MOST_CODE = 16 << 20


def with_nonlinearities(
    hints: Hints, classes: Mapping[str, Named], tensors: Iterable[str], code: Callable[[str], str]
) -> Hints:
    """Return `hints` with the nonlinearity of every module with hidden weights whose code tells one.

    Args:
        classes: of the modules of TorchScript, by their paths.
        tensors: names of all of the archive's.
        code: gives the text of a Python module, empty where the archive has none.
    """
    recurrent = {path for path, _, last in (name.rpartition(".") for name in tensors) if last.startswith("weight_hh")}
    read: dict[str, dict[str, str]] = {}
    left = _MOST_CODE
    found: dict[str, Mapping[str, Any]] = dict(hints)
    for path in sorted(recurrent & classes.keys()):
        what, told = classes[path], hints.get(path, {})
        if "nonlinearity" in told:
            continue
        if what.module not in read:
            text = code(what.module) if left > 0 else ""
            left -= len(text)
            read[what.module] = _nonlinearities(text)
        if nonlinearity := read[what.module].get(what.name):
            found[path] = {**told, "nonlinearity": nonlinearity}
    return found


def _nonlinearities(text: str) -> dict[str, str]:
    """Return what every class of `text` applies; of one that does not tell, or tells two, nothing."""
    found: dict[str, str] = {}
    for block in _AT_THE_EDGE.split(text):
        if (head := _CLASS.match(block)) is None:
            continue
        patterns = (_CONSTANT, _OPERATOR, _TRACED_CELL) if head[1] == "RNNCell" else (_CONSTANT, _OPERATOR)
        told = next((set(named) for pattern in patterns if (named := pattern.findall(block))), set[str]())
        if len(told) == 1:
            found[head[1]] = told.pop()
    return found
