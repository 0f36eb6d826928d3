"""The name of a model above its maps in a Compare: a button that folds them, and the names of those that are folded."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QApplication, QWidget

from gatescope.plots.description import HeatmapPanel
from gatescope.plots.signals import CELL_NAMES
from gatescope.plots.theme import LIGHT, Theme
from gatescope.views.base.math_text import math_text
from gatescope.views.base.text_size import scaled
from gatescope.views.controls.return_button import ReturnButton
from gatescope.views.tokens.words import WordMetrics
from gatescope.words import tr

_LEFT = 8.0
_ARROW = 14.0
_DOT = 8.0


class ModelHeader(ReturnButton):
    """An arrow, the cell and the model; a click shows all maps of the model, or folds them to its hidden state."""

    toggled_all = Signal(str, bool)
    """The model, and whether the groups of all models are to follow it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme: Theme = LIGHT
        self._cell = self._model = self._heading = ""
        self._folded = self._folds = False
        self._bold = WordMetrics(12, bold=True)
        self._small = WordMetrics(10)
        self.clicked.connect(self._toggle)

    def show_model(self, panel: HeatmapPanel, theme: Theme, *, folded: int, folds: bool) -> None:
        """Show that the maps below are those of the model of `panel`.

        Args:
            folded: how many of its maps are.
            folds: whether it has more maps than the one that is always shown.
        """
        shown = (panel.cell, panel.model, panel.heading, theme, bool(folded), folds)
        if shown == (self._cell, self._model, self._heading, self._theme, self._folded, self._folds):
            return
        self._cell, self._model, self._heading, self._theme, self._folded, self._folds = shown
        state = tr(", {folded} maps folded", folded=folded) if folded else ""
        self.setAccessibleName(f"{CELL_NAMES[panel.cell]}: {panel.heading}{state}")
        what = tr("Show all maps") if folded else tr("Show only the hidden state")
        self.setToolTip(
            tr("{heading}\n{what} (Shift: of all models)", heading=panel.heading, what=what) if folds else panel.heading
        )
        self.setEnabled(folds)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(100, round(scaled(22)))

    def paintEvent(self, _event: QPaintEvent) -> None:
        if not self._cell:
            return
        painter, theme = QPainter(self), self._theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.hasFocus() or (self._folds and self.underMouse()):
            painter.setPen(QPen(QColor(theme.accent), 1) if self.hasFocus() else Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.raised))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 1.5, -3.5, -1.5), 5.0, 5.0)
        if self._folds:
            self._paint_arrow(painter)
        name, baseline = CELL_NAMES[self._cell], self.height() - 6.0
        painter.setPen(QColor(theme.cell_hue(self._cell)))
        painter.setFont(self._bold.font)
        painter.drawText(QPointF(_LEFT + _ARROW, baseline), name)
        left = _LEFT + _ARROW + self._bold.width(name) + 6.0
        painter.setPen(QColor(theme.muted))
        painter.setFont(self._small.font)
        painter.drawText(QPointF(left, baseline), self._small.fitted(self._heading, self.width() - left - 6.0))
        painter.end()

    def _paint_arrow(self, painter: QPainter) -> None:
        """Paint an arrow that points right where something is folded, else down."""
        x, y = _LEFT + 4.0, self.height() / 2.0 + 1.0
        ends = [QPointF(-2.0, -4.0), QPointF(2.0, 0.0), QPointF(-2.0, 4.0)]
        if not self._folded:
            ends = [QPointF(point.y(), point.x()) for point in ends]
        painter.setPen(QPen(QColor(self._theme.muted), 1.6))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(QPolygonF([point + QPointF(x, y) for point in ends]))

    def _toggle(self) -> None:
        shift = QApplication.keyboardModifiers() & Qt.KeyboardModifier.ShiftModifier
        self.toggled_all.emit(self._model, bool(shift))


class FoldedMap(ReturnButton):
    """The name of one folded map; a click shows it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme: Theme = LIGHT
        self._panel: HeatmapPanel | None = None
        self._short = False
        self._name = WordMetrics(11)

    def show_panel(self, panel: HeatmapPanel, theme: Theme, *, short: bool) -> None:
        """Name `panel`, by its symbol alone where `short`."""
        self._panel, self._theme, self._short = panel, theme, short
        self.setAccessibleName(tr("Show the {title} of {model}", title=panel.title, model=panel.model))
        self.setToolTip(tr("Show the map of the {title}", title=panel.title))
        self.update()

    def width_of(self, panel: HeatmapPanel, *, short: bool) -> int:
        """Return the pixels that the name takes."""
        text = math_text(panel.symbol, 14).width if short else self._name.width(panel.title)
        return round(_DOT + 5.0 + text + 10.0)

    def paintEvent(self, _event: QPaintEvent) -> None:
        panel, theme = self._panel, self._theme
        if panel is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        # On a filled patch, because the frame of the cursor may run behind it.
        painter.setPen(QPen(QColor(theme.accent), 1) if self.hasFocus() else Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.raised if self.underMouse() else theme.surface))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 2.5, -0.5, -2.5), 5.0, 5.0)
        middle = self.height() / 2.0
        painter.setPen(QPen(QColor(theme.line(panel.signal)), 1.6))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(QRectF(4.0, middle - _DOT / 2.0, _DOT, _DOT))
        left = 4.0 + _DOT + 4.0
        if self._short:
            math_text(panel.symbol, 14).paint(painter, left, middle, QColor(theme.accent))
        else:
            painter.setPen(QColor(theme.accent))
            painter.setFont(self._name.font)
            painter.drawText(QPointF(left, middle + self._name.ascent / 2.0 - 1.5), panel.title)
        painter.end()


class FoldedMaps(QWidget):
    """The names of all folded maps of one model, beside its header, as symbols where they would not fit."""

    map_asked = Signal(str, str)
    """The model and the signal whose map is to be shown."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._buttons: list[FoldedMap] = []
        self._panels: tuple[HeatmapPanel, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The signals that are named."""
        return tuple(panel.signal for panel in self._panels)

    @property
    def buttons(self) -> tuple[FoldedMap, ...]:
        return tuple(self._buttons[: len(self._panels)])

    def show_panels(self, panels: Sequence[HeatmapPanel], width: float, theme: Theme) -> None:
        """Name `panels` in at most `width` pixels, and take the width that they need."""
        self._panels = tuple(panels)
        while len(self._buttons) < len(panels):
            self._buttons.append(button := FoldedMap(self))
            button.clicked.connect(self._ask)
        probe = self._buttons[0] if self._buttons else None
        short = probe is not None and sum(probe.width_of(panel, short=False) for panel in panels) > width
        left = 0
        for index, button in enumerate(self._buttons):
            button.setVisible(index < len(panels))
            if index < len(panels):
                wide = button.width_of(panels[index], short=short)
                button.show_panel(panels[index], theme, short=short)
                button.setGeometry(left, 0, wide, round(scaled(22)))
                left += wide
        self.resize(left, round(scaled(22)))
        self.setVisible(bool(panels))

    def _ask(self) -> None:
        panel = self._panels[self._buttons.index(self.sender())]  # type: ignore[arg-type]
        self.map_asked.emit(panel.model, panel.signal)
