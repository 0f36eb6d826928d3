"""The marks of a text, and what is left of it without them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QTextDocument

from gatescope.paint.marked_up import Form, Piece, marked_up

WORDS = st.text("ab 𝒉日\n\t&<>", max_size=6)
MARKED = st.recursive(
    WORDS.map(lambda words: words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")),
    lambda inner: st.tuples(st.sampled_from(["b", "i", "sub", "sup", "span"]), st.lists(inner, max_size=3)).map(
        lambda made: f"<{made[0]}>{''.join(made[1])}</{made[0]}>"
    ),
    max_leaves=8,
)


@given(st.lists(MARKED | st.just("<br>"), max_size=4).map("".join))
def test_the_text_is_that_of_a_document(html: str) -> None:
    document = QTextDocument()
    document.setHtml(html)
    # A document makes two of the breaks that end it one, and keeps the space at the ends of some lines.
    kept = [line.strip(" ") for line in document.toPlainText().strip(" \n").split("\n")]
    found = [line.strip(" ") for line in marked_up(html).text.strip(" \u2028").split("\u2028")]
    assert found == kept


@pytest.mark.parametrize(
    ("html", "pieces"),
    [
        ("plain", ()),
        ("a <b>b</b>", (Piece(2, 1, Form(bold=True)),)),
        ("<i>h</i><sub>t</sub>", (Piece(0, 1, Form(italic=True)), Piece(1, 1, Form(place="lowered")))),
        ("<i>h<sub>t</sub></i>", (Piece(0, 1, Form(italic=True)), Piece(1, 1, Form(italic=True, place="lowered")))),
        ("10<sup>−3</sup>", (Piece(2, 2, Form(place="raised")),)),
        ('<span class="lstm">𝒉b</span>c', (Piece(0, 3, Form("lstm")),)),
        ("<span style='color:#ff0000'>r</span>", (Piece(0, 1, Form(colour="#ff0000")),)),
        ("<span style='font-weight:600; color:#ff0000'>r</span>", (Piece(0, 1, Form(colour="#ff0000", bold=True)),)),
        ('<span style="background-color:#ff0000">r</span>', ()),
        ("a</b>b", ()),
    ],
)
def test_every_piece_has_its_form(html: str, pieces: tuple[Piece, ...]) -> None:
    assert marked_up(html).pieces == pieces
