"""The vocabulary: rows, folding, what it refuses, and its JSON."""

from __future__ import annotations

import json

import pytest

from gatescope.errors import ModelError
from gatescope.text.vocabulary import Vocabulary, rows_of


def test_known_and_unknown() -> None:
    vocabulary = Vocabulary(("<unk>", "Film", "film"), unknown=0)
    assert [vocabulary.id(word) for word in ("Film", "film", "FILM")] == [1, 2, 0]
    assert vocabulary.knows("film")
    assert not vocabulary.knows("FILM")
    assert vocabulary.ids(["film", "x"]).tolist() == [2, 0]
    assert len(vocabulary) == 3


def test_without_an_unknown_row_an_unknown_token_has_no_row() -> None:
    vocabulary = Vocabulary(("a", "b"))
    assert vocabulary.id("c") == -1
    ids, known = vocabulary.look_up(["b", "c"])
    assert ids.tolist() == [1, -1]
    assert known.tolist() == [True, False]


def test_typing_the_unknown_rows_name_is_not_a_known_word() -> None:
    assert not Vocabulary(("<unk>", "a"), unknown=0).knows("<unk>")


def test_a_curly_apostrophe_is_found_unless_it_has_a_row_of_its_own() -> None:
    assert Vocabulary(("isn't",), lower_case=True).id("ISN’T") == 0
    assert Vocabulary(("'", "’")).id("’") == 1


@pytest.mark.parametrize("built", ["café", "cafe\u0301"])
@pytest.mark.parametrize("typed", ["café", "cafe\u0301", "CAFÉ"])
def test_a_letter_with_a_separate_accent_is_the_composed_one(built: str, typed: str) -> None:
    texts = [[built, "the"], [built]]
    for vocabulary in (
        Vocabulary.build(texts, minimum_count=1, lower_case=True),
        Vocabulary(("<unk>", built), lower_case=True, unknown=0),
    ):
        assert vocabulary.id(typed) == 1
    both = Vocabulary.build([["café", "cafe\u0301"]], minimum_count=2, lower_case=False)
    assert both.tokens == ("<unk>", "café")
    assert [Vocabulary(("café", "cafe\u0301")).id(word) for word in ("café", "cafe\u0301")] == [0, 1]


def test_equal_content_is_equal() -> None:
    assert Vocabulary(("a", "b")) == Vocabulary(("a", "b"))
    assert Vocabulary(("a", "b")) != Vocabulary(("b", "a"))
    assert hash(Vocabulary(("a", "b"))) == hash(Vocabulary(("a", "b")))


def test_json_and_back() -> None:
    vocabulary = Vocabulary(("<unk>", "isn't", "é", "🙂"), lower_case=True, unknown=0)
    assert Vocabulary.from_json(json.loads(json.dumps(vocabulary.to_json()))) == vocabulary


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        ({}, "list of strings"),
        ({"tokens": "abc"}, "list of strings"),
        ({"tokens": ["a", 1]}, "list of strings"),
        ({"tokens": ["a", "b", "a"]}, "'a' twice"),
        ({"tokens": ["a"], "unknown": 1}, "unknown row 1"),
        ({"tokens": ["a"], "unknown": True}, "not a row number"),
        ({"tokens": ["a"], "lower_case": "yes"}, "not true or false"),
    ],
)
def test_what_is_wrong_is_said(data: dict[str, object], reason: str) -> None:
    with pytest.raises(ModelError, match=reason):
        Vocabulary.from_json(data)


def test_build_counts_folded_tokens_and_breaks_ties_by_spelling() -> None:
    texts = [["The", "b", "isn’t"], ["the", "a", "b", "a", "isn't"], ["rare", "<unk>", "<unk>"]]
    vocabulary = Vocabulary.build(texts, minimum_count=2, lower_case=True)
    assert vocabulary == Vocabulary(("<unk>", "a", "b", "isn't", "the"), lower_case=True, unknown=0)


def test_rows_without_a_token_are_called_by_their_number() -> None:
    assert rows_of({"b": 3, "a": 1}) == ("<row 0>", "a", "<row 2>", "b")
    assert rows_of({"a": 0}, rows=2) == ("a", "<row 1>")
    assert rows_of({}) == ()


@pytest.mark.parametrize(
    ("ids", "rows", "reason"),
    [
        ({"a": 1, "b": 1}, None, "'a' and 'b' both have the id 1"),
        ({"a": -1}, None, "'a' has the id -1"),
        ({"a": 5}, 5, "'a' has the id 5, but there are 5 rows"),
        ({"a": 1 << 40}, None, "there is only 1 token$"),
    ],
)
def test_ids_that_are_no_rows(ids: dict[str, int], rows: int | None, reason: str) -> None:
    with pytest.raises(ModelError, match=reason):
        rows_of(ids, rows)


def test_what_is_read_twice_is_held_once() -> None:
    data = {"tokens": ["<unk>", "a", "b"], "lower_case": True, "unknown": 0}
    first = Vocabulary.from_json(data)
    assert Vocabulary.from_json({**data, "tokens": list(data["tokens"])}) is first  # type: ignore[call-overload]
    assert Vocabulary.from_json({**data, "unknown": None}) is not first
    assert Vocabulary.from_json({**data, "lower_case": False}) is not first
