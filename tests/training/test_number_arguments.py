"""The numbers of the command line: what is one, and what a wrong one is told."""

from __future__ import annotations

from argparse import ArgumentTypeError
from collections.abc import Callable

import pytest

from gatescope.training.number_arguments import number, whole


def test_what_is_a_number() -> None:
    assert [whole(0)(text) for text in ("0", " 7", "+3")] == [0, 7, 3]
    assert [number(0, 2)(text) for text in ("0", "2", "1e-3")] == [0.0, 2.0, 1e-3]
    assert number()("-1e30") == -1e30
    assert number(0, above=True)("1e-300") == 1e-300


@pytest.mark.parametrize(
    ("parse", "wrong", "takes"),
    [
        *((whole(1), text, "whole number from 1 up") for text in ("", "x", "0", "-1", "1.5", "²", "9" * 5000)),
        *((number(0, 0.99), text, "number from 0 to 0.99") for text in ("", "x", "2", "-0.1", "nan", "inf")),
        *((number(0, 9, above=True), text, "number above 0, and no larger than 9") for text in ("0", "10")),
        *((number(0, above=True), text, "number above 0") for text in ("0", "-1", "inf", "nan")),
        *((number(72), text, "number from 72 up") for text in ("71", "inf")),
        *((number(), text, "finite number") for text in ("x", "nan", "-inf")),
    ],
)
def test_a_wrong_number_is_told_what_is_taken(parse: Callable[[str], float], wrong: str, takes: str) -> None:
    with pytest.raises(ArgumentTypeError) as raised:
        parse(wrong)
    assert str(raised.value) == f"{wrong!r} is no {takes}"
