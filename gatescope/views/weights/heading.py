"""One line about the array on screen: symbol, shape, range of the colours, and a button to the current token's row."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from gatescope.paint.colour_bar import ColourBar
from gatescope.plots.colours import SIGNED
from gatescope.plots.matrix_plot import MatrixPlot
from gatescope.plots.signals import CELL_NAMES
from gatescope.plots.theme import LIGHT, Theme
from gatescope.views.base.icons import icon
from gatescope.views.base.math_text import math_text
from gatescope.views.base.text_size import pixels
from gatescope.words import mark, tr

_HEIGHT, _SYMBOL_PIXELS, _TEXT_PIXELS = 26, 18, 11
_BAR_WIDTH, _BAR_HEIGHT = 90.0, 8.0
_LONGEST_WORD = 16


class WeightHeading(QWidget):
    """Describes a `MatrixPlot`."""

    token_wanted = Signal()
    """The person wants to see the row that the current token reads."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("weightHeading")
        self._theme: Theme = LIGHT
        self._plot: MatrixPlot | None = None
        self._cell = ""
        self._find = QToolButton(self)
        self._find.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._find.setToolTip(tr("Show the row that the current token reads"))
        self._find.clicked.connect(self.token_wanted)
        self._find.setStyleSheet("QToolButton { padding: 1px 6px; min-height: 16px; }")
        self._find.hide()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addStretch(1)
        row.addWidget(self._find)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.setFixedHeight(theme.pixels(_HEIGHT))
        self._find.setIcon(icon("target", theme))
        self.update()

    def show_plot(self, plot: MatrixPlot, cell: str) -> None:
        """Show the name and shape of the array and, in Compare, its model; repaints only where one of them changed."""
        before, self._plot, self._cell = self._plot, plot, cell
        # A drag changes neither, mostly.
        if before is not None and _written(before) == _written(plot):
            return
        self.setAccessibleName(f"{plot.title}, {_shape(plot)}")
        self.setToolTip(tr("{title} of {model}", title=plot.title, model=plot.model))
        self.update()

    def show_token(self, word: str) -> None:
        """Offer a button to the row of `word`; an empty word hides it."""
        self._find.setVisible(bool(word))
        if word:
            short_word = word if len(word) <= _LONGEST_WORD else word[:_LONGEST_WORD] + "…"
            self._find.setText(short_word.replace("&", "&&"))
            self._find.setAccessibleName(tr("Show the row of {short_word}", short_word=short_word))

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._plot is None:
            return
        painter, middle = QPainter(self), self.height() / 2
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        bold, font = QFont(self.font()), QFont(self.font())
        for each in (bold, font):
            each.setPixelSize(pixels(_TEXT_PIXELS))
        bold.setWeight(QFont.Weight.DemiBold)
        painter.setFont(bold)
        painter.setPen(QColor(self._theme.cell_hue(self._cell)))
        x = self._text(painter, QFontMetricsF(bold), 2, CELL_NAMES[self._cell]) + 10
        symbol = math_text(self._plot.symbol, _SYMBOL_PIXELS)
        symbol.paint(painter, x, middle, QColor(self._theme.text))
        painter.setFont(font)
        painter.setPen(QColor(self._theme.muted))
        metrics = QFontMetricsF(font)
        x = self._text(painter, metrics, x + symbol.width + 10, _about(self._plot)) + 18
        end = self._find.x() if self._find.isVisible() else self.width()
        bar = ColourBar(font, QSizeF(_BAR_WIDTH, _BAR_HEIGHT), 6.0)
        if x + bar.width(self._plot.low, self._plot.high) <= end:
            baseline = middle + (metrics.ascent() - metrics.descent()) / 2
            bar.paint(painter, x, baseline, self._plot.low, self._plot.high, SIGNED, self._theme)
        painter.end()

    def _text(self, painter: QPainter, metrics: QFontMetricsF, x: float, text: str) -> float:
        width = metrics.horizontalAdvance(text)
        painter.drawText(QRectF(x, 0, width + 2, self.height()), Qt.AlignmentFlag.AlignVCenter, text)
        return x + width


def _written(plot: MatrixPlot) -> tuple[object, ...]:
    """Return all that the line says of `plot`."""
    return plot.model, plot.title, plot.symbol, _about(plot), plot.low, plot.high


def _about(plot: MatrixPlot) -> str:
    return f"{plot.place} · {_shape(plot)}" if plot.place else _shape(plot)


def _shape(plot: MatrixPlot) -> str:
    rows, columns = plot.values.shape
    counted = (
        [(rows, plot.row_label), (columns, plot.column_label)] if plot.row_label else [(columns, plot.column_label)]
    )
    return " × ".join(f"{count} {tr(_plural(name) if count != 1 else name)}" for count, name in counted)


_COUNTED = (
    *(mark("unit"), mark("units"), mark("unit below"), mark("units below"), mark("input"), mark("inputs")),
    *(mark("word"), mark("words"), mark("output"), mark("outputs"), mark("state"), mark("states")),
    *(mark("state below"), mark("states below")),
)
"""The rows and columns that `plots.matrix` names, one and many."""


def _plural(name: str) -> str:
    first, _, rest = name.partition(" ")
    return f"{first}s {rest}".strip()
