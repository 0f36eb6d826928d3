"""Cards and terms of the glossary in the language of the person."""

from __future__ import annotations

from gatescope.lessons.in_language import in_language, texts_of
from gatescope.lessons.library import bundled_lessons
from gatescope.plots.glossary.terms import find, term_of, terms
from gatescope.words import spoken_in


def test_in_english_a_card_is_as_its_file_has_it() -> None:
    assert [in_language(card) for card in bundled_lessons().cards] == list(bundled_lessons().cards)


def test_a_german_card_has_other_words_and_the_same_claim() -> None:
    with spoken_in("de"):
        for card in bundled_lessons().cards:
            german = in_language(card)
            assert (german.claim, german.check, german.scene, german.right) == (
                card.claim,
                card.check,
                card.scene,
                card.right,
            )
            assert len(texts_of(german)) == len(texts_of(card))
            assert german.title != card.title


def test_a_german_term_is_found_by_its_english_name_too() -> None:
    with spoken_in("de"):
        assert find("forget gate")[0].name == "Vergessens-Gate"
        assert find("Vergessens-Gate")[0].name == "Vergessens-Gate"
        forget = term_of("forget_gate", "lstm")
        assert forget is not None
        assert forget.says.startswith("Wie viel")
    assert terms()[0].name == "forget gate"
