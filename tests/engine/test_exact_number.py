"""Numbers in options, clamps and fields are read back as what they were, and short where that is enough."""

from __future__ import annotations

import numpy as np
import pytest

from gatescope.engine.exact_number import exact


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (0.004, "0.004"),
        (1.0, "1"),
        (1e-7, "1e-07"),
        (1e6, "1e+06"),
        (0.0031622776601683794, "0.0031622776601683794"),
        (1 / 3, "0.3333333333333333"),
        (np.float64(0.1) + 0.2, "0.30000000000000004"),
    ],
)
def test_it_is_as_short_as_can_be(value: float, written: str) -> None:
    assert exact(value) == written


def test_every_number_is_read_back() -> None:
    rng = np.random.default_rng(0)
    for value in (rng.normal(size=200) * 10.0 ** rng.integers(-300, 300, 200)).tolist():
        assert float(exact(value)) == value
