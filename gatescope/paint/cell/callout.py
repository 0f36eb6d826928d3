"""Where the call-out with the chosen unit's numbers stands: near what it is about, but over no part of the wiring."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF

from gatescope.paint.canvas import Canvas
from gatescope.paint.cell.formula import Formulas
from gatescope.paint.cell.frame import Frame
from gatescope.plots.cell import grid
from gatescope.words import tr

# Moves on the grid that are tried in turn, near ones first.
_MOVES = sorted(
    ((across, down) for across in range(-180, 181, 20) for down in range(-60, 101, 10)),
    key=lambda move: abs(move[0]) + 1.5 * abs(move[1]),
)


def callout_rect(canvas: Canvas, formulas: Formulas, frame: Frame) -> QRectF | None:
    """Return the place that is free next to the one that is wanted; None where there is no call-out, or no place."""
    explanation, size = frame.wiring.explanation, frame.size / canvas.unit
    if explanation.callout is None or not explanation.called:
        return None
    numbers = formulas.width(explanation.called, 12.5 * size, math=False, bold=True)
    wide, high = (
        max(numbers, canvas.width(tr("unit {unit}", unit="0000"), 11 * size)) + 20 * frame.size,
        40 * frame.size,
    )
    parts = _parts(frame)
    wanted = explanation.callout
    for across, down in _MOVES:
        centre = frame.point((wanted[0] + across, wanted[1] + down))
        left = min(max(centre.x() - wide / 2, frame.rect.left()), frame.rect.right() - wide)
        rect = QRectF(QPointF(left, centre.y() - high / 2), QPointF(left + wide, centre.y() + high / 2))
        if frame.rect.contains(rect) and not any(rect.intersects(part) for part in parts):
            return rect
    return None


def _parts(frame: Frame) -> list[QRectF]:
    wiring = frame.wiring
    found = [frame.strip(strip).adjusted(0, 0, 0, 7 * frame.size) for strip in wiring.strips]
    found += [frame.box(box) for box in wiring.boxes]
    line = frame.point((0.0, grid.STATE)).y()
    found.append(QRectF(frame.rect.left(), line - 6 * frame.size, frame.rect.width(), 12 * frame.size))
    return found + [frame.node(node) for node in wiring.nodes]
