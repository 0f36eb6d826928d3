"""An alignment has every token of both texts once, in its order, and pairs equal ends with each other."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gatescope.analysis.pairs import alignment
from gatescope.analysis.pairs.alignment import align

WORDS = st.lists(st.sampled_from("abcd"), max_size=12)


@given(WORDS, WORDS)
def test_every_token_stands_in_one_column_in_its_order(first: list[str], second: list[str]) -> None:
    found = align(first, second)
    for places, words in ((found.first, first), (found.second, second)):
        assert list(places[places >= 0]) == list(range(len(words)))
    assert not ((found.first < 0) & (found.second < 0)).any()
    for one, two, changed in zip(found.first, found.second, found.changed, strict=True):
        assert changed == (one < 0 or two < 0 or first[one] != second[two])
    assert len(found) <= len(first) + len(second)


@given(WORDS)
def test_a_text_is_aligned_with_itself(words: list[str]) -> None:
    found = align(words, words)
    np.testing.assert_array_equal(found.first, found.second)
    assert not found.changed.any()


@given(WORDS, WORDS, WORDS, WORDS)
def test_equal_ends_are_paired(start: list[str], one: list[str], two: list[str], end: list[str]) -> None:
    found = align([*start, *one, *end], [*start, *two, *end])
    assert not found.changed[: len(start)].any()
    assert (~found.changed).sum() >= len(start) + len(end)


@given(WORDS, st.integers(0, 12), st.sampled_from("wxyz"))
def test_the_edit_of_a_minimal_pair_is_the_only_column_that_changed(words: list[str], at: int, new: str) -> None:
    at = min(at, len(words))
    replaced = align(words, [*words[:at], new, *words[at + 1 :]])
    assert replaced.changed.sum() == 1
    assert replaced.changed[at]
    added = align(words, [*words[:at], new, *words[at:]])
    assert (list(added.first[added.changed]), list(added.second[added.changed])) == ([-1], [at])
    taken = align([*words[:at], new, *words[at:]], words)
    assert (list(taken.first[taken.changed]), list(taken.second[taken.changed])) == ([at], [-1])


def test_blocks_that_moved_apart_are_found() -> None:
    found = align(["the", "key", "is", "here", "now"], ["the", "key", "to", "the", "cabinets", "is", "here"])
    assert [int(two) for one, two in zip(found.first, found.second, strict=True) if one >= 0] == [0, 1, 5, 6, -1]


def test_parts_too_long_to_compare_are_paired_in_their_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(alignment, "_MOST", 4)
    found = align(list("xabcdey"), list("xfabcdgy"))
    assert not found.compared
    assert list(found.first) == [0, 1, 2, 3, 4, 5, -1, 6]
    assert list(found.second) == [0, 1, 2, 3, 4, 5, 6, 7]
