"""No text is written in a weight that no bundled font has: Qt would smear it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtGui import QFontDatabase, QTextDocument
from PySide6.QtWidgets import QAbstractButton, QLabel

import gatescope
from gatescope.paint.fonts import load_fonts
from gatescope.plots.theme import UI_FAMILY
from gatescope.views.base.semi_bold import semi_bold


@pytest.mark.usefixtures("qapp")
def test_emphasis_takes_a_weight_that_is_there() -> None:
    load_fonts()
    weights = {QFontDatabase.weight(UI_FAMILY, style) for style in QFontDatabase.styles(UI_FAMILY)}
    document = QTextDocument()
    document.setHtml(semi_bold("one <b>word</b> of many"))
    found = set()
    block = document.begin().begin()
    while not block.atEnd():
        found.add(block.fragment().charFormat().fontWeight())
        block += 1
    assert len(found) == 2
    assert found <= weights


def test_no_label_of_the_window_asks_for_another(desktop) -> None:
    weights = {QFontDatabase.weight(UI_FAMILY, style) for style in QFontDatabase.styles(UI_FAMILY)}
    texts = [w for kind in (QLabel, QAbstractButton) for w in desktop.window.findChildren(kind)]
    assert {w.font().weight() for w in texts} <= weights


def test_no_code_asks_for_bold() -> None:
    folder = Path(gatescope.__file__).parent
    pattern = re.compile(r"setBold\(|Weight\.Bold|font-weight: ?(?:bold|[789]00)|<h[1-6]>|<strong>|<th>")
    found = [str(p.relative_to(folder)) for p in folder.rglob("*.py") if pattern.search(p.read_text("utf-8"))]
    assert found == []


def test_emphasis_is_written_where_it_takes_that_weight() -> None:
    folder = Path(gatescope.__file__).parent
    paths = [path for part in ("views", "app") for path in (folder / part).rglob("*.py")]
    emphatic = {path.name: text for path in paths if "<b>" in (text := path.read_text("utf-8"))}
    assert emphatic
    assert [name for name, text in emphatic.items() if "semi_bold(" not in text] == []
