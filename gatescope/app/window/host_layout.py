"""The layout around the docks."""

from __future__ import annotations

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QVBoxLayout

from gatescope.app.window.docks import DockHost


class HostLayout(QVBoxLayout):
    """The layout around a host; it tells the host of every size beforehand."""

    def __init__(self, host: DockHost) -> None:
        super().__init__()
        self._host = host
        self.setContentsMargins(0, 0, 0, 0)
        self.addWidget(host)

    def setGeometry(self, rect: QRect) -> None:
        self._host.expect(rect.size())
        super().setGeometry(rect)
