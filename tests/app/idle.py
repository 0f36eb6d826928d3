"""What gives a dock something to show that the bundled models leave idle."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from gatescope.app.start.application import Desktop
from tests.session.helpers import word_model

PAGES = {"learn", "train"}
"""Views of text and controls, without a plot."""


def give_layers(qtbot: QtBot, desktop: Desktop, name: str) -> None:
    """Show a network of two layers where the dock called `name` is folded away without one."""
    if name == "layers":
        desktop.session.add_model(word_model("deep", layers=2))
        desktop.session.show(["deep"])
        qtbot.waitUntil(lambda: desktop.session.snapshot.run("deep") is not None)
