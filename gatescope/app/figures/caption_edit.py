"""The field of a caption: plain text in which the names of fields are blue."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QAction, QColor, QSyntaxHighlighter, QTextCharFormat, QTextDocument
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QToolButton, QVBoxLayout, QWidget

from gatescope.app.figures.caption_fields import FIELD
from gatescope.app.figures.caption_reading import CaptionReading
from gatescope.plots.theme import LIGHT, Theme
from gatescope.views.base.icons import icon
from gatescope.views.base.text_size import scaled
from gatescope.views.controls.choice_menu import hold_menu, plain
from gatescope.views.controls.menu import Menu
from gatescope.words import tr

_LINES = 3.2
_LONGEST_VALUE = 40
_TINT = 0.14


class FieldColours(QSyntaxHighlighter):
    """Paints every field that is known in the accent, and every other in the colour of what is wrong."""

    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)
        self._theme: Theme = LIGHT
        self._known: frozenset[str] = frozenset()

    def show_known(self, known: frozenset[str], theme: Theme) -> None:
        if (known, theme) != (self._known, self._theme):
            self._known, self._theme = known, theme
            self.rehighlight()

    def highlightBlock(self, text: str) -> None:
        for found in FIELD.finditer(text):
            colour = QColor(self._theme.accent if found[1] in self._known else self._theme.bad)
            tint = QColor(colour)
            tint.setAlphaF(_TINT)
            look = QTextCharFormat()
            look.setForeground(colour)
            look.setBackground(tint)
            self.setFormat(found.start(), len(found[0]), look)


class CaptionEdit(QWidget):
    """The text with its fields, what it becomes, a menu of all fields, and a button that brings the own caption back.

    Signals:
        edited(str): the person changed the text.
        reset: the figure's own caption is wanted.
    """

    edited = Signal(str)
    reset = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme: Theme = LIGHT
        self._values: Mapping[str, str] = {}
        self._showing = False
        self._text = ""
        self.field = QPlainTextEdit(self)
        self.field.setAccessibleName(tr("Caption"))
        self.field.setToolTip(tr("What stands below the views; blue fields are filled from the data"))
        self.field.setTabChangesFocus(True)
        self.field.textChanged.connect(self._tell)
        self._colours = FieldColours(self.field.document())
        self._menu = Menu(self)
        self._menu.triggered.connect(self._insert)
        self._fields = QToolButton(self)
        hold_menu(self._fields, self._menu)
        self._fields.setText(tr("Field"))
        self._fields.setToolTip(tr("Insert a value that is filled from the data"))
        self._fields.setAccessibleName(tr("Insert a field"))
        self._reset = QToolButton(self)
        self._reset.setToolTip(tr("Bring back the caption that the views give"))
        self._reset.setAccessibleName(self._reset.toolTip())
        self._reset.clicked.connect(self._ask_reset)
        side = QVBoxLayout()
        side.setSpacing(6)
        side.addWidget(self._fields)
        side.addWidget(self._reset)
        side.addStretch(1)
        self.reading = CaptionReading(self)
        texts = QVBoxLayout()
        texts.setSpacing(2)
        texts.addWidget(self.field)
        texts.addWidget(self.reading)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addLayout(texts, 1)
        row.addLayout(side)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self._fields.setIcon(icon("down", theme))
        self._reset.setIcon(icon("reset", theme))
        self._colours.show_known(frozenset(self._values), theme)
        self.reading.set_theme(theme)
        self.field.setFixedHeight(round(self.field.fontMetrics().lineSpacing() * _LINES + scaled(14)))

    def show_text(self, text: str) -> None:
        """Show a caption with its fields, without a signal."""
        if text != self.field.toPlainText():
            self._showing = True
            self.field.setPlainText(text)
            self._showing = False
        self.reading.show_caption(text, self._values)

    def show_values(self, values: Mapping[str, str]) -> None:
        """Offer these fields, each with its value now."""
        if values == self._values:
            return
        self._values = dict(values)
        self._colours.show_known(frozenset(values), self._theme)
        self._menu.clear()
        for name, value in values.items():
            short = value if len(value) <= _LONGEST_VALUE else f"{value[: _LONGEST_VALUE - 1]}…"
            self._menu.addAction(plain(f"{name}\t{short}")).setData(name)
        self._fields.setEnabled(bool(values))
        self.reading.show_caption(self.field.toPlainText(), self._values)

    @Slot()
    def _tell(self) -> None:
        # It is told of new colours, too.
        text = self.field.toPlainText()
        changed, self._text = text != self._text, text
        self.reading.show_caption(text, self._values)
        if changed and not self._showing:
            self.edited.emit(text)

    @Slot(QAction)
    def _insert(self, action: QAction) -> None:
        self.field.insertPlainText(f"{{{action.data()}}}")
        self.field.setFocus()

    @Slot()
    def _ask_reset(self) -> None:
        self.reset.emit()
