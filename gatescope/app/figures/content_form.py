"""The form of what a figure shows: its views, their arrangement, title and caption."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QGridLayout, QLabel, QLineEdit, QWidget

from gatescope.app.figures.caption_edit import CaptionEdit
from gatescope.app.figures.choices import FigureChoices
from gatescope.app.figures.composing import Composed
from gatescope.app.figures.drawn_view import DrawnView
from gatescope.app.figures.form_row import add_row
from gatescope.app.figures.view_chips import ViewChips
from gatescope.app.figures.view_options_form import ViewOptionsForm
from gatescope.plots.theme import Theme
from gatescope.views.controls.segmented import Segment, Segmented
from gatescope.words import mark, tr

_ARRANGED = (
    ("row", mark("row"), mark("Side by side")),
    ("column", mark("column"), mark("Below each other")),
    ("grid", mark("grid"), mark("As many rows as columns")),
)
_LONGEST_TITLE = 300


class ContentForm(QWidget):
    """Shows the choices about the content, and tells what a person makes of them.

    Signals:
        edited(FigureChoices): the choices as they are shown now.
    """

    edited = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._choices = FigureChoices()
        self.chips = ViewChips()
        self.chips.changed.connect(self._edit_views)
        self.chips.picked.connect(self._pick)
        self.options = ViewOptionsForm()
        self.options.edited.connect(self._edit_options)
        self._drawn: Mapping[str, DrawnView] = {}
        self.title_field = QLineEdit(self)
        self.title_field.setMaxLength(_LONGEST_TITLE)
        self.title_field.setAccessibleName(tr("Title"))
        self.title_field.setToolTip(tr("The first words of the caption, in bold"))
        self.title_field.textEdited.connect(self._edit_title)
        note = QLabel(tr("arranged in a"), self)
        note.setObjectName("Muted")
        self.arranged = Segmented(tr("Arrangement of the views"), self)
        self.arranged.set_segments([Segment(key, tr(text), tr(tip)) for key, text, tip in _ARRANGED], "row")
        self.arranged.segment_picked.connect(self._arrange)
        self.caption = CaptionEdit(self)
        self.caption.edited.connect(self._edit_caption)
        self.caption.reset.connect(self._reset_caption)
        grid = self._rows = QGridLayout(self)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(10)
        add_row(grid, tr("Views"), self.chips, wide=self.chips)
        add_row(grid, "", self.options, wide=self.options)
        add_row(grid, tr("Title"), self.title_field, note, self.arranged, wide=self.title_field)
        add_row(grid, tr("Caption"), self.caption, wide=self.caption, tall=True)
        grid.setColumnStretch(1, 1)

    def set_theme(self, theme: Theme) -> None:
        for part in (self.chips, self.options, self.arranged, self.caption):
            part.set_theme(theme)

    def set_inset(self, *, inset: bool) -> None:
        """Keep away from the edges, or leave that to what it stands in."""
        self._rows.setContentsMargins(*((18, 12, 18, 12) if inset else (0, 0, 0, 0)))

    def show_choices(self, choices: FigureChoices) -> None:
        """Show `choices`, without a signal."""
        self._choices = choices
        self.arranged.set_current(choices.arrangement)
        if choices.title != self.title_field.text():
            self.title_field.setText(choices.title)
            self.title_field.setCursorPosition(0)
        if choices.caption is not None:
            self.caption.show_text(choices.caption)
        if choices.views != self.chips.names:
            self.chips.show_views(choices.views, ())
        self._show_options()

    def show_composed(self, composed: Composed, letters: Sequence[str]) -> None:
        """Show the letters of the panels and the fields of the caption with their values."""
        self.chips.show_letters(letters)
        self._drawn = composed.views
        self._show_options()
        self.caption.show_values(composed.fields)
        if self._choices.caption is None:
            self.caption.show_text(composed.caption)

    @Slot()
    def _edit_views(self) -> None:
        self._tell(replace(self._choices, views=self.chips.names))

    @Slot(str)
    def _pick(self, _view: str) -> None:
        self._show_options()

    @Slot(str, object)
    def _edit_options(self, view: str, options: Mapping[str, Any]) -> None:
        self._tell(self._choices.with_own(view, options))

    def _show_options(self) -> None:
        view = self.chips.current
        self.options.show_view(view, self._drawn.get(view), self._choices.own_of(view))

    @Slot(str)
    def _arrange(self, arrangement: str) -> None:
        self._tell(replace(self._choices, arrangement=arrangement))

    @Slot(str)
    def _edit_title(self, title: str) -> None:
        self._tell(replace(self._choices, title=title))

    @Slot(str)
    def _edit_caption(self, caption: str) -> None:
        self._tell(replace(self._choices, caption=caption))

    @Slot()
    def _reset_caption(self) -> None:
        self._tell(replace(self._choices, caption=None))

    def _tell(self, choices: FigureChoices) -> None:
        if choices != self._choices:
            self._choices = choices
            self.edited.emit(choices)
