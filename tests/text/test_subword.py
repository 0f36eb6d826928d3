"""The subword tokenizer: pieces with their places, ids as the package gives them, and edits that read little anew."""

from __future__ import annotations

import json
import random
import sys

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gatescope.errors import ModelError, UsageError
from gatescope.text.subword import SubwordTokenizer
from tests.text.subwords import KINDS, SENTENCES, trained
from tests.text.test_word import TROUBLE, same

tokenizers = pytest.importorskip("tokenizers", reason="the extra tokenizers is not installed")

LONG = " ".join(SENTENCES * 12)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("text", ["the film wasn't slow.", "naïve 🙂 café 好好", "x\r\n\n  y  ", ""])
def test_ids_and_places_are_the_packages_own(kind: str, text: str) -> None:
    subword = trained(kind)
    expected = tokenizers.Tokenizer.from_str(subword.definition).encode(text, add_special_tokens=False)
    tokens = subword.tokenize(text, subword.vocabulary())
    assert tokens.ids.tolist() == expected.ids
    assert list(zip(tokens.starts.tolist(), tokens.ends.tolist(), strict=True)) == expected.offsets
    assert tokens.tentative is None


def test_a_character_of_several_bytes_is_the_place_of_each_of_its_pieces() -> None:
    subword = trained("byte-level")
    tokens = subword.tokenize("a 𝄞 x", subword.vocabulary())
    parts = [i for i in range(len(tokens)) if tokens.word(i) == "𝄞"]
    assert len(parts) == 4
    assert tokens.words()[0] == "a"
    assert tokens.word(len(tokens) - 1).strip() == "x"
    assert "".join(tokens.text[s:e] for s, e in sorted({*zip(tokens.starts, tokens.ends, strict=True)})) == "a 𝄞 x"


def test_lower_casing_and_pieces_of_words_keep_their_characters() -> None:
    subword = trained("wordpiece")
    tokens = subword.tokenize("FILM Slowly", subword.vocabulary())
    assert "".join(tokens.words()) == "FILMSlowly"
    assert tokens.known.all()


def test_what_the_model_cannot_spell_is_its_unknown_row() -> None:
    for kind in ("wordpiece", "wordlevel"):
        subword = trained(kind)
        vocabulary = subword.vocabulary()
        assert vocabulary.unknown == 0
        tokens = subword.tokenize("the Ω", vocabulary)
        assert tokens.ids[-1] == 0
        assert tokens.known.tolist() == [True] * (len(tokens) - 1) + [False]


def test_special_tokens_are_read_where_they_are_typed_and_nowhere_else() -> None:
    subword = trained("wordpiece")
    vocabulary = subword.vocabulary()
    assert subword.tokenize("the", vocabulary).ids.tolist() == [vocabulary.id("the")]
    assert subword.tokenize("[CLS] the [SEP]", vocabulary).ids.tolist() == [1, vocabulary.id("the"), 2]


@pytest.mark.parametrize(("caret", "tentative"), [(3, 0), (2, None), (4, None), (None, None)])
def test_the_word_at_the_caret_is_still_being_typed(caret: int | None, tentative: int | None) -> None:
    subword = trained("wordlevel")
    assert subword.tokenize("the .", subword.vocabulary(), caret=caret).tentative == tentative


@pytest.mark.parametrize("kind", KINDS)
@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_an_edit_reads_as_the_whole_text_would(kind: str, data: st.DataObject) -> None:
    subword = trained(kind)
    vocabulary = subword.vocabulary()
    text = LONG[: data.draw(st.sampled_from([0, 40, 700, 1500]))]
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(len(text), start + 30)))
    edited = (
        text[:start] + data.draw(TROUBLE | st.sampled_from(["good", " ", "\n", "slow-", "[SEP]", "."])) + text[end:]
    )
    previous = subword.tokenize(text, vocabulary)
    assert same(subword.tokenize(edited, vocabulary, previous=previous), subword.tokenize(edited, vocabulary))


@pytest.mark.parametrize("kind", KINDS)
def test_a_burst_of_edits_reads_as_the_whole_text_would(kind: str) -> None:
    subword, chance = trained(kind), random.Random(4)
    vocabulary = subword.vocabulary()
    text, previous = LONG, subword.tokenize(LONG, vocabulary)
    for _ in range(60):
        start = chance.randrange(len(text))
        text = (
            text[:start]
            + chance.choice(["a", " ", "", "\n", "é", "  ", "...", "🙂"])
            + text[start + chance.randrange(3) :]
        )
        previous = subword.tokenize(text, vocabulary, previous=previous)
        assert same(previous, subword.tokenize(text, vocabulary))


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "whole-text"])
@pytest.mark.parametrize("place", [0.0, 0.5, 1.0])
def test_an_edit_reads_only_what_is_near_it(kind: str, place: float, monkeypatch: pytest.MonkeyPatch) -> None:
    subword = trained(kind)
    vocabulary, at = subword.vocabulary(), int(place * len(LONG))
    previous = subword.tokenize(LONG, vocabulary)
    read: list[int] = []
    inner = SubwordTokenizer._read
    monkeypatch.setattr(
        SubwordTokenizer,
        "_read",
        lambda s, text, start, stop, v: read.append(stop - start) or inner(s, text, start, stop, v),
    )
    subword.tokenize(LONG[:at] + "x" + LONG[at:], vocabulary, previous=previous)
    assert sum(read) < 600
    assert len(read) == 1


def test_half_a_surrogate_pair_is_one_character() -> None:
    subword = trained("byte-level")
    assert subword.tokenize("a\ud800b", subword.vocabulary()).text == "a\ud800b"


def test_a_text_that_the_tokenizer_cannot_read_is_one_sentence() -> None:
    definition = json.loads(trained("wordlevel").definition)
    definition["added_tokens"] = []
    del definition["model"]["vocab"]["[UNK]"]
    subword = SubwordTokenizer(json.dumps(definition))
    with pytest.raises(UsageError, match=r"^the tokenizer cannot read this text: "):
        subword.tokenize("Ω", subword.vocabulary())


@pytest.mark.parametrize(
    "definition", ["", "{}", "[]", '{"model": {"type": "BPE", "vocab": {"a": 0}, "merges": ["a b"]}}']
)
def test_what_is_no_definition_is_one_sentence(definition: str) -> None:
    with pytest.raises(ModelError, match="no definition of a tokenizer"):
        SubwordTokenizer(definition)


DOUBLING = {"type": "Replace", "pattern": {"String": "x"}, "content": "xx"}


@pytest.mark.parametrize(
    ("where", "parts"),
    [
        ("normalizer", [DOUBLING] * 30),
        ("normalizer", [{"type": "Sequence", "normalizers": [DOUBLING] * 10}] * 3),
        ("normalizer", [{"type": "Replace", "pattern": {"Regex": "x*"}, "content": "y"}] * 30),
        ("normalizer", [{"type": "Replace", "pattern": {"String": "x"}, "content": "x" * 1_000_000}]),
        ("pre_tokenizer", [{"type": "ByteLevel", "add_prefix_space": False, "trim_offsets": True}] * 30),
    ],
)
def test_a_text_is_not_made_to_fill_the_memory(where: str, parts: list[dict[str, object]]) -> None:
    """Where memory runs out, the package ends the process."""
    definition = json.loads(trained("wordlevel").definition)
    definition[where] = {"type": "Sequence", {"normalizer": "normalizers"}.get(where, "pretokenizers"): parts}
    with pytest.raises(ModelError, match="could make every text more than 128 times as long"):
        SubwordTokenizer(json.dumps(definition))


def test_replacements_in_earnest_are_read() -> None:
    definition = json.loads(trained("wordlevel").definition)
    spaces = {"type": "Replace", "pattern": {"Regex": " {2,}"}, "content": " "}
    quotes = {"type": "Replace", "pattern": {"String": "``"}, "content": '"'}
    space = {"type": "Replace", "pattern": {"String": " "}, "content": "▁"}
    definition["normalizer"] = {"type": "Sequence", "normalizers": [quotes, spaces, {"type": "NFKC"}, space]}
    subword = SubwordTokenizer(json.dumps(definition))
    ids = subword.tokenize("the  film", subword.vocabulary()).ids
    assert (ids[0], ids[-1]) == (subword.vocabulary().id("the"), subword.vocabulary().id("film"))


def test_dropout_is_for_training() -> None:
    definition = json.loads(trained("byte-level").definition)
    definition["model"]["dropout"] = 0.9
    plain, random_one = trained("byte-level"), SubwordTokenizer(json.dumps(definition))
    vocabulary = plain.vocabulary()
    assert same(plain.tokenize(LONG, vocabulary), random_one.tokenize(LONG, vocabulary))


def test_without_the_package_the_sentence_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    definition = trained("wordlevel").definition
    monkeypatch.setitem(sys.modules, "tokenizers", None)
    with pytest.raises(UsageError, match=r'pip install "gatescope\[tokenizers\]"'):
        SubwordTokenizer(definition)


def test_a_panic_of_the_package_is_one_sentence(capfd: pytest.CaptureFixture[str]) -> None:
    definition = json.loads(trained("byte-level").definition)
    # The package cuts as much off every piece without looking how long the piece is.
    definition["model"]["continuing_subword_prefix"] = "##########"
    with pytest.raises(ModelError, match="no definition of a tokenizer"):
        SubwordTokenizer(json.dumps(definition))
    assert "panicked" in capfd.readouterr().err
