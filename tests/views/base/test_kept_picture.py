"""A kept picture: it is painted once, and again only when its plot, its place or its colours changed."""

from __future__ import annotations

from PySide6.QtGui import QColor, QPainter
from pytestqt.qtbot import QtBot

from gatescope.paint.canvas import Canvas
from gatescope.plots.theme import DARK
from gatescope.views.base.kept_picture import KeptPicture


class Words(KeptPicture[str, int]):
    """Lays out a word by its length, and counts what is painted."""

    def __init__(self) -> None:
        super().__init__()
        self.bodies: list[str] = []
        self.overlays: list[tuple[str, int]] = []

    def show_plot(self, plot: str | None) -> None:
        self._plot = plot
        self.repaint_all()

    def _paint_body(self, canvas: Canvas, plot: str) -> int:
        assert canvas.theme is self._theme
        self.bodies.append(plot)
        return len(plot)

    def _paint_over(self, painter: QPainter, plot: str, layout: int) -> None:
        assert painter.isActive()
        self.overlays.append((plot, layout))


def put(qtbot: QtBot) -> Words:
    picture = Words()
    qtbot.addWidget(picture)
    picture.resize(60, 40)
    # A widget that is not shown gets its size anew with every grab.
    picture.show()
    return picture


def test_it_is_painted_once_and_what_lies_over_it_each_time(qtbot: QtBot) -> None:
    picture = put(qtbot)
    picture.show_plot("gate")
    assert picture.layout_now is None
    picture.grab()
    picture.grab()
    assert picture.shown == "gate"
    assert picture.layout_now == 4
    assert picture.bodies == ["gate"]
    assert len(picture.overlays) >= 2
    assert set(picture.overlays) == {("gate", 4)}


def test_another_plot_size_or_theme_paints_it_anew(qtbot: QtBot) -> None:
    picture = put(qtbot)
    picture.show_plot("gate")
    picture.grab()
    picture.show_plot("cell")
    picture.grab()
    picture.resize(80, 40)
    picture.grab()
    picture.set_theme(DARK)
    grabbed = picture.grab().toImage()
    assert picture.bodies == ["gate", "cell", "cell", "cell"]
    assert grabbed.pixelColor(1, 1) == QColor(DARK.surface)


def test_without_a_plot_nothing_is_painted(qtbot: QtBot) -> None:
    picture = put(qtbot)
    picture.show_plot("gate")
    picture.show_plot(None)
    picture.grab()
    assert not picture.bodies
    assert not picture.overlays
    assert picture.layout_now is None


def test_the_layout_is_that_of_the_plot_shown_before_it_is_painted_too(qtbot: QtBot) -> None:
    """Else a click between two paints would look for a row that the plot has no more."""
    picture = put(qtbot)
    picture.show_plot("gate")
    picture.grab()
    picture.show_plot("forget")
    assert picture.layout_now == 6
    picture.grab()
    assert picture.bodies == ["gate", "forget"]
    picture.show_plot(None)
    assert picture.layout_now is None


def test_a_picture_without_a_size_has_no_layout(qtbot: QtBot) -> None:
    picture = put(qtbot)
    picture.show_plot("gate")
    picture.grab()
    picture.resize(0, 0)
    assert picture.layout_now is None
    picture.resize(60, 40)
    assert picture.layout_now == 4
