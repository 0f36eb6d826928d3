"""Means by the number of tokens that are known."""

from __future__ import annotations

import numpy as np
import pytest

from gatescope.analysis.by_position import by_position


def test_sequences_of_several_lengths() -> None:
    found = by_position([1, 0, 1, 0, 0, 1], np.array([0, 3, 4, 6]))
    assert found.known.tolist() == [1, 2, 3]
    assert found.counts.tolist() == [3, 2, 1]
    assert found.means.tolist() == pytest.approx([1 / 3, 1 / 2, 1.0])
    assert found.between(2, 3) == pytest.approx(2 / 3)
