"""What a command of the window is."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Command:
    """One thing a person can do.

    Attributes:
        name: the handler's name.
        menu: the menu it stands in; ``"View ▸ Theme"`` makes a submenu.
        shortcuts: the first is shown.
        tip: one line for the status bar and the tool tip.
        group: checkable commands of one group exclude each other.
        after_rule: a separator stands above it.
    """

    name: str
    text: str
    menu: str
    tip: str
    shortcuts: tuple[str, ...] = ()
    checkable: bool = False
    group: str = ""
    after_rule: bool = False
