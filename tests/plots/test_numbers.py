import math

import pytest

from gatescope.plots.numbers import number, short, span


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.97, "0.97"),
        (-1.2, "−1.20"),
        (0.0, "0.00"),
        (3.14e-5, "3.1×10⁻⁵"),
        (-2e30, "−2.0×10³⁰"),
        (math.nan, "NaN"),
        (math.inf, "∞"),
        (-math.inf, "−∞"),
    ],
)
def test_numbers_read_as_in_print(value: float, text: str) -> None:
    assert number(value) == text


def test_ranges_are_as_short_as_they_can_be() -> None:
    assert short(-1.0) == "−1"
    assert span(-2.5, 2.5) == "−2.5 … 2.5"
