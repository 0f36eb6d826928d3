"""What a caption with fields becomes: the words as they will be printed."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtWidgets import QFrame, QTextEdit, QWidget

from gatescope.app.figures.caption_fields import FIELD, filled
from gatescope.paint.figure.caption import printed
from gatescope.plots.theme import LIGHT, MATH_FAMILY, Theme
from gatescope.views.base.text_size import scaled
from gatescope.words import tr

_LINES = 3.0


class CaptionReading(QTextEdit):
    """The words of a caption, its fields filled; those that nothing is known of are in the colour of what is wrong."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme: Theme = LIGHT
        self._template = ""
        self._values: Mapping[str, str] = {}
        self.setReadOnly(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTabChangesFocus(True)
        self.setAccessibleName(tr("The caption as it will be printed"))
        self.setToolTip(tr("What the caption becomes: its fields are filled with what the data say now"))

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.setFixedHeight(round(self.fontMetrics().lineSpacing() * _LINES + scaled(10)))
        self._write()

    def show_caption(self, template: str, values: Mapping[str, str]) -> None:
        """Show what `template` becomes with these `values` of its fields."""
        if (template, values) != (self._template, self._values):
            self._template, self._values = template, dict(values)
            self._write()

    def _write(self) -> None:
        unknown = f'<span style="color:{self._theme.bad}">\\g<0></span>'
        said = FIELD.sub(unknown, printed(filled(self._template, self._values)))
        rules = f".math {{ font-family: '{MATH_FAMILY}' }} b {{ font-weight: 600 }}"
        self.document().setDefaultStyleSheet(rules)
        self.setHtml(f'<span style="color:{self._theme.muted}">{said}</span>')
