"""The workspaces of the window: each arranges the docks for one kind of question."""

from __future__ import annotations

from dataclasses import dataclass

from gatescope.app.window.dock_table import Dock
from gatescope.views.base.key_names import key_name
from gatescope.words import mark, tr


@dataclass(frozen=True)
class Workspace:
    """One of the strip at the right end of the menu bar. Its docks are those whose line in the table names it.

    Attributes:
        name: the key under which its arrangement is remembered.
        about: what it shows, in small letters.
        right, below: the part of the window that the docks at the right and those below the maps have at first.
        column: of the part at the right, that of its second column.
    """

    name: str
    title: str
    about: str
    right: float = 0.385
    below: float = 0.3
    column: float = 0.32


WORKSPACES = (
    Workspace("watch", mark("Watch"), mark("gates, states and read-out while you type")),
    Workspace("cell", mark("Cell"), mark("one step of the cell"), right=0.57),
    Workspace("why", mark("Why"), mark("what a state or a read-out depends on"), below=0.5),
    Workspace("what-if", mark("What if"), mark("hold a gate or a state and see what the rest does")),
    Workspace("units", mark("Units"), mark("what single units stand for"), right=0.6, below=0.6),
    Workspace("space", mark("Space"), mark("the states as points of a plane"), right=0.67, below=0.35),
    Workspace("train", mark("Train"), mark("train a model and watch it learn"), below=0.53),
    Workspace("learn", mark("Learn"), mark("claims about recurrent networks, and their tests"), right=0.615),
)
"""In the order of their shortcuts, Ctrl+1 to Ctrl+8."""


def with_docks(docks: tuple[Dock, ...]) -> tuple[Workspace, ...]:
    """Return the workspaces that have a dock in the table `docks`; the others have nothing to arrange."""
    return tuple(workspace for workspace in WORKSPACES if any(workspace.name in dock.workspaces for dock in docks))


def shortcut(workspace: Workspace) -> str:
    """Return the shortcut of `workspace`, which does not depend on the other workspaces."""
    return f"Ctrl+{WORKSPACES.index(workspace) + 1}"


def tool_tip(workspace: Workspace) -> str:
    """Return the tool tip of `workspace`, in the strip and in the menu."""
    return f"{tr(workspace.title)} ({key_name(shortcut(workspace))}): {tr(workspace.about)}"
