"""Files that are dropped on a window, wherever in it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QLabel, QWidget

from gatescope.words import mark, tr, trn

_HINT_HEIGHT, _HINT_SHARE = 96, 0.6


class DropTarget(QObject):
    """Takes files that are dragged on any part of a window, and shows over it what a drop will do.

    Signals:
        dropped(list of Path): the files, as they were dragged.
    """

    dropped = Signal(object)

    def __init__(self, window: QWidget, hint: str = mark("Drop to open {what}")) -> None:
        """Watch `window`; `hint` says what a drop does to a file, which stands for ``{what}``."""
        super().__init__(window)
        self._window = window
        self._words = hint
        self._hint = QLabel(window)
        self._hint.setObjectName("DropHint")
        self._hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._hint.setTextFormat(Qt.TextFormat.PlainText)
        # The drag goes on below it.
        self._hint.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._hint.hide()
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    @property
    def hint(self) -> QLabel:
        """The sentence shown while files are dragged over the window."""
        return self._hint

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take drags of files, and pass all other events on."""
        if isinstance(event, QDragEnterEvent):
            paths = _files(event.mimeData())
            if paths:
                self._show_hint(paths)
                event.acceptProposedAction()
                return True
        elif event.type() == QEvent.Type.DragLeave:
            self._hint.hide()
        elif isinstance(event, QDropEvent) and event.type() == QEvent.Type.Drop:
            self._hint.hide()
            paths = _files(event.mimeData())
            if paths:
                event.acceptProposedAction()
                self.dropped.emit(paths)
                return True
        return super().eventFilter(watched, event)

    def _show_hint(self, paths: Sequence[Path]) -> None:
        what = paths[0].name if len(paths) == 1 else trn("{count} file", "{count} files", len(paths))
        width = round(self._window.width() * _HINT_SHARE)
        left, top = (self._window.width() - width) // 2, (self._window.height() - _HINT_HEIGHT) // 2
        self._hint.setGeometry(left, top, width, _HINT_HEIGHT)
        max_width = width - 60
        text = tr(self._words, what=what)
        self._hint.setText(self._hint.fontMetrics().elidedText(text, Qt.TextElideMode.ElideMiddle, max_width))
        self._hint.show()
        self._hint.raise_()


def _files(data: QMimeData) -> list[Path]:
    """Return the local files that `data` names; none where it names a web address."""
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
