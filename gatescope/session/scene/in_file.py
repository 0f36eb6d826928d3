"""The scene that a figure carries."""

from __future__ import annotations

from pathlib import Path

from gatescope.errors import FormatError
from gatescope.formats.figures.carrying import CARRYING, carried_text, is_picture
from gatescope.session.scene.link import from_link, from_text
from gatescope.session.scene.link_word import names_link
from gatescope.session.scene.scene import Scene
from gatescope.words import tr


def scene_in(path: Path) -> Scene:
    """Return the scene that the figure at `path` carries. Safe in any thread; nothing is run.

    Raises:
        FileError: it cannot be read.
        FormatError: it is damaged, or carries no scene that this GateScope knows.
    """
    text = carried_text(path)
    if text is None and not is_picture(path):
        raise FormatError(
            path,
            tr("is no picture, and a scene lies in figures that GateScope has written ({kinds})", kinds=CARRYING),
        )
    if text is None:
        raise FormatError(
            path,
            tr(
                "is a picture without a scene: only figures that GateScope has written ({carrying}) have one, unless "
                "a program that saved them anew has dropped it",
                carrying=CARRYING,
            ),
        )
    return from_text(text, path)


def scene_from(source: str | Path) -> Scene:
    """Return the scene of a link, or that of a figure by its path.

    Raises:
        FileError: the figure cannot be read.
        FormatError: it is damaged, or carries no scene that this GateScope knows.
    """
    if isinstance(source, str) and names_link(source):
        return from_link(source)
    return scene_in(Path(source))
