"""The window in which views are composed into a figure: preview, settings, and a bar with Save."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QHideEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from gatescope.app.figures.choices import FigureChoices
from gatescope.app.figures.code_box import CodeBox
from gatescope.app.figures.composing import Composed
from gatescope.app.figures.content_form import ContentForm
from gatescope.app.figures.file_form import FileForm
from gatescope.app.figures.foot import Foot
from gatescope.app.figures.look_form import LookForm
from gatescope.app.figures.preview import FigurePreview
from gatescope.app.window.theme import style_sheet
from gatescope.plots.theme import Theme
from gatescope.views.base.elided_label import ElidedLabel
from gatescope.views.base.text_size import scaled
from gatescope.views.controls.segmented import Segment, Segmented
from gatescope.words import decimal, tr

_SIZE, _LEAST = (1240, 780), (560, 480)
QWIDGETSIZE_MAX = (1 << 24) - 1
"""What Qt calls a width without a limit."""
NARROW = 900
"""Pixels of width under which the settings go below the preview."""
_SETTINGS = 372


class FigureDialog(QDialog):
    """Shows choices and their picture, and tells what a person makes of them; Escape closes it.

    It is no child of the window, which changes its theme without waiting for this one, and stays in use beside it.

    Signals:
        edited(FigureChoices): the choices as they are shown now.
        save_asked, copy_asked: the person wants the file, or the figure on the clipboard.
        closed: it has gone out of sight.
    """

    edited = Signal(object)
    save_asked = Signal()
    copy_asked = Signal()
    closed = Signal()

    def __init__(self, window: QWidget) -> None:
        """Make the dialog of `window`."""
        super().__init__()
        self.setObjectName("FigureDialog")
        self.setWindowTitle(tr("Figure"))
        self.setModal(False)
        self.setMinimumSize(*_LEAST)
        self._choices = FigureChoices()
        self._size_mm = (174.0, 84.0)
        self._wide: bool | None = None
        self.preview = FigurePreview(self)
        self._size = QLabel(self)
        self._size.setObjectName("Heading")
        self._shown = ElidedLabel(self)
        self._shown.setObjectName("Muted")
        self.zoom = Segmented(tr("Size of the preview"), self)
        self.zoom.set_segments(
            [
                Segment("fit", tr("Fit"), tr("As large as there is room for")),
                Segment("true", tr("True size"), tr("As large as on paper")),
            ],
            "fit",
        )
        self.zoom.segment_picked.connect(self._rezoom)
        self.content = ContentForm(self)
        self.look, self.file, self.code = LookForm(), FileForm(), CodeBox()
        self.foot = Foot(self)
        self._page = QWidget()
        self._page.setObjectName("FigureSettings")
        column = self._column = QVBoxLayout(self._page)
        column.setContentsMargins(18, 16, 18, 16)
        column.setSpacing(14)
        for part in (self.look, _rule(), self.file, _rule(), self.code):
            column.addWidget(part)
        column.setStretchFactor(self.code, 1)
        self._settings = QScrollArea(self)
        self._settings.setObjectName("FigureScroll")
        self._settings.setFrameShape(QFrame.Shape.NoFrame)
        self._settings.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._settings.setWidgetResizable(True)
        self._settings.setWidget(self._page)
        self._settings.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        grid = self._grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(0)
        grid.addWidget(self.preview, 0, 0)
        grid.addWidget(self._make_strip(), 1, 0)
        grid.addWidget(self.foot, 4, 0, 1, 2)
        grid.setColumnStretch(0, 1)
        self._connect()
        available = window.size()
        self.resize(min(_SIZE[0], available.width() - 24), min(_SIZE[1], available.height() - 24))
        self.move(window.geometry().center() - self.rect().center())
        self.winId()  # makes the handle
        self.windowHandle().setTransientParent(window.window().windowHandle())

    def set_theme(self, theme: Theme) -> None:
        self.setStyleSheet(style_sheet(theme))
        for part in (self.preview, self.zoom, self.content, self.look, self.file, self.code):
            part.set_theme(theme)
        self._place()

    @property
    def choices(self) -> FigureChoices:
        """The choices as they are shown."""
        return self._choices

    def show_choices(self, choices: FigureChoices) -> None:
        """Show `choices`, without a signal."""
        self._choices = choices
        for form in (self.content, self.look, self.file):
            form.show_choices(choices)

    def show_composed(self, composed: Composed) -> None:
        """Show what is said of the figure beside its picture: its size, its letters, its caption and its gaps."""
        figure, self._size_mm = composed.figure, composed.size_mm
        self.preview.set_size(*composed.size_mm)
        self.look.show_height(composed.size_mm[1])
        self.look.show_contrast(composed.contrast, composed.alike)
        self.file.show_pixels(composed.pixels)
        self.content.show_composed(composed, [figure.letter(place) for place in range(len(figure.panels))])
        self.foot.set_ready(not composed.missing)
        self.foot.show_gaps(" ".join(composed.missing))
        self._tell_size()

    def show_nothing(self, sentence: str) -> None:
        """Show why there is no figure."""
        self.preview.sheet.show_picture(None, sentence)
        self.foot.set_ready(False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if not event.spontaneous():
            self.closed.emit()

    def _make_strip(self) -> QWidget:
        strip = QFrame(self)
        strip.setObjectName("TopBar")
        row = QHBoxLayout(strip)
        row.setContentsMargins(18, 6, 18, 6)
        row.addWidget(self._size)
        row.addWidget(self._shown, 1)
        row.addWidget(self.zoom)
        return strip

    def _connect(self) -> None:
        self.preview.scale_changed.connect(self._tell_size)
        for form in (self.content, self.look, self.file):
            form.edited.connect(self._take)
        self.foot.close_button.clicked.connect(self._close)
        self.foot.save_button.clicked.connect(self._ask_save)
        self.foot.copy_button.clicked.connect(self._ask_copy)
        for keys, slot in (("Ctrl+S", self._ask_save), ("Ctrl+Shift+C", self._ask_copy)):
            QShortcut(QKeySequence(keys), self).activated.connect(slot)

    def _place(self) -> None:
        """Put the settings at the right, or below the preview where there is no room beside it."""
        wide = self.width() >= scaled(NARROW)
        width = round(scaled(_SETTINGS))
        self._settings.setMinimumWidth(width if wide else 0)
        self._settings.setMaximumWidth(width if wide else QWIDGETSIZE_MAX)
        if wide == self._wide:
            return
        self._wide = wide
        self._grid.removeWidget(self._settings)
        if wide:
            self._column.removeWidget(self.content)
            self._grid.addWidget(self.content, 2, 0)
            self._grid.addWidget(self._settings, 0, 1, 3, 1)
        else:
            self._grid.removeWidget(self.content)
            self._column.insertWidget(0, self.content)
            self._grid.addWidget(self._settings, 2, 0, 1, 2)
        self.content.set_inset(inset=wide)
        self._grid.setRowStretch(0, 1)
        self._grid.setRowStretch(2, 0 if wide else 1)

    @Slot()
    def _tell_size(self) -> None:
        wide, high = self._size_mm
        self._size.setText(decimal(f"{wide:.1f} × {high:.1f} mm"))
        percent = round(100 * self.preview.share())
        shown = tr("shown at {percent} % of true size; drawn by the code that writes the file", percent=percent)
        self._shown.show_text(shown, "")

    @Slot(str)
    def _rezoom(self, zoom: str) -> None:
        self.preview.set_fit(zoom == "fit")

    @Slot(object)
    def _take(self, choices: FigureChoices) -> None:
        if choices != self._choices:
            self.show_choices(choices)
            self.edited.emit(choices)

    @Slot()
    def _ask_save(self) -> None:
        if self.foot.save_button.isEnabled():
            self.save_asked.emit()

    @Slot()
    def _ask_copy(self) -> None:
        if self.foot.copy_button.isEnabled():
            self.copy_asked.emit()

    @Slot()
    def _close(self) -> None:
        self.reject()


def _rule() -> QFrame:
    rule = QFrame()
    rule.setObjectName("DockRule")
    rule.setFixedHeight(1)
    return rule
