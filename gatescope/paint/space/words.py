"""The words along the paths of a plane, and the names of fixed points: placed beside their points, without overlaps."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF

from gatescope.paint.canvas import Canvas
from gatescope.paint.space.fixed_marks import arm_lines
from gatescope.paint.space.label_places import place_labels
from gatescope.paint.space.plane_layout import NAME, PanelLayout
from gatescope.plots.space.plane import StatePlanePlot
from gatescope.words import in_quotes

_MOST, _LEAST = 30, 14
_SPACE = 3600.0
_RING = 5.0
_LONGEST = 18
_MOST_LINES = 200
_RIM = 1.6


def paint_words(canvas: Canvas, plot: StatePlanePlot, layout: PanelLayout, corners: list[QRectF]) -> None:
    """Write the words that have room, the one at the cursor first, then those after which the state moved farthest."""
    panel, area, unit, theme = layout.panel, layout.area, canvas.unit, canvas.theme
    places = layout.pixels(panel.path.points)
    # In a small picture words would hide what they name.
    most = max(int(area.width() * area.height() / (_SPACE * unit**2)), 2)
    # A place that is not finite lies in no area.
    inside = np.array([area.contains(QPointF(x, y)) for x, y in places.tolist()], np.bool_)
    cursor = panel.path.place(plot.cursor)
    picked = _most_telling(places, inside, cursor, min(max(_MOST // len(plot.panels), _LEAST), most))
    named = [
        (layout.x_of(one.x), layout.y_of(one.y), one.mark.label)
        for one in panel.marks
        if one.mark.label and np.isfinite([one.x, one.y]).all()
    ]
    texts = [label for _, _, label in named] + [_word(panel.path.word(place)) for place in picked]
    anchors = [(x, y) for x, y, _ in named] + [(float(x), float(y)) for x, y in places[picked]]
    sizes = [(canvas.width(text, NAME, bold=True) + 4.0 * unit, NAME * 1.25 * unit) for text in texts]
    box = area.left() + 2.0, area.top() + 2.0, area.right() - 2.0, area.bottom() - 2.0
    taken = [(one.left(), one.top(), one.right(), one.bottom()) for one in corners]
    points = np.concatenate([places[inside], np.array(anchors).reshape(-1, 2)])
    lines = np.concatenate([places[:-1], places[1:]], axis=1)[:_MOST_LINES] if len(places) > 1 else np.zeros((0, 4))
    lines = lines[np.isfinite(lines).all(axis=1)]
    lines = np.concatenate([lines, *(arm_lines(layout, one, unit) for one in panel.marks)])
    ringed = [*(False for _ in named), *(place == cursor for place in picked)]
    gaps = [_RING * unit * one for one in ringed]
    for label in place_labels(anchors, sizes, box, points, lines, unit, taken, gaps):
        left, top, right, bottom = label.box
        if label.leader is not None:
            canvas.line(QPointF(*label.leader), QPointF(*anchors[label.index]), theme.ghost, 0.9)
        baseline = (top + bottom) / 2 + NAME * 0.36 * unit
        colour = theme.accent if ringed[label.index] else theme.text
        middle = (left + right) / 2
        words, rim = texts[label.index], _RIM if canvas.on_paper else 0.0
        canvas.text(words, middle, baseline, size=NAME, bold=True, align="centre", colour=colour, rim=rim)


def _word(word: str) -> str:
    """Return a word as a label: cut where it is long, in quotation marks where it is but a sign."""
    if not any(map(str.isalnum, word)):
        return in_quotes(word)
    return word if len(word) <= _LONGEST else word[: _LONGEST - 1] + "…"


def _most_telling(places: np.ndarray, inside: np.ndarray, cursor: int | None, most: int) -> list[int]:
    """Return the words to write, the most important first."""
    moved = np.zeros(len(places))
    if len(places) > 1:
        with np.errstate(invalid="ignore"):
            moved[1:] = np.nan_to_num(np.hypot(*(places[1:] - places[:-1]).T), nan=0.0)
        moved[0] = np.inf
    order = [int(token) for token in np.argsort(-moved, kind="stable") if inside[token]][:most]
    if cursor is not None and inside[cursor]:
        order = [cursor, *(token for token in order if token != cursor)]
    return order[:most]
