"""A menu beside the sentence: what the model in front can be given to read, as its card says."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QToolButton, QWidget

from gatescope.formats.core.model import Model
from gatescope.plots.axis_words import visible
from gatescope.plots.theme import LIGHT, Theme
from gatescope.views.base.icons import icon
from gatescope.views.controls.choice_menu import hold_menu, plain
from gatescope.views.controls.menu import Menu
from gatescope.words import tr

_LONGEST = 72
"""Letters of a sentence in the menu; the tool tip has all of a longer one."""


class ExamplesButton(QToolButton):
    """Offers sentences; there is nothing to press where the model in front has none."""

    example_chosen = Signal(str)
    """The sentence to read."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("examplesButton")
        self.setText(tr("Examples"))
        self.setAccessibleName(tr("Example sentences"))
        self.setToolTip(tr("Sentences to try with this model (Ctrl+Shift+L)"))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._theme: Theme = LIGHT
        self._model: Model | None = None
        self._sentences: tuple[str, ...] = ()
        self._menu = Menu(tr("E&xample sentences"), self)
        self._menu.setObjectName("examples")
        self._menu.setToolTipsVisible(True)
        self._menu.triggered.connect(self._take)
        hold_menu(self, self._menu)
        self.offer(())

    @property
    def sentences(self) -> tuple[str, ...]:
        """What is offered, the best one first."""
        return self._sentences

    def show_model(self, model: Model) -> None:
        """Offer the sentences that the card of `model` has; cheap where it is the same as before."""
        if model is not self._model:
            self._model = model
            self.offer(examples_of(model))

    def offer(self, sentences: Sequence[str]) -> None:
        """Offer these sentences."""
        self._sentences = tuple(sentences)
        self._menu.clear()
        for sentence in self._sentences:
            action = self._menu.addAction(plain(_shortened(sentence)))
            action.setData(sentence)
            action.setToolTip(sentence)
            action.setStatusTip(tr("Put this sentence into the editor"))
        self._menu.setEnabled(bool(self._sentences))
        self._menu.menuAction().setEnabled(bool(self._sentences))
        self.setEnabled(bool(self._sentences))

    def open_menu(self) -> None:
        """Open the menu below the button."""
        self._menu.popup(self.mapToGlobal(QPoint(0, self.height())))
        self._menu.setActiveAction(self._menu.actions()[0])

    def set_narrow(self, narrow: bool) -> None:
        """Show a picture alone, for a sentence has more use for the room."""
        style = Qt.ToolButtonStyle.ToolButtonIconOnly if narrow else Qt.ToolButtonStyle.ToolButtonTextBesideIcon
        if style != self.toolButtonStyle():
            self.setToolButtonStyle(style)
            self.set_theme(self._theme)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        narrow = self.toolButtonStyle() == Qt.ToolButtonStyle.ToolButtonIconOnly
        self.setIcon(icon("list" if narrow else "down", theme))

    def _take(self, action: QAction) -> None:
        self.example_chosen.emit(action.data())


def examples_of(model: Model) -> tuple[str, ...]:
    """Return the sentences that the card of `model` names, each once; none for a model that reads vectors."""
    named = model.card.get("examples", ())
    found = (model.card.get("example"), *(named if isinstance(named, list | tuple) else ()))
    texts = (one for one in found if isinstance(one, str) and one)
    return tuple(dict.fromkeys(texts)) if model.network.embedding is not None else ()


def _shortened(sentence: str) -> str:
    line = visible(sentence)
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"
