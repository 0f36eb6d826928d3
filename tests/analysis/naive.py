"""Readable twins of the analyses: plain loops over tokens, units and gates, on Python floats."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from statistics import correlation as pearson
from statistics import fmean
from typing import Any

import numpy as np


def ledger(kept: Any, written: Any, initial: Any) -> tuple[list[list[float]], list[float]]:
    """Amounts by token and unit, and what is left of the initial state: each carried through every later gate."""
    tokens, units = kept.shape
    amounts = []
    for k in range(tokens):
        row = []
        for u in range(units):
            amount = float(written[k, u])
            for j in range(k + 1, tokens):
                amount *= float(kept[j, u])
            row.append(amount)
        amounts.append(row)
    start = []
    for u in range(units):
        left = float(initial[u])
        for j in range(tokens):
            left *= float(kept[j, u])
        start.append(left)
    return amounts, start


def fractions(values: Any, low: float, high: float) -> tuple[list[float], list[float]]:
    """Left and right saturated fraction of every unit."""
    tokens, units = values.shape
    left = [sum(float(values[t, u]) < low for t in range(tokens)) / tokens for u in range(units)]
    right = [sum(float(values[t, u]) > high for t in range(tokens)) / tokens for u in range(units)]
    return left, right


def half_life(kept: Sequence[float]) -> float:
    """Count in thousandths of a token until half is left of 1."""
    share, mean = 1.0, fmean(kept)
    thousandth = mean**0.001
    steps = 0
    while share > 0.5:
        share *= thousandth
        steps += 1
    return steps / 1000


def ewma(values: Any, kept: Any, start: Any) -> Any:
    """Unit by unit, with the weights written out: start ∏ kept + Σ (1 − kept_k) values_k ∏_{j>k} kept_j."""
    tokens, units = values.shape
    result = np.zeros((tokens, units))
    for t in range(tokens):
        amounts, left = ledger(kept[: t + 1], ((1 - kept) * values)[: t + 1], start)
        for u in range(units):
            result[t, u] = left[u] + math.fsum(row[u] for row in amounts)
    return result


def correlations(values: Any, other: Sequence[float]) -> list[float]:
    return [pearson([float(v) for v in column], [float(o) for o in other]) for column in values.T]


def matches(
    states: Any, units: Sequence[int], threshold: float, length: int, offsets: Sequence[int], need: int
) -> list[tuple[int, int, int]]:
    """(start, stop, shared) in the order of the search, token by token."""
    found = []
    for first, last in itertools.pairwise(offsets):
        start, least = None, 0
        for t in range(first, last + 1):
            on = sum(float(states[t, u]) > threshold for u in units) if t < last else -1
            if on >= need:
                start, least = (t, on) if start is None else (start, min(least, on))
            elif start is not None:
                found.append((start, t, least))
                start = None
    return sorted(found, key=lambda m: (-m[2], abs(m[1] - m[0] - length), m[0]))
