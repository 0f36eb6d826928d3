"""The commands about the scene of a figure, as the table of commands has them."""

from __future__ import annotations

from gatescope.app.commands.command import Command

_SCENE = "&Edit ▸ S&cene"

SCENE_COMMANDS = (
    Command(
        "copy_as_python",
        "Copy as &Python",
        _SCENE,
        "Copy lines of Python that draw the plot in front, with everything that was changed",
    ),
    Command(
        "copy_as_command",
        "Copy as a &command",
        _SCENE,
        "Copy a command for the shell that draws the plot in front, with everything that was changed",
    ),
    Command(
        "copy_scene_link",
        "Copy a &link",
        _SCENE,
        "Copy a link to what is in view: pasted into the sentence of another GateScope, it brings all of it back",
    ),
    Command(
        "paste_scene_link",
        "&Open the link",
        _SCENE,
        "Bring back the scene of the link to GateScope that was copied last",
    ),
)
