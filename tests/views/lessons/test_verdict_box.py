"""A verdict in words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from gatescope.lessons.card import Verdict
from gatescope.lessons.verdict import Measured, Result
from gatescope.views.lessons.verdict_box import head_of

RESULT = Result("6", "It does not vanish", "only if", "only if", True, {}, 0.1, Measured("only if", {}, (), (), "."))


@pytest.mark.parametrize(
    ("verdict", "condition", "head"),
    [
        ("only if", "while the gates stay near 1", "True only while the gates stay near 1"),
        ("only if", "", "True only under a condition"),
        ("true", "while the gates stay near 1", "True"),
        ("false", "while the gates stay near 1", "False"),
    ],
)
def test_the_condition_is_said_where_there_is_one(verdict: Verdict, condition: str, head: str) -> None:
    assert head_of(replace(RESULT, verdict=verdict, condition=condition)) == head
