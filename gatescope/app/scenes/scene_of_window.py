"""The scene of a window as it is now, for the figures that are made of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from gatescope.app.window.main_window import MainWindow
from gatescope.app.window.window_layout import layout_of
from gatescope.errors import UsageError
from gatescope.plots.notation import notation
from gatescope.session.scene.link import to_text
from gatescope.session.scene.scene import Scene
from gatescope.session.scene.taking import scene_of
from gatescope.session.session import Session


def scene_of_window(window: MainWindow, session: Session, figure: Mapping[str, Any]) -> Callable[[], Scene]:
    """Take what is in view now, and return what makes the scene of it, on any thread: models may have to be hashed.

    Args:
        figure: what `session.scene.figure_settings` describes; empty for a scene of no figure.

    What is returned raises `UsageError` where no scene can tell of it.
    """
    work, written, layout = session.standing, notation(), layout_of(window, "")
    return lambda: scene_of(work, written, layout, figure)


def carried(scene: Callable[[], Scene]) -> str | None:
    """Return the text for a figure to carry; None where no scene can tell of it."""
    try:
        return to_text(scene())
    except UsageError:
        return None
