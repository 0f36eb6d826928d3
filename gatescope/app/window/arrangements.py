"""Remembers the arrangement of the docks in each workspace while the window is open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QObject, Signal

from gatescope.app.window.docks import DockHost
from gatescope.app.window.workspaces import Workspace, with_docks
from gatescope.session.project.layout import DockPlace


class Arrangements(QObject):
    """Shows one workspace at a time, each as the person left it. It only moves docks.

    Signals:
        shown(str): the name of the workspace that is shown now, also when it has been put back to its first places.
    """

    shown = Signal(str)

    def __init__(self, host: DockHost) -> None:
        super().__init__(host)
        self._host = host
        self._left: dict[str, tuple[DockPlace, ...]] = {}
        self.workspaces: dict[str, Workspace] = {one.name: one for one in with_docks(host.specs)}

    @property
    def name(self) -> str:
        """The workspace that is shown."""
        return self._host.workspace.name

    def places(self) -> dict[str, tuple[DockPlace, ...]]:
        """Return the places of the docks in every workspace that was shown, or named in `recall`."""
        return self._left | {self.name: self._host.places()}

    def show(self, name: str, places: Sequence[DockPlace] = ()) -> None:
        """Show the workspace `name` with its docks at `places`, or without those as it was left.

        An unknown name changes nothing: a newer version may have written it.
        """
        workspace = self.workspaces.get(name)
        if workspace is None:
            return
        if places or name != self.name:
            self._left = self.places()
            self._host.show_workspace(workspace, places or self._left.get(name, ()))
        self.shown.emit(name)

    def reset(self, name: str) -> None:
        """Show the workspace `name` with its docks at their first places; others are left as they are."""
        workspace = self.workspaces[name]
        self._left = self.places()
        self._host.show_workspace(workspace)
        self.shown.emit(name)

    def remember(self, name: str, places: Sequence[DockPlace]) -> None:
        """Have the workspace `name`, which is not shown, stand as `places` has it when it is shown again."""
        self._left[name] = tuple(places)

    def recall(self, name: str, places: Mapping[str, Sequence[DockPlace]]) -> None:
        """Show the workspace `name`, and all of them later, as `places` has them; the first if `name` is unknown."""
        self._left = {one: tuple(docks) for one, docks in places.items()}
        known = name if name in self.workspaces else next(iter(self.workspaces), "")
        workspace = self.workspaces.get(known, self._host.workspace)
        self._host.show_workspace(workspace, self._left.get(known, ()))
        self.shown.emit(known)
