"""Text in several forms is laid out and painted as Qt's document of rich text does it, and may be on any thread."""

from __future__ import annotations

import threading

import numpy as np
import pytest
from PySide6.QtGui import QFont, QImage, QPainter, QTextDocument

from gatescope.paint.text_block import Look, TextBlock
from gatescope.plots.theme import LIGHT, MATH_FAMILY, UI_FAMILY
from tests.paint.looking import pixels

TEXTS = {
    "plain": "Plain words",
    "forms": 'a <b>bold</b> word, <span class="gru">GRU</span> with 10<sup>−3</sup> and <i>x</i> in the end of all',
    "symbols": '<span class="math"><i>f<sub>t</sub></i> ⊙ <i>c</i><sub><i>t</i>−1</sub></span>',
    "lines": "one<br>two <i>three</i><br><br>four",
    "spaces": "a\n  b &nbsp;&nbsp;&lt;c&gt; &amp;",
    "scripts": "日本語 שלום текст 𝒉",
    "long": "averyverylongwordwithoutanyspaces" * 3,
    "nothing": "",
}
LOOKS = {"gru": Look("#aa3300", bold=True), "math": Look(family=MATH_FAMILY, pixels=15)}


def font_of(pixels: int) -> QFont:
    font = QFont(UI_FAMILY)
    font.setPixelSize(pixels)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return font


def sheet() -> QImage:
    picture = QImage(320, 260, QImage.Format.Format_RGB32)
    picture.fill(LIGHT.surface)
    return picture


def drawn(html: str, width: float) -> tuple[float, np.ndarray]:
    block = TextBlock(html, font_of(13), LIGHT.text, width, looks=LOOKS, raised_pixels=14)
    picture = sheet()
    painter = QPainter(picture)
    block.paint(painter, 6.0, 5.0)
    painter.end()
    return block.height, pixels(picture)


def by_document(html: str, width: float) -> tuple[float, np.ndarray]:
    rules = (
        ".gru { color: #aa3300; font-weight: 600 }",
        "b { font-weight: 600 }",
        "sup { font-size: 14px }",
        f".math {{ font-family: '{MATH_FAMILY}'; font-size: 15px }}",
    )
    document = QTextDocument()
    document.setDocumentMargin(0.0)
    document.setUseDesignMetrics(True)
    document.setDefaultFont(font_of(13))
    document.setDefaultStyleSheet("\n".join(rules))
    document.setHtml(f'<span style="color:{LIGHT.text}">{html}</span>')
    document.setTextWidth(width)
    picture = sheet()
    painter = QPainter(picture)
    painter.translate(6.0, 5.0)
    document.drawContents(painter)
    painter.end()
    return document.size().height(), pixels(picture)


@pytest.mark.parametrize("width", [90.0, 300.0])
@pytest.mark.parametrize("text", TEXTS)
def test_it_is_as_a_document_has_it(qapp: object, text: str, width: float) -> None:
    (height, shown), (expected, like) = drawn(TEXTS[text], width), by_document(TEXTS[text], width)
    assert height == expected
    assert np.array_equal(shown, like)


def test_one_line_is_as_wide_as_its_words(qapp: object) -> None:
    one, two = (TextBlock(html, font_of(13), LIGHT.text) for html in ("<b>mm</b>", "<b>mm</b><b>mm</b>"))
    assert two.width == pytest.approx(2 * one.width, abs=0.1)
    assert one.height == two.height
    assert 0 < one.ascent < one.height


def test_a_thread_lays_out_and_paints_the_same(qapp: object) -> None:
    found = []
    thread = threading.Thread(target=lambda: found.append(drawn(TEXTS["forms"], 120.0)))
    thread.start()
    thread.join()
    height, shown = drawn(TEXTS["forms"], 120.0)
    assert found[0][0] == height
    assert np.array_equal(found[0][1], shown)
