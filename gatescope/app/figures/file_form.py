"""The form of the file that a figure becomes: its format, and what belongs to that."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QGridLayout, QLabel, QSpinBox, QWidget

from gatescope.app.figures.choices import FORMATS, LEAST_DPI, MOST_DPI, FigureChoices
from gatescope.app.figures.form_row import add_note, add_row, beside
from gatescope.plots.theme import Theme
from gatescope.views.controls.segmented import Segment, Segmented
from gatescope.views.what_if.switch import Switch
from gatescope.words import mark, tr

_TIPS = {
    ".png": mark("An image of so many dots an inch"),
    ".svg": mark("Vectors for browsers and for Inkscape"),
    ".pdf": mark("Vectors for papers and printers"),
}


class FileForm(QWidget):
    """Shows the choices about the file, and tells what a person makes of them.

    Signals:
        edited(FigureChoices): the choices as they are shown now.
    """

    edited = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._choices = FigureChoices()
        self._pixels = (0, 0)
        self._showing = False
        self.formats = Segmented(tr("Format"), self)
        self.formats.set_segments([Segment(one, one[1:].upper(), tr(_TIPS[one])) for one in FORMATS], ".pdf")
        self.formats.segment_picked.connect(self._pick)
        self.dpi = QSpinBox(self)
        self.dpi.setRange(LEAST_DPI, MOST_DPI)
        self.dpi.setSingleStep(50)
        self.dpi.setAccessibleName(tr("Dots an inch"))
        self.dpi.setToolTip(tr("How fine the image is: 300 for most papers, 600 for line drawings"))
        self.dpi.setKeyboardTracking(False)
        self.dpi.setButtonSymbols(QSpinBox.ButtonSymbols.NoButtons)
        self.dpi.valueChanged.connect(self._resolve)
        self._note = QLabel(self)
        self.scene = Switch(tr("Include the scene"))
        self.scene.setToolTip(tr("Let the file carry models, edits and text, to come back to them"))
        self.scene.toggled.connect(self._carry)
        about = QLabel(tr("Drop the file on the window to be back here."))
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(9)
        add_row(grid, tr("Format"), self.formats)
        add_row(grid, tr("dpi"), self.dpi)
        add_note(grid, self._note)
        add_row(grid, tr("Scene"), beside(self.scene, tr("include the scene")))
        add_note(grid, about)
        grid.setColumnStretch(1, 1)

    def set_theme(self, theme: Theme) -> None:
        self.formats.set_theme(theme)
        self.scene.set_theme(theme)

    def show_choices(self, choices: FigureChoices) -> None:
        """Show `choices`, without a signal."""
        self._showing = True
        self._choices = choices
        self.formats.set_current(choices.suffix)
        self.dpi.setValue(choices.dpi)
        self.scene.setChecked(choices.scene)
        self._showing = False
        self._tell_size()

    def show_pixels(self, pixels: tuple[int, int]) -> None:
        """Take the width and the height that the figure has as an image."""
        self._pixels = pixels
        self._tell_size()

    def _tell_size(self) -> None:
        image = self._choices.suffix == ".png"
        self.dpi.setEnabled(image)
        if image:
            wide, high = self._pixels
            self._note.setText(tr("{wide} × {high} pixels", wide=wide, high=high))
        else:
            self._note.setText(tr("Vectors need none: text stays text, Inter and STIX are embedded."))

    @Slot(str)
    def _pick(self, suffix: str) -> None:
        self._tell(replace(self._choices, suffix=suffix))

    @Slot(int)
    def _resolve(self, dpi: int) -> None:
        if not self._showing:
            self._tell(replace(self._choices, dpi=dpi))

    @Slot(bool)
    def _carry(self, scene: bool) -> None:
        if not self._showing:
            self._tell(replace(self._choices, scene=scene))

    def _tell(self, choices: FigureChoices) -> None:
        if choices != self._choices:
            self.show_choices(choices)
            self.edited.emit(choices)
