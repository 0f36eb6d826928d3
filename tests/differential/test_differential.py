"""A few files of each kind, drawn at random; `python -m tests.differential.run --count 2000` draws many."""

from __future__ import annotations

import pytest

from tests.differential.run import KINDS, compared

pytestmark = pytest.mark.slow
FILES = 25


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize("kind", KINDS)
def test_no_file_differs_without_a_word(kind: str) -> None:
    report = compared([kind], FILES, seed=0)
    assert report["silent"] == []
    # Files that are all refused, or all said to be incomplete, prove nothing.
    assert report["outcomes"].get(f"{kind}: right", 0) > FILES / 5
