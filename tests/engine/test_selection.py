import pytest

from gatescope.engine.selection import parse_signal, parse_tokens, parse_units
from gatescope.errors import UsageError


def test_units() -> None:
    assert parse_units("u3,u7-9") == (3, 7, 8, 9)
    assert parse_units("3, 7-u9 ,u7-8,0") == (3, 7, 8, 9, 0)


def test_tokens() -> None:
    assert parse_tokens("t4-12") == parse_tokens(" t4-t12 ") == range(4, 13)
    assert parse_tokens("t4") == range(4, 5)


@pytest.mark.parametrize("text", ["", "u", "x", "u3-", "t3", "-1", "u1.5", "3;4", "u٣", "9" * 12])
def test_what_is_no_unit(text: str) -> None:
    with pytest.raises(UsageError, match="is no unit; write units as u3,u7-9"):
        parse_units(text)


@pytest.mark.parametrize("text", ["", "4-12", "u4", "t4-", "t", "t4,t6"])
def test_what_is_no_token(text: str) -> None:
    with pytest.raises(UsageError, match="is no token; write tokens as t4-12"):
        parse_tokens(text)


def test_what_runs_backwards_or_too_far() -> None:
    with pytest.raises(UsageError, match="'u9-7' runs backwards; write units as u3,u7-9"):
        parse_units("u9-7")
    with pytest.raises(UsageError, match="'t9-7' runs backwards"):
        parse_tokens("t9-7")
    with pytest.raises(UsageError, match="runs too far"):
        parse_units("u0-99999999")


def test_a_signal_as_people_write_it() -> None:
    assert parse_signal(" Forget gate") == parse_signal("forget-gate") == "forget_gate"
