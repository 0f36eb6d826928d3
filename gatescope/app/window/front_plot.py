"""Tracks the plot in front, which Copy and Export take: the one that the person clicked or focused last; and which of
all plots a person was with last, with the mouse resting on it as well."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QObject, QTimer, Slot
from PySide6.QtWidgets import QApplication, QWidget

from gatescope.views.base.plot_view import PlotView

_RESTS_MS = 500
"""On the way to a menu the mouse crosses other plots, and does not stay."""


class FrontPlot(QObject):
    """Follows the keyboard focus: a click anywhere in a view, and Tab into one, bring it to the front. A mouse that
    rests on a view does not, but counts in `recent`."""

    def __init__(self, views: Mapping[str, PlotView], first: str, parent: QObject) -> None:
        """Take `first` as the plot in front until another has the focus, and while the one in front is out of sight."""
        super().__init__(parent)
        self._views, self._first, self._name = views, first, first
        self._used: list[str] = []
        self._below = ""
        self._resting = QTimer(self)
        self._resting.setSingleShot(True)
        self._resting.setInterval(_RESTS_MS)
        self._resting.timeout.connect(self._rest)
        for name, view in views.items():
            self.watch(name, view)
        self._application().focusChanged.connect(self._follow)

    @property
    def name(self) -> str:
        """The name of the plot in front."""
        return self._name if self._views[self._name].in_sight else self._first

    @property
    def open(self) -> dict[str, PlotView]:
        """All visible plots, by name: neither closed nor behind another one's tab."""
        return {name: view for name, view in self._views.items() if view.in_sight}

    @property
    def recent(self) -> list[str]:
        """The visible plots: those that were clicked, focused or under a resting mouse, the last one first, and then
        the others, the first one first."""
        shown = self.open
        return list(dict.fromkeys(name for name in (*reversed(self._used), self._first, *shown) if name in shown))

    def bring_to_front(self, name: str) -> None:
        """Make `name` the plot in front."""
        self._name = name
        self._use(name)

    @Slot(str, object)
    def watch(self, _name: str, view: PlotView) -> None:
        """Take notice of the mouse over `view`, which has been added to the views."""
        view.installEventFilter(self)

    def close(self) -> None:
        """Stop following the focus, which moves once more while the views are being deleted."""
        self._resting.stop()
        self._application().focusChanged.disconnect(self._follow)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind == QEvent.Type.Enter:
            self._below = next((name for name, view in self._views.items() if view is watched), "")
            self._resting.start()
        elif kind == QEvent.Type.Leave:
            self._resting.stop()
        return False

    @Slot()
    def _rest(self) -> None:
        if self._below:
            self._use(self._below)

    def _use(self, name: str) -> None:
        self._used = [*(one for one in self._used if one != name), name]

    @Slot(QWidget, QWidget)
    def _follow(self, old: QWidget | None, now: QWidget | None) -> None:
        # Qt passes the focus of a closed widget on to the next one, which the person has not touched.
        if now is None or (old is not None and not old.isVisible()):
            return
        for name, view in self._views.items():
            if view is now or view.isAncestorOf(now):
                self.bring_to_front(name)

    @staticmethod
    def _application() -> QApplication:
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        return application
