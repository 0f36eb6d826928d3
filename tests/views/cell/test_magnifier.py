"""The wheel magnifies about the mouse, a drag moves, and nothing beyond the picture comes into sight."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF

from gatescope.views.cell.magnifier import Magnifier

WHOLE = QRectF(0, 0, 400, 300)


def test_what_is_under_the_mouse_stays_there() -> None:
    glass, about = Magnifier(), QPointF(100, 120)
    glass.turn(3, about, WHOLE)
    assert glass.factor > 1.5
    found = glass.place(QRectF(about, about)).topLeft()
    assert (found - about).manhattanLength() < 1e-9
    glass.turn(-30, about, WHOLE)
    assert glass.place(WHOLE) == WHOLE


def test_nothing_beyond_the_picture_comes_into_sight() -> None:
    glass = Magnifier()
    glass.pan(QPointF(50, -20), WHOLE)
    assert glass.place(WHOLE) == WHOLE
    glass.turn(100, QPointF(0, 300), WHOLE)
    for way in (QPointF(1e4, 1e4), QPointF(-1e4, -1e4)):
        glass.pan(way, WHOLE)
        assert glass.place(WHOLE).contains(WHOLE)
    glass.reset()
    assert (glass.factor, glass.place(WHOLE)) == (1.0, WHOLE)
