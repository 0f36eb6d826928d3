"""The places of the parts of a composed figure."""

from __future__ import annotations

from math import ceil

from PySide6.QtCore import QRectF, QSizeF
from PySide6.QtGui import QImage, QPainter

from gatescope.paint.canvas import Canvas
from gatescope.paint.figure.caption import caption_html
from gatescope.paint.figure.heights import natural_height
from gatescope.paint.figure.kinds import entries_of
from gatescope.paint.figure.legend_row import LegendRow
from gatescope.paint.rich_text import RichText
from gatescope.plots.figure.apart import told_apart
from gatescope.plots.figure.figure import LEGENDS, Figure
from gatescope.plots.figure.styles import Look, look_of
from gatescope.plots.theme import Theme

UNITS = 720.0
"""Units of the layout in an inch: ten of a point, so that the size of a font, a whole number of them, is exact."""
PER_MM = UNITS / 25.4
TEXT = 12.0
"""Design pixels of the text of a figure; `Figure.text_pt` points on paper."""
HEAD = 20.0
"""The line with the letter and the title of a panel."""
MARGIN = 5.0
_COLUMN_GAP, _ROW_GAP, _ABOVE_CAPTION, _BELOW_LEGEND = 20.0, 14.0, 11.0, 8.0
_LEAST_PANEL = 60.0


class FigureLayout:
    """The parts of one figure, in 1/720 inch.

    Attributes:
        look: of its style.
        unit: units of one design pixel.
        plots: of the panels, as the style draws their lines.
        legend: the one that all panels share; None where each has its own.
        size: of the whole.
        heads: the line with letter and title of each panel.
        bodies: the picture of each panel.
        caption: its place; no height where there is none.
        caption_text: the text in it.
    """

    def __init__(self, canvas: Canvas, figure: Figure) -> None:
        self.look = look_of(figure.style, canvas.theme)
        self.unit = unit = canvas.unit
        plots = [panel.plot for panel in figure.panels]
        self.plots = [told_apart(plot) for plot in plots] if self.look.dashed else plots
        margin, width = MARGIN * unit, figure.width_mm * PER_MM
        inner = width - 2.0 * margin
        columns = min(figure.columns, len(figure.panels))
        gap, head = _COLUMN_GAP * unit, HEAD * unit
        column = (inner - gap * (columns - 1)) / columns
        html = caption_html(figure)
        self.caption_text = RichText(canvas, html, inner, size=TEXT) if html else None
        said = 0.0 if self.caption_text is None else self.caption_text.height + 2.0 * _ABOVE_CAPTION * unit
        shared = entries_of(canvas, self.plots) if figure.legend == LEGENDS[1] else []
        self.legend = LegendRow(canvas, shared, inner) if shared else None
        above = 0.0 if self.legend is None else self.legend.height + _BELOW_LEGEND * unit
        rows = ceil(len(figure.panels) / columns)
        between = _ROW_GAP * unit * (rows - 1) + rows * head + said + above + 2.0 * margin
        heights = [
            max(natural_height(canvas, plot, column) for plot in self.plots[row * columns : (row + 1) * columns])
            for row in range(rows)
        ]
        if figure.height_mm is not None:
            free = max(figure.height_mm * PER_MM - between, rows * _LEAST_PANEL * unit * 0.5)
            heights = [height * free / sum(heights) for height in heights]
        self.heads, self.bodies = [], []
        top = margin + above
        for row, height in enumerate(heights):
            for at in range(columns):
                if row * columns + at < len(figure.panels):
                    left = margin + at * (column + gap)
                    self.heads.append(QRectF(left, top, column, head))
                    self.bodies.append(QRectF(left, top + head, column, height))
            top += head + height + _ROW_GAP * unit
        top -= _ROW_GAP * unit
        self.caption = QRectF(margin, top, inner, said)
        height = top + said + margin if figure.height_mm is None else figure.height_mm * PER_MM
        self.size = QSizeF(width, height)


def figure_canvas(painter: QPainter, figure: Figure, theme: Theme) -> tuple[Canvas, Look]:
    """Return the canvas on which a figure is laid out in 1/720 inch, and the look of its style."""
    look = look_of(figure.style, theme)
    unit = figure.text_pt * UNITS / 72.0 / TEXT
    return Canvas(painter, look.theme, QRectF(), unit, head=0.0, thickness=look.thickness), look


def figure_size(figure: Figure, theme: Theme) -> QSizeF:
    """Return the width and the height on paper in millimetres. Needs a QGuiApplication with the bundled fonts."""
    nowhere = QImage(1, 1, QImage.Format.Format_RGB32)
    painter = QPainter(nowhere)
    try:
        canvas, _ = figure_canvas(painter, figure, theme)
        size = FigureLayout(canvas, figure).size
        return QSizeF(size.width() / PER_MM, size.height() / PER_MM)
    finally:
        painter.end()
