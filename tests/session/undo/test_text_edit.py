from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gatescope.session.undo.text_edit import TextEdit, edit_between

texts = st.text(alphabet="ab \u0301😀", max_size=12)


@given(texts, texts, st.one_of(st.none(), st.integers(0, 12)))
def test_the_edit_leads_from_one_text_to_the_other_and_back(before, after, caret):
    edit = edit_between(before, after, caret)
    if before == after:
        assert edit is None
    else:
        assert edit.apply(before) == after
        assert edit.inverse().apply(after) == before


@given(texts, st.integers(0, 12), texts, texts)
def test_no_edit_is_shorter_than_the_one_found(before, start, removed, inserted):
    start = min(start, len(before))
    true_edit = TextEdit(start, before[start : start + len(removed)], inserted)
    after = true_edit.apply(before)
    found = edit_between(before, after)
    if found is not None:
        assert len(found.removed) + len(found.inserted) <= len(true_edit.removed) + len(true_edit.inserted)


@given(texts, st.integers(0, 12), texts.filter(bool))
def test_what_was_typed_ends_at_the_caret(before, start, inserted):
    start = min(start, len(before))
    after = before[:start] + inserted + before[start:]
    assert edit_between(before, after, start + len(inserted)) == TextEdit(start, "", inserted)


@given(texts.filter(bool), st.integers(0, 11), st.integers(1, 12))
def test_what_was_deleted_stood_at_the_caret(before, start, length):
    start = min(start, len(before) - 1)
    removed = before[start : start + length]
    after = before[:start] + before[start + len(removed) :]
    assert edit_between(before, after, start) == TextEdit(start, removed, "")


def test_among_equal_letters_the_caret_decides():
    assert [edit_between("aa", "aaa", caret).start for caret in (1, 2, 3, None)] == [0, 1, 2, 2]


@pytest.mark.parametrize(
    ("first", "second", "both"),
    [
        (TextEdit(3, "", "a"), TextEdit(4, "", "b"), TextEdit(3, "", "ab")),
        (TextEdit(3, "xyz", "a"), TextEdit(4, "", "b"), TextEdit(3, "xyz", "ab")),
        (TextEdit(5, "b", ""), TextEdit(4, "a", ""), TextEdit(4, "ab", "")),
        (TextEdit(5, "a", ""), TextEdit(5, "b", ""), TextEdit(5, "ab", "")),
        (TextEdit(3, "", "a"), TextEdit(3, "", "b"), None),
        (TextEdit(3, "", "a"), TextEdit(5, "", "b"), None),
        (TextEdit(3, "", "a"), TextEdit(3, "a", ""), None),
        (TextEdit(5, "a", ""), TextEdit(5, "", "b"), None),
        (TextEdit(5, "a", ""), TextEdit(6, "b", ""), None),
        (TextEdit(3, "", "a"), TextEdit(4, "x", "b"), None),
    ],
)
def test_only_what_goes_on_at_the_same_place_becomes_one(first, second, both):
    assert first.then(second) == both
    if both is not None:
        text = "0123" + first.removed + second.removed + "456789"
        text = text[: both.start] + both.removed + text[both.start + len(both.removed) :]
        assert second.apply(first.apply(text)) == both.apply(text)
