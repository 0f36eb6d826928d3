"""A step of Adam in one pass, bit for bit that of `arithmetic.NumPy`."""

from __future__ import annotations

import numpy as np

from gatescope.engine.arithmetic import AdamRates
from gatescope.engine.kernels.kernel import Column, rounding_kernel
from gatescope.engine.record import Array


@rounding_kernel
def move(value: Array, gradient: Array, first: Array, second: Array, rates: AdamRates, moved: Array) -> None:
    """Update `first` and `second`, and write the new values into `moved`; all flat and of one length."""
    for j in range(Column(len(value))):
        first[j] = first[j] * rates.keep_first + rates.take_first * gradient[j]
    for j in range(Column(len(value))):
        second[j] = second[j] * rates.keep_second + rates.take_second * (gradient[j] * gradient[j])
    for j in range(Column(len(value))):
        moved[j] = value[j] - rates.rate * first[j] / (np.sqrt(second[j]) + rates.floor)
