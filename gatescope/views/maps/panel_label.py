"""The names beside the maps: each is a button that puts its signal in focus, with the range of its colours."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from gatescope.paint.colour_bar import ColourBar
from gatescope.plots.description import HeatmapPanel
from gatescope.plots.glossary.terms import also_called
from gatescope.plots.numbers import short
from gatescope.plots.theme import LIGHT, Theme
from gatescope.views.base.math_text import math_text
from gatescope.views.base.text_size import dot_size, scaled
from gatescope.views.controls.return_button import ReturnButton
from gatescope.views.tokens.words import WordMetrics
from gatescope.words import tr

_WIDTH = 158
_DOT_RIGHT = 17.0
_TEXT_LEFT = 22.0
_BAR = QSizeF(44, 6)
_TWO_LINES = 32.0
_MOST_UNITS = 4


def label_width() -> int:
    """Return the pixels that names take at the left of maps and lines."""
    return round(scaled(_WIDTH))


def two_lines() -> float:
    """Return the pixels that a label needs for the range of its colours below the name."""
    return scaled(_TWO_LINES)


class PanelLabel(ReturnButton):
    """Dot in the gate's hue, name, symbol, and the colours from the low to the high end of the range."""

    signal_picked = Signal(str, str)
    """The signal whose label was clicked, and its model."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme: Theme = LIGHT
        self._shown: tuple[object, ...] = ()
        self._panel: HeatmapPanel | None = None
        self._in_focus = self._ranged = self._lock = False
        self._name = WordMetrics(13, bold=True)
        self._small = WordMetrics(10)
        self.clicked.connect(self._choose)

    def show_panel(self, panel: HeatmapPanel, *, in_focus: bool, theme: Theme) -> None:
        """Name `panel`; repaints only where something that is written changed."""
        self._panel = panel
        named = (panel.model, panel.signal, panel.symbol, panel.clamped, panel.strip)
        shown = (*named, panel.low, panel.high, panel.table, in_focus, theme)
        if shown == self._shown:
            return
        self._shown, self._in_focus, self._theme = shown, in_focus, theme
        self._lock = bool(panel.clamped)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus if panel.strip else Qt.FocusPolicy.TabFocus)
        tips, told = (
            [
                tr("Shade the words by the {title}", title=panel.title),
                *filter(None, (also_called(panel.signal, panel.cell),)),
            ],
            [tr("{title}, {low} to {high}", title=panel.title, low=short(panel.low), high=short(panel.high))],
        )
        if panel.strip:
            tips, told = (
                [tr("What is held changes the {title} by so much", title=panel.title)],
                [tr("difference of the {title}", title=panel.title)],
            )
        if panel.outside:
            tips.append(tr("Some values lie beyond the range: the arrows have their colours"))
            told.append(tr("some values beyond"))
        if self._lock:
            tips.append(
                tr("Held at a value: {held_units}. Right-click its map to release it", held_units=_held_units(panel))
            )
            told.append(tr("held: {held_units}", held_units=_held_units(panel)))
        self.setAccessibleName(", ".join(told))
        self.setToolTip("\n".join(tips))
        self.update()

    def show_range(self, shown: bool) -> None:
        """Write the range of the colours below the name, or leave it out."""
        if shown != self._ranged:
            self._ranged = shown
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(label_width(), round(scaled(40)))

    def paintEvent(self, _event: QPaintEvent) -> None:
        panel, theme = self._panel, self._theme
        if panel is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = self.height() / 2.0
        if panel.strip:
            painter.setPen(QColor(theme.muted))
            painter.setFont(self._small.font)
            at = QRectF(0.0, 0.0, self.width() - 8.0, self.height())
            painter.drawText(at, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, "Δ")
            return
        if self._in_focus or self.underMouse() or self.hasFocus():
            painter.setPen(QPen(QColor(theme.accent), 1) if self.hasFocus() else Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.raised))
            block = QRectF(
                0.5, max(middle - scaled(21.0), 0.5), self.width() - 4.0, min(scaled(42.0), self.height() - 1.0)
            )
            painter.drawRoundedRect(block, 6.0, 6.0)
        if self._in_focus:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.accent))
            painter.drawRoundedRect(QRectF(1.0, max(middle - 13.0, 4.0), 3.0, min(26.0, self.height() - 8.0)), 1.5, 1.5)
        top, bottom = (middle - scaled(8.0) if self._ranged else middle), middle + scaled(11.0)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.line(panel.signal)))
        painter.drawEllipse(QPointF(_DOT_RIGHT - dot_size() / 2.0, top), dot_size() / 2.0, dot_size() / 2.0)
        painter.setPen(QColor(theme.text))
        painter.setFont(self._name.font)
        painter.drawText(QPointF(_TEXT_LEFT, top + self._name.ascent / 2.0 - scaled(1.5)), panel.title)
        symbol_left = _TEXT_LEFT + self._name.width(panel.title) + 6.0
        symbol = math_text(panel.symbol, 15)
        symbol.paint(painter, symbol_left, top, QColor(theme.muted))
        if self._lock:
            _paint_lock(painter, QPointF(symbol_left + symbol.width + 7.0, top), theme)
        if self._ranged:
            baseline = bottom + self._small.ascent / 2.0 - 1.5
            ColourBar(self._small.font, _BAR * scaled(1.0)).paint(
                painter, _TEXT_LEFT, baseline, panel.low, panel.high, panel.table, theme
            )
        painter.end()

    def _choose(self) -> None:
        if self._panel is not None:
            self.signal_picked.emit(self._panel.signal, self._panel.model)


def _held_units(panel: HeatmapPanel) -> str:
    """Return which units are held: ``unit 3, unit 7``, ``all units``."""
    units = dict.fromkeys(unit for cells in panel.clamped for unit in cells.units or ())
    if any(cells.units is None for cells in panel.clamped):
        return tr("all units")
    named = [tr("unit {unit}", unit=unit) for unit in list(units)[:_MOST_UNITS]]
    return ", ".join(named) + (
        tr(" and {count} more", count=len(units) - _MOST_UNITS) if len(units) > _MOST_UNITS else ""
    )


def _paint_lock(painter: QPainter, left: QPointF, theme: Theme) -> None:
    """Paint a small padlock whose left side has its middle at `left`."""
    body = QRectF(left.x(), left.y() - 1.0, 8.0, 6.0)
    painter.setPen(QPen(QColor(theme.text), 1.3))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawArc(QRectF(body.left() + 1.5, body.top() - 4.5, 5.0, 8.0), 0, 180 * 16)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(theme.text))
    painter.drawRoundedRect(body, 1.0, 1.0)
