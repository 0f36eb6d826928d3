"""How strongly an array is scaled, measured against the very numbers that it scales."""

from __future__ import annotations

import numpy as np

from gatescope.engine.identity import same_memory
from gatescope.engine.network import Array

# So far the rounding of a product may be off, relative to each number.
_ROUNDED = 4.0


class Gains:
    """Remembers for each array what its gain is measured against: what it was trained to, while it is that times one
    number; else what it was before the gain was turned. One weight that was typed is thus no gain of all others.
    """

    def __init__(self) -> None:
        # By key: what was scaled, what came of it, and by how much.
        self._turned: dict[str, tuple[Array, Array, float]] = {}
        # By key: where an array was found to be no multiple, which is looked at first; a drag asks at every move.
        self._places: dict[str, int] = {}

    def forget(self) -> None:
        """Forget all, for another model is shown."""
        self._turned.clear()
        self._places.clear()

    def of(self, key: str, now: Array, trained: Array) -> float:
        """Return the gain of the array `now`; 1 where it was not scaled."""
        return self._measured(key, now, trained)[1]

    def turned(self, key: str, now: Array, trained: Array, wanted: float) -> Array:
        """Return the array with the gain `wanted`, made anew from what it is measured against."""
        base = self._measured(key, now, trained)[0]
        with np.errstate(over="ignore", invalid="ignore"):
            result: Array = (base.astype(np.float64) * wanted).astype(now.dtype)
        self._turned[key] = base, result, wanted
        return result

    def _measured(self, key: str, now: Array, trained: Array) -> tuple[Array, float]:
        if same_memory(now, trained):
            return trained, 1.0
        if key in self._turned:
            base, result, factor = self._turned[key]
            for made, by in ((result, factor), (base, 1.0)):
                if _same(now, made):
                    return base, by
        found = self._factor(key, now, trained)
        return (now, 1.0) if found is None else (trained, found)

    def _factor(self, key: str, now: Array, trained: Array) -> float | None:
        """Return by how much `now` is a multiple of `trained`; None where it is none, or nothing can be scaled."""
        flat, base = now.reshape(-1), trained.reshape(-1)
        if not base.size:
            return None
        peak = int(np.abs(base).argmax())
        if not (np.isfinite(base[peak]) and base[peak] and np.isfinite(flat[peak])):
            return None
        factor = float(flat[peak]) / float(base[peak])
        place = self._places.get(key, 0)
        if place < base.size and _apart(flat[place : place + 1], base[place : place + 1], factor).size:
            return None
        apart = _apart(flat, base, factor)
        if apart.size:
            self._places[key] = int(apart[0])
            return None
        return factor


def _apart(now: Array, base: Array, factor: float) -> np.ndarray[tuple[int], np.dtype[np.intp]]:
    """Return the places where `now` is not `factor` times `base`."""
    with np.errstate(over="ignore", invalid="ignore"):
        expected = base * now.dtype.type(factor)
        return np.flatnonzero(~(np.abs(now - expected) <= _ROUNDED * np.finfo(now.dtype).eps * np.abs(expected)))


def _same(first: Array, second: Array) -> bool:
    bits = f"i{first.itemsize}"
    return same_memory(first, second) or np.array_equal(first.view(bits), second.view(bits))
