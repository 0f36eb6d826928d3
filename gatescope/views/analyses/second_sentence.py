"""The field for a second sentence, and the tokens that a model reads of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QLineEdit, QWidget

from gatescope.errors import UsageError
from gatescope.session.run.other_text import tokens_of_other
from gatescope.words import tr

if TYPE_CHECKING:
    from gatescope.formats.core.model import Model
    from gatescope.session.run.snapshot import Run
    from gatescope.text.tokens import TokenSequence

LONGEST = 4000
"""Characters of a second sentence: it is read while the person types."""
_WIDTH = 300


class SecondSentence(QLineEdit):
    """As wide as a sentence."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._read: tuple[Model, str, TokenSequence | None, str] | None = None
        self.setPlaceholderText(tr("Second sentence"))
        self.setAccessibleName(tr("Second sentence"))
        self.setToolTip(tr("The sentence to compare with, word by word"))
        self.setMaxLength(LONGEST)

    def sizeHint(self) -> QSize:
        return QSize(_WIDTH, super().sizeHint().height())

    @property
    def blank(self) -> bool:
        """Whether nothing was typed."""
        return not self.text().strip()

    def tokens(self, model: Model | None, run: Run) -> tuple[TokenSequence | None, str]:
        """Return the tokens that `model` reads, those of its `run` where nothing was typed; or None, and why there are
        none. Read once for each text and model."""
        text = self.text()
        if model is None:
            return None, ""
        if self.blank and model.network.embedding is not None:
            return run.tokens, ""
        if self._read is None or self._read[0] is not model or self._read[1] != text:
            tokens, failure = None, ""
            try:
                tokens = tokens_of_other(model, text)
            except UsageError as error:
                failure = f"{str(error)[0].upper()}{str(error)[1:]}."
            self._read = model, text, tokens, failure
        return self._read[2], self._read[3]
