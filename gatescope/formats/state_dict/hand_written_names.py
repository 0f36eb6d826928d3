"""The names of recurrent arrays in hand-written models, and their meanings.

Whole matrices: ``W_ih`` and ``W_hh``, ``enc_w_ih``, ``Wxh``, ``x2h.weight``; ``Wx``, ``Wh`` and ``b`` together (as
Stanford's CS231n has them); ``InputWeights``, ``RecurrentWeights`` and ``Bias`` (MATLAB). One array a gate: ``W_xi``,
``W_hi`` and ``b_i`` (Zhang et al., Dive into Deep Learning), ``W_ii`` and ``b_hi`` (PyTorch's documentation), ``W_f``
and ``U_f`` (most papers), ``Wf`` alone over [h, x] (Olah 2015).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from gatescope.formats.core.stored import StoredTensor, Tensors

Source = Literal["input", "hidden", ""]

SOURCES: tuple[Source, Source] = ("input", "hidden")

_HEAD = r"(?P<module>(?:.*[._/])?)"
_END = r"(?:[._]?l?(?P<layer>\d{1,3}))?(?P<reverse>_reverse)?(?:\.(?P<end>weight|bias))?"
_PRODUCTS = "ih|xh|i2h|x2h|hh|h2h"
_WHOLE = re.compile(rf"{_HEAD}(?P<kind>w|weight|b|bias)_?(?P<source>{_PRODUCTS}){_END}", re.IGNORECASE | re.DOTALL)
# A torch.nn.Linear is called by what it does alone.
_LINEAR = re.compile(
    rf"{_HEAD}(?P<source>{_PRODUCTS})(?P<layer>)(?P<reverse>)(?P<kind>)\.(?P<end>weight|bias)", re.DOTALL
)
_BY_GATE = re.compile(
    rf"{_HEAD}(?P<kind>W|w|U|R|b|weight|bias)_?(?P<source>[xih](?=_?[ifogcnzruh]))?_?(?P<gate>[ifogcnzruh]){_END}",
    re.DOTALL,
)
# Names that only mean all gates at once where both matrices are there: alone, ``Wh`` is a candidate's.
_TOGETHER = (
    ("Wx", "Wh", "b"), ("W_x", "W_h", "b"), ("wx", "wh", "b"), ("w_x", "w_h", "b"),
    ("InputWeights", "RecurrentWeights", "Bias"),
)  # fmt: skip
_SPELLINGS: dict[str, Source] = {
    "ih": "input",
    "xh": "input",
    "i2h": "input",
    "x2h": "input",
    "x": "input",
    "i": "input",
}


@dataclass(frozen=True)
class Role:
    """What one array is in its module.

    Attributes:
        gate: its letter, or empty for all gates in one.
        source: what it is applied to; empty where the name does not say.
    """

    is_bias: bool
    source: Source
    gate: str


Place = tuple[str, int, bool]
"""Path of the module, layer as it is numbered (−1 for none), whether it is the reverse direction."""


def by_place(tensors: Tensors) -> dict[Place, dict[Role, StoredTensor]]:
    """Return the arrays whose names say something, by module, layer and direction, in the order of the file."""
    found: dict[Place, dict[Role, StoredTensor]] = {}
    together = _together(tensors)
    for name, tensor in tensors.items():
        if name in together:
            place, role = together[name]
            found.setdefault(place, {})[role] = tensor
            continue
        match = _WHOLE.fullmatch(name) or _LINEAR.fullmatch(name) or _BY_GATE.fullmatch(name)
        if match is None:
            continue
        kind = match["kind"].lower()
        is_bias = match["end"] == "bias" or (not match["end"] and kind.startswith("b"))
        place = (match["module"], int(match["layer"] or -1), bool(match["reverse"]))
        role = Role(is_bias, _source(match, kind), match.groupdict().get("gate") or "")
        found.setdefault(place, {})[role] = tensor
    return found


def _together(tensors: Tensors) -> dict[str, tuple[Place, Role]]:
    """Return the arrays that say by their companions what they are: name → place and role."""
    found: dict[str, tuple[Place, Role]] = {}
    for name in tensors:
        head = name[: 1 + max(name.rfind("."), name.rfind("/"))]
        for x, h, b in _TOGETHER:
            if name != f"{head}{x}" or f"{head}{h}" not in tensors:
                continue
            others = {f"{head}{letter}" for letter in ("Wi", "Wf", "Wo", "Wg", "Wc", "Wr", "Wz", "Wu")}
            if others & set(tensors):
                continue
            place = (head, -1, False)
            found[name] = place, Role(False, "input", "")
            found[f"{head}{h}"] = place, Role(False, "hidden", "")
            if f"{head}{b}" in tensors:
                found[f"{head}{b}"] = place, Role(True, "input", "")
    return found


def _source(match: re.Match[str], kind: str) -> Source:
    source = (match["source"] or "").lower()
    if source:
        return _SPELLINGS.get(source, "hidden")
    return "hidden" if kind in ("u", "r") else ""
