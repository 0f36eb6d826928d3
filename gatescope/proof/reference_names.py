"""The meaning of an array's name in a reference: an input, a state, of which layer, of which of several runs.

    x  inputs  gru3_bi_x  x:enc.rnn  token_ids             inputs
    h  h_L0  h64_L1  out  y:enc.rnn  gatescope:enc_h  c    states after every token, of a layer, in more precision
    gate64_L0_r  gate_i  layer0.forward.forget_gate        gates; the last is how GateScope's own traces have them
    hn  h_n  cn                                            the states after the last token only
    h0  c_0  initial_h                                     the states before the first one

The rest of a name is its stem; inputs and states of one stem belong together.
"""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from gatescope.engine.cells import Cell, Direction
from gatescope.formats.conventions.gate_order import gate_of

Role = Literal["inputs", "ids", "initial", "states", "final"]


class Named(NamedTuple):
    """An array and the meaning of its name.

    Attributes:
        key: the name itself.
        role: what the array holds.
        signal: of a state or a gate, by the engine's name; empty for inputs.
        stem: the words that are left.
        layer, direction: None where the name has none.
    """

    key: str
    role: Role
    signal: str = ""
    stem: tuple[str, ...] = ()
    layer: int | None = None
    direction: Direction | None = None


_HIDDEN, _CELL = "hidden_state", "cell_state"
_ROLES: dict[str, tuple[Role, str]] = {
    **dict.fromkeys(("x", "xs", "input", "inputs", "in"), ("inputs", "")),
    **dict.fromkeys(("ids", "tokens"), ("ids", "")),
    **dict.fromkeys(("h", "hs", "hidden", "y", "ys", "out", "output", "outputs"), ("states", _HIDDEN)),
    **dict.fromkeys(("c", "cs", "cell"), ("states", _CELL)),
    **dict.fromkeys(("hn", "ht"), ("final", _HIDDEN)),
    **dict.fromkeys(("cn", "ct"), ("final", _CELL)),
    **dict.fromkeys(("h0", "hx"), ("initial", _HIDDEN)),
    **dict.fromkeys(("c0", "cx"), ("initial", _CELL)),
}
# Pairs of words with the meaning of one of the words above.
_PAIRS = {
    ("token", "ids"): "ids", ("input", "ids"): "ids", ("h", "n"): "hn", ("c", "n"): "cn", ("h", "0"): "h0",
    ("c", "0"): "c0", ("initial", "h"): "h0", ("initial", "c"): "c0", ("y", "h"): "hn", ("y", "c"): "cn",
    ("hidden", "state"): "h", ("hidden", "states"): "h", ("cell", "state"): "c", ("cell", "states"): "c",
}  # fmt: skip
_DIRECTIONS: dict[str, Direction] = {
    **dict.fromkeys(("forward", "fwd", "fw"), "forward"),
    **dict.fromkeys(("reverse", "backward", "bwd", "bw"), "reverse"),
}
# Names with one of these are of quantities that are not computed here.
_NOT_MEANT = {"grad", "gradient", "baseline", "preactivation", "readout"}
_GATES = ("gate", "gates")


def words(name: str) -> tuple[str, ...]:
    """Return the words of a name in small letters, without the precision: ``gate64_L0_r`` → gate, l0, r."""
    found = [word for word in re.split(r"[^0-9a-z]+", name.lower()) if word]
    return tuple(word.removesuffix("64").removesuffix("32") or word for word in found)


def parse(key: str, cell: Cell) -> Named | None:
    """Return the meaning of the name `key`, or None where it has no known one."""
    left = list(words(key))
    if _NOT_MEANT & set(left):
        return None
    layer = next((int(word.lstrip("layer")) for word in left if re.fullmatch(r"l(ayer)?\d+", word)), None)
    left = [word for word in left if not re.fullmatch(r"l(ayer)?\d+", word)]
    direction = next((_DIRECTIONS[word] for word in left if word in _DIRECTIONS), None)
    left = [word for word in left if word not in _DIRECTIONS]
    gate, stem = _gate(left, cell)
    if gate:
        return Named(key, "states", gate, stem, layer, direction)
    for found, rest in _ends(left):
        role, signal = _ROLES[found]
        return Named(key, role, signal, rest, layer, direction)
    return None


def _gate(left: list[str], cell: Cell) -> tuple[str, tuple[str, ...]]:
    """Return the gate that the words name, and the others: ``forget gate``, ``gate f``; ``candidate`` alone."""
    for place, word in enumerate(left):
        if word == "candidate" and "candidate" in cell.gates:
            return word, tuple(left[:place] + left[place + 1 :])
        if word in _GATES:
            before, after = left[:place], left[place + 1 :]
            if before and f"{before[-1]}_gate" in cell.gates:
                return f"{before[-1]}_gate", tuple(before[:-1] + after)
            if after and (gate := gate_of(cell, after[-1])):
                return gate, tuple(before + after[:-1])
    return "", ()


def _ends(left: list[str]) -> list[tuple[str, tuple[str, ...]]]:
    """Return what the last words mean, or the first ones, with the rest."""
    found = []
    if len(left) > 1:
        found += [(_PAIRS[pair], tuple(left[:-2])) for pair in [(left[-2], left[-1])] if pair in _PAIRS]
        found += [(_PAIRS[pair], tuple(left[2:])) for pair in [(left[0], left[1])] if pair in _PAIRS]
    if left:
        found += [(word, tuple(left[:-1])) for word in left[-1:] if word in _ROLES]
        found += [(word, tuple(left[1:])) for word in left[:1] if word in _ROLES]
    return found
