"""The tint of the token of the cursor, which follows the text through edits and themes."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from gatescope.plots.theme import DARK, LIGHT
from gatescope.views.sentence.editor import SentenceEditor


@pytest.fixture
def editor(qtbot: QtBot) -> SentenceEditor:
    editor = SentenceEditor()
    qtbot.addWidget(editor)
    editor.set_text("the film was good")
    return editor


def tinted(editor: SentenceEditor) -> list[str]:
    return [one.cursor.selectedText() for one in editor.extraSelections()]


def test_a_token_is_tinted_and_another_takes_its_place(editor: SentenceEditor) -> None:
    for span, word in (((4, 8), "film"), ((0, 3), "the")):
        editor.show_token(span)
        assert tinted(editor) == [word]
    editor.show_token(None)
    assert tinted(editor) == []


def test_it_moves_with_the_text_until_the_tokens_are_known(editor: SentenceEditor) -> None:
    editor.show_token((4, 8))
    editor.set_text("all the film was good")
    assert tinted(editor) == ["film"]
    editor.show_token((4, 7))
    assert tinted(editor) == ["the"]


def test_the_same_place_in_another_text_is_tinted_again(editor: SentenceEditor) -> None:
    editor.show_token((4, 8))
    editor.set_text("")
    editor.set_text("the cats were")
    editor.show_token((4, 8))
    assert tinted(editor) == ["cats"]


def test_a_change_of_theme_over_a_shorter_text_gives_no_warning(editor: SentenceEditor) -> None:
    editor.show_token((13, 17))
    editor.set_text("the")
    before = [one.format.background().color() for one in editor.extraSelections()]
    for theme in (DARK, LIGHT, DARK):
        editor.set_theme(theme)
    assert [one.format.background().color() for one in editor.extraSelections()] != before
    assert tinted(editor) == [""]
