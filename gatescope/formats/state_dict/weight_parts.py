"""Which tensors are parts of one weight, by the names that ``torch.nn.utils`` gives them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

DIRECTION, LENGTH, ORIGINAL, MASK, LEFT = "_v", "_g", "_orig", "_mask", "_u"
"""Behind the name of the weight. Spectral normalisation calls the right singular vector as weight norm does the
direction."""
NEW_DIRECTION, NEW_LENGTH, NEW_ORIGINAL, NEW_LEFT, NEW_RIGHT = "original1", "original0", "original", "0._u", "0._v"
"""Below the name of the weight, of ``torch.nn.utils.parametrizations`` since 2.0."""

_OLD = re.compile(rf"(?P<whole>.+)(?P<role>{DIRECTION}|{LENGTH}|{ORIGINAL}|{MASK}|{LEFT})", re.DOTALL)
_NEW = re.compile(r"(?P<module>(?:.*?[./_:])?)parametrizations\.(?P<weight>[^.]+)\.(?P<role>.+)", re.DOTALL)
_PARAMETER = re.compile(r"(?:weight|bias)[^.]*$")

Parts = Mapping[str, str]
"""Role → name of the tensor."""


def part_of(name: str) -> tuple[str, str] | None:
    """Return the weight that `name` is named as a part of, and the role that it has in it; else None."""
    if (match := _NEW.fullmatch(name)) is not None:
        return match["module"] + match["weight"], match["role"]
    match = _OLD.fullmatch(name)
    return None if match is None else (match["whole"], match["role"])


def parts_by_weight(names: Iterable[str]) -> dict[str, dict[str, str]]:
    """Return the parts by the weights that they are named after; a lone one may be a tensor of its own."""
    found: dict[str, dict[str, str]] = {}
    for name in names:
        if (part := part_of(name)) is not None:
            whole, role = part
            found.setdefault(whole, {})[role] = name
    return found


def are_parts(whole: str, parts: Parts) -> bool:
    """Return whether the names leave no doubt that `parts` are no weights themselves.

    Papers write ``W_g`` and ``W_v`` for weights of a gate and of an attention.
    """
    if any(_NEW.fullmatch(name) for name in parts.values()):
        return True
    named = _PARAMETER.search(whole) is not None
    return (ORIGINAL in parts and (named or len(parts) > 1)) or (named and {DIRECTION, LENGTH} <= parts.keys())


def apart(names: Iterable[str]) -> frozenset[str]:
    """Return those of `names` that are parts of a weight, and no weights themselves."""
    groups = parts_by_weight(names)
    return frozenset(name for whole, parts in groups.items() if are_parts(whole, parts) for name in parts.values())


def without_parts(path: str) -> str:
    """Return the path of the module whose weight's parts lie at `path`."""
    match = re.fullmatch(r"(?P<module>.*?)\.?parametrizations(\..*)?", path, re.DOTALL)
    return path if match is None else match["module"] or path
