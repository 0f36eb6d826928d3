"""Tracks the plot in front, which Copy and Export take: the one that the person clicked or focused last."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QApplication, QWidget

from gatescope.views.base.plot_view import PlotView


class FrontPlot(QObject):
    """Follows the keyboard focus: a click anywhere in a view, and Tab into one, bring it to the front."""

    def __init__(self, views: Mapping[str, PlotView], first: str, parent: QObject) -> None:
        """Take `first` as the plot in front until another has the focus, and while the one in front is out of sight."""
        super().__init__(parent)
        self._views, self._first, self._name = views, first, first
        self._application().focusChanged.connect(self._follow)

    @property
    def name(self) -> str:
        """The name of the plot in front."""
        return self._name if self._views[self._name].in_sight else self._first

    @property
    def open(self) -> dict[str, PlotView]:
        """All visible plots, by name: neither closed nor behind another one's tab."""
        return {name: view for name, view in self._views.items() if view.in_sight}

    def bring_to_front(self, name: str) -> None:
        """Make `name` the plot in front."""
        self._name = name

    def close(self) -> None:
        """Stop following the focus, which moves once more while the views are being deleted."""
        self._application().focusChanged.disconnect(self._follow)

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
