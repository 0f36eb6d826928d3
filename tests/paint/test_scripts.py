"""Words of any script are written in a font that has them."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QFont, QFontMetricsF

from gatescope.paint import scripts
from gatescope.paint.scripts import SAMPLES, has_italics, without_font
from gatescope.plots.theme import UI_FAMILY


@pytest.fixture
def covered(monkeypatch: pytest.MonkeyPatch) -> dict[tuple[bool, str], bool]:
    """A machine whose fonts cover, (italic, character), what the test says; everything by default."""
    found: dict[tuple[bool, str], bool] = {}
    monkeypatch.setattr(scripts, "_covers", lambda family, italic, char: found.get((italic, char), True))
    return found


def test_a_word_is_in_italics_where_every_letter_has_them(covered: dict[tuple[bool, str], bool]) -> None:
    covered[True, "ب"] = False
    assert has_italics("wonderful", UI_FAMILY)
    assert has_italics("Größe", UI_FAMILY)
    assert has_italics("мир", UI_FAMILY)
    assert not has_italics("باب", UI_FAMILY)
    assert not has_italics("abcب", UI_FAMILY)
    assert has_italics("", UI_FAMILY)


def test_joiners_and_marks_need_no_letter_of_their_own(covered: dict[tuple[bool, str], bool]) -> None:
    covered[True, "\u200d"] = covered[True, "\ufe0f"] = covered[True, "\u0301"] = False
    assert has_italics("мир\u0301\u200d\ufe0f", UI_FAMILY)


def test_latin_asks_no_font(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scripts, "_covers", None)
    assert has_italics("ordinary words", UI_FAMILY)


def test_the_packages_of_what_no_font_has(covered: dict[tuple[bool, str], bool]) -> None:
    assert without_font(UI_FAMILY) == {}
    covered[False, "你"] = covered[False, "م"] = covered[False, "🚀"] = False
    assert without_font(UI_FAMILY) == {
        "Chinese, Japanese and Korean": "fonts-noto-cjk",
        "Arabic": "fonts-noto-core",
        "emoji": "fonts-noto-color-emoji",
    }


@pytest.mark.parametrize("script", SAMPLES)
def test_what_this_machine_says_is_so(qapp: object, script: str) -> None:
    metrics = QFontMetricsF(QFont(UI_FAMILY))
    drawn = [char for char in SAMPLES[script][0] if scripts._is_drawn(char)]
    assert (script in without_font(UI_FAMILY)) == (not all(metrics.inFontUcs4(ord(char)) for char in drawn))
