from __future__ import annotations

import pytest
from PySide6.QtGui import QImage, QPainter

from gatescope.lessons.library import bundled_lessons
from gatescope.paint.equation.box import Letters, Stroke
from gatescope.paint.equation.painting import paint_equation
from gatescope.paint.equation.reading import equation_box
from gatescope.paint.equation.symbols import SYMBOLS
from gatescope.paint.fonts import load_fonts
from gatescope.plots.theme import DARK, LIGHT

SIZE = 20.0


@pytest.fixture(autouse=True)
def fonts(qapp) -> None:
    load_fonts()


def letters(latex: str) -> list[Letters]:
    return [mark for mark in equation_box(latex, SIZE).marks if isinstance(mark, Letters)]


def written(latex: str) -> str:
    return "".join(mark.text for mark in letters(latex))


def test_a_product_has_its_limits_above_and_below_and_its_gate_the_gate_s_hue():
    marks = {mark.text: mark for mark in letters(r"\prod_{j=t+1}^{T} f_j")}
    assert marks["T"].y < marks["∏"].y < marks["t"].y
    assert marks["f"].hue == "forget_gate"
    assert [mark.hue for mark in letters(r"\sum_{i} x_{f}") if mark.text in "if"] == ["", ""]


@pytest.mark.parametrize("base", [r"\sigma", r"\tanh", "f"])
@pytest.mark.parametrize(("exponent", "primes"), [(r"^{\prime}", "'"), (r"^\prime", "'"), (r"^{\prime\prime}", "''")])
def test_a_prime_is_drawn_alike_however_it_is_written(base, exponent, primes):
    assert equation_box(f"{base}{exponent}(x)", SIZE) == equation_box(f"{base}{primes}(x)", SIZE)
    assert written(f"{base}{exponent}(x)").count("′") == len(primes)


def test_a_fraction_stands_about_its_line():
    box = equation_box(r"\frac{a}{b}", SIZE)
    (line,) = (mark for mark in box.marks if isinstance(mark, Stroke))
    marks = {mark.text: mark for mark in box.marks if isinstance(mark, Letters)}
    assert marks["a"].y < line.points[0][1] < marks["b"].y
    assert box.above > 0
    assert box.below > 0


@pytest.mark.parametrize(
    ("latex", "text"),
    [
        (r"c_t = f_t \odot c_{t-1}", "ct=ft⊙ct−1"),
        (r"\sigma'(x) \le \tfrac14", "σ′(x)≤14"),
        (r"\text{the word is here} = \mathrm{x}", "the word is here=x"),
        (r"\left\| \nabla \right\| \to \infty", "‖∇‖→∞"),
        (r"\tanh x", "tanhx"),
        (r"\unheardof{x}", "unheardofx"),
        ("", ""),
    ],
)
def test_it_writes_what_is_meant(latex, text):
    assert written(latex) == text


@pytest.mark.parametrize(
    "latex", [r"\frac{", r"x^", r"}{", r"\left(", r"_{", "\\", r"\frac", r"\sqrt", r"a__b", "{" * 200]
)
def test_what_is_not_finished_is_drawn_as_far_as_it_goes(latex):
    assert equation_box(latex, SIZE).width >= 0


def test_every_equation_of_the_claims_is_read_whole():
    """A name that is not known would be written out, without its backslash."""
    known = {*SYMBOLS.values()}
    for card in bundled_lessons().cards:
        for mark in letters(card.equation):
            upright = not mark.italic and len(mark.text) > 1
            assert not upright or f"\\{mark.text}" not in card.equation or mark.text in known | _FUNCTIONS, card.claim


_FUNCTIONS = {"tanh", "log", "ln", "exp", "sin", "cos", "max", "min", "det", "softmax", "diag"}


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_it_is_painted_inside_its_box(theme):
    box = equation_box(r"\sqrt{\frac{\partial c_T}{\partial c_t}} = \prod_{j=t+1}^{T} f_j", SIZE)
    image = QImage(round(box.width) + 40, round(box.above + box.below) + 40, QImage.Format.Format_RGB32)
    image.fill(theme.surface)
    painter = QPainter(image)
    paint_equation(painter, box, 20, 20 + box.above, theme)
    painter.end()
    ground = image.pixel(0, 0)
    inked = [(x, y) for x in range(image.width()) for y in range(image.height()) if image.pixel(x, y) != ground]
    assert len(inked) > 200
    assert min(x for x, _ in inked) >= 17
    assert max(x for x, _ in inked) <= 20 + box.width + 3
    assert min(y for _, y in inked) >= 17
    assert max(y for _, y in inked) <= 20 + box.above + box.below + 3
