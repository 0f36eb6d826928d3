"""The form of how a figure looks: style, size, text, letters, legend."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QDoubleSpinBox, QGridLayout, QLabel, QSlider, QWidget

from gatescope.app.figures.choices import (
    HIGHEST,
    LARGEST_PT,
    LOWEST,
    NARROWEST,
    SMALLEST_PT,
    WIDEST,
    FigureChoices,
)
from gatescope.app.figures.form_row import add_note, add_row, beside, combo
from gatescope.plots.figure.apart import LEAST
from gatescope.plots.figure.figure import JOURNAL_WIDTHS
from gatescope.plots.theme import LIGHT, Theme
from gatescope.views.controls.segmented import Segment, Segmented
from gatescope.views.what_if.switch import Switch
from gatescope.words import decimal, mark, tr, trn

_STYLES = (
    ("screen", mark("Screen"), mark("As the window shows it, in its theme")),
    ("print", mark("Print"), mark("White, a dash for every line, safe in grey")),
    ("slide", mark("Slide"), mark("Large text and thick lines")),
)
_LETTERS = (("abc", mark("a b c")), ("ABC", mark("A B C")), ("none", mark("none")))
_LEGENDS = (("in the view", mark("in the view it explains")), ("shared", mark("one for all views")))
_SLIDER = 2
"""Steps of the slider a point."""


class LookForm(QWidget):
    """Shows the choices about the look, and tells what a person makes of them.

    Signals:
        edited(FigureChoices): the choices as they are shown now.
    """

    edited = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._choices = FigureChoices()
        self._theme: Theme = LIGHT
        self._showing = False
        self.style_row = Segmented(tr("Style"), self)
        self.style_row.set_segments([Segment(key, tr(label), tr(tip)) for key, label, tip in _STYLES], "print")
        self.style_row.segment_picked.connect(self._restyle)
        self._contrast = QLabel(self)
        self._contrast.hide()
        self.width_field = _millimetres(tr("Width"), tr("The width of the figure in millimetres"), NARROWEST, WIDEST)
        self.width_field.valueChanged.connect(self._edit)
        self.widths = Segmented(tr("Width of a journal's columns"), self)
        self.widths.segment_picked.connect(self._pick_width)
        tips = tr("One column"), tr("One and a half columns"), tr("Two columns")
        self.widths.set_segments(
            [Segment(f"{w:g}", f"{w:g}", f"{tip}: {w:g} mm") for w, tip in zip(JOURNAL_WIDTHS, tips, strict=True)]
        )
        self.height_field = _millimetres(tr("Height"), tr("The height of the figure in millimetres"), LOWEST, HIGHEST)
        self.height_field.valueChanged.connect(self._edit)
        self.own_height = Switch(tr("Height as the views need"))
        self.own_height.setToolTip(tr("Let the views say how high the figure is"))
        self.own_height.toggled.connect(self._edit)
        self.text_field = QDoubleSpinBox(self)
        self.text_field.setRange(SMALLEST_PT, LARGEST_PT)
        self.text_field.setDecimals(1)
        self.text_field.setSingleStep(0.5)
        self.text_field.setSuffix(" pt")
        self.text_field.setAccessibleName(tr("Size of text"))
        self.text_field.setToolTip(tr("The size of the text on paper, in points"))
        self.text_field.setKeyboardTracking(False)
        self.text_field.setButtonSymbols(QDoubleSpinBox.ButtonSymbols.NoButtons)
        self.text_field.valueChanged.connect(self._edit)
        self._slider = QSlider(Qt.Orientation.Horizontal, self)
        self._slider.setRange(round(SMALLEST_PT * _SLIDER), round(24 * _SLIDER))
        self._slider.setAccessibleName(tr("Size of text"))
        self._slider.setToolTip(self.text_field.toolTip())
        self._slider.valueChanged.connect(self._slide)
        self.letters = combo(tr("Letters"), tr("The letters of the panels"), _LETTERS)
        self.letters.currentIndexChanged.connect(self._edit)
        self.captioned = Switch(tr("Caption in the file"))
        self.captioned.setToolTip(tr("Write title and caption below the views"))
        self.captioned.toggled.connect(self._edit)
        self.legend = combo(tr("Legend"), tr("Where the lines are named"), _LEGENDS)
        self.legend.currentIndexChanged.connect(self._edit)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(9)
        add_row(grid, tr("Style"), self.style_row)
        add_note(grid, self._contrast)
        add_row(grid, tr("Width"), self.width_field, self.widths)
        add_row(grid, tr("Height"), self.height_field, beside(self.own_height, tr("as the views need")))
        add_row(grid, tr("Text"), self.text_field, self._slider, wide=self._slider)
        add_row(grid, tr("Letters"), self.letters, beside(self.captioned, tr("caption in the file")))
        add_row(grid, tr("Legend"), self.legend)
        grid.setColumnStretch(1, 1)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        for part in (self.style_row, self.widths, self.own_height, self.captioned):
            part.set_theme(theme)

    def show_choices(self, choices: FigureChoices) -> None:
        """Show `choices`, without a signal."""
        self._showing = True
        self._choices = choices
        self.style_row.set_current(choices.style)
        self.width_field.setValue(choices.width_mm)
        self._mark_width(choices.width_mm)
        self.own_height.setChecked(choices.height_mm is None)
        self.height_field.setEnabled(choices.height_mm is not None)
        if choices.height_mm is not None:
            self.height_field.setValue(choices.height_mm)
        self.text_field.setValue(choices.text_pt)
        self._slider.setValue(round(choices.text_pt * _SLIDER))
        self.letters.setCurrentIndex(self.letters.findData(choices.letters))
        self.captioned.setChecked(choices.captioned)
        self.legend.setCurrentIndex(self.legend.findData(choices.legend))
        self._showing = False

    def show_height(self, height_mm: float) -> None:
        """Show the height that the views need, where they say how high the figure is."""
        if self._choices.height_mm is None:
            self._showing = True
            self.height_field.setValue(height_mm)
            self._showing = False

    def show_contrast(self, contrast: float | None, alike: int) -> None:
        """Say how well the lines of the figure are seen in grey, and told apart; nothing where it has no lines.

        Args:
            contrast: the smallest that a line has with its ground; alike: how many pairs of lines look alike.
        """
        self._contrast.setVisible(contrast is not None)
        if contrast is None:
            return
        ratio = decimal(f"{contrast:.1f}")
        if contrast < LEAST:
            text = tr("in grey: a line has only {ratio} : 1, which is hard to see", ratio=ratio)
        elif alike:
            text = trn(
                "in grey: lines ≥ {ratio} : 1, but two look alike",
                "in grey: lines ≥ {ratio} : 1, but {count} pairs look alike",
                alike,
                ratio=ratio,
            )
        else:
            text = tr("in grey: lines ≥ {ratio} : 1, told apart", ratio=ratio)
        self._contrast.setText(text)
        # A style sheet looks at the name only once; the colour has to be told.
        bad = contrast < LEAST or alike > 0
        self._contrast.setStyleSheet(f"color: {self._theme.warning if bad else self._theme.muted};")

    def _edit(self) -> None:
        if self._showing:
            return
        own = self.own_height.isChecked()
        self._tell(
            replace(
                self._choices,
                width_mm=round(self.width_field.value(), 1),
                height_mm=None if own else round(self.height_field.value(), 1),
                text_pt=round(self.text_field.value(), 1),
                letters=self.letters.currentData(),
                captioned=self.captioned.isChecked(),
                legend=self.legend.currentData(),
            )
        )

    @Slot(int)
    def _slide(self, steps: int) -> None:
        # A text that is larger than the slider goes stays as it is until the slider is moved.
        if not self._showing:
            self.text_field.setValue(steps / _SLIDER)

    @Slot(str)
    def _restyle(self, style: str) -> None:
        self._tell(self._choices.styled(style))

    @Slot(str)
    def _pick_width(self, width: str) -> None:
        self.width_field.setValue(float(width))

    def _tell(self, choices: FigureChoices) -> None:
        if choices != self._choices:
            self.show_choices(choices)
            self.edited.emit(choices)

    def _mark_width(self, width: float) -> None:
        self.widths.set_current(f"{width:g}" if width in JOURNAL_WIDTHS else "")


def _millimetres(name: str, tip: str, least: float, most: float) -> QDoubleSpinBox:
    field = QDoubleSpinBox()
    field.setRange(least, most)
    field.setDecimals(1)
    field.setSuffix(" mm")
    field.setAccessibleName(name)
    field.setToolTip(tip)
    # A figure that follows every digit of "174" would be 1 mm wide for a while.
    field.setKeyboardTracking(False)
    field.setButtonSymbols(QDoubleSpinBox.ButtonSymbols.NoButtons)
    return field
