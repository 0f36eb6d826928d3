import pytest
from PySide6.QtCore import QLoggingCategory
from PySide6.QtGui import QFont, QFontDatabase, QGuiApplication, QRawFont

from gatescope.errors import GateScopeError
from gatescope.paint import fonts
from gatescope.plots.theme import MATH_FAMILY, UI_FAMILY
from gatescope.resources import resource

SYMBOLS = "fiochrzxWUbEVσ⊙½−∞…“”→×⁻⁵\u0303"


def test_both_families_are_there_with_every_symbol() -> None:
    assert {UI_FAMILY, MATH_FAMILY} <= set(QFontDatabase.families())
    raw = QRawFont.fromFont(QFont(MATH_FAMILY))
    assert raw.familyName() == MATH_FAMILY
    assert [c for c in SYMBOLS if not raw.supportsCharacter(ord(c)) and c not in "⁻⁵"] == []


def test_loading_twice_adds_nothing() -> None:
    before = QFontDatabase.families()
    fonts.load_fonts()
    assert QFontDatabase.families() == before


def test_every_family_has_its_licence_beside_it() -> None:
    names = {path.name for path in resource("fonts").iterdir()}
    assert {"Inter-OFL.txt", "STIX-OFL.txt"} <= names
    assert {name.split("-")[0] for name in names} == {"Inter", "STIX"}


def test_a_damaged_font_is_named(qapp: QGuiApplication, tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "Broken.otf").write_bytes(b"no font")
    monkeypatch.setattr(fonts, "resource", lambda *_: tmp_path)
    qapp.setProperty(fonts._LOADED, False)
    with pytest.raises(GateScopeError, match=r"Broken\.otf cannot be read"):
        fonts.load_fonts()
    qapp.setProperty(fonts._LOADED, True)


def test_nothing_is_said_of_fonts_while_their_lock_is_held(qapp: QGuiApplication) -> None:
    """A message handler written in Python would wait for a thread that waits for that lock (see `load_fonts`)."""
    fonts.load_fonts()
    assert not QLoggingCategory("qt.text.font.db").isInfoEnabled()
