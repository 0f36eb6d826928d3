"""What is kept of a figure's settings between starts, and what it takes from a file that is none."""

import json

import pytest

from gatescope.app.figures.choices import FORMATS, MOST_DPI, WIDEST, FigureChoices
from gatescope.export.file_kinds import PICTURES


def test_what_is_written_is_read():
    choices = FigureChoices(
        style="slide", width_mm=114.0, height_mm=90.5, text_pt=18.0, letters="ABC", suffix=".png", dpi=600
    )
    assert FigureChoices.read(choices.written()) == choices
    assert FigureChoices.read(FigureChoices().written()) == FigureChoices()


def test_views_title_and_caption_belong_to_one_figure():
    choices = FigureChoices(views=("gradients",), title="A title", caption="A caption")
    assert FigureChoices.read(choices.written()) == FigureChoices()


@pytest.mark.parametrize("text", ["", "[]", "{", "{}", "\ud800", '{"style": 3}', "null", "NaN"])
def test_what_cannot_be_read_is_the_usual(text):
    assert FigureChoices.read(text) == FigureChoices()


@pytest.mark.parametrize(
    ("name", "value", "found"),
    [("width_mm", 1e300, WIDEST), ("width_mm", -1, 30.0), ("text_pt", 0, 5.0), ("height_mm", 1e9, 800.0)],
)
def test_numbers_are_kept_within_bounds(name, value, found):
    written = json.loads(FigureChoices().written()) | {name: value}
    assert getattr(FigureChoices.read(json.dumps(written)), name) == found


def test_dots_beyond_reason_are_refused():
    written = json.loads(FigureChoices(style="slide").written()) | {"dpi": MOST_DPI + 1}
    assert FigureChoices.read(json.dumps(written)) == FigureChoices()


@pytest.mark.parametrize(("views", "grid"), [(1, 1), (2, 2), (3, 2), (4, 2), (5, 3), (9, 3), (10, 4)])
def test_columns(views, grid):
    names = tuple(map(str, range(views)))
    assert FigureChoices(names).columns == views
    assert FigureChoices(names, arrangement="column").columns == 1
    assert FigureChoices(names, arrangement="grid").columns == grid


def test_a_style_brings_its_text_unless_another_was_chosen():
    usual = FigureChoices()
    assert usual.styled("slide").text_pt == 18.0
    assert usual.styled("slide").styled("print") == usual
    assert FigureChoices(text_pt=7.0).styled("slide").text_pt == 7.0


def test_every_format_has_a_writer():
    assert set(FORMATS) <= set(PICTURES)
