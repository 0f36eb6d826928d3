"""The parts of a report about a problem, each a heading and a text; the home folder is ``~`` in all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from gatescope.errors import FileError
from gatescope.session.crash.crash_log import read_log
from gatescope.session.document.document import Document
from gatescope.session.preferences import PREFERENCES
from gatescope.session.settings import Settings
from gatescope.session.user_folders import home
from gatescope.words import mark

_MOST_LOGS, _MOST_LETTERS = 3, 20_000


@dataclass(frozen=True)
class Part:
    """One part.

    Attributes:
        title: its heading, and the name of its check box; marked for `tr`.
        tip: what is in it; marked for `tr`.
        text: gives it, in English.
        wanted: whether it is ticked at first; what the person works on is not.
    """

    title: str
    tip: str
    text: Callable[[], str]
    wanted: bool = True


def report_of(parts: Iterable[tuple[str, str]]) -> str:
    """Return the report of headings and texts."""
    blocks = [f"{title}\n{'-' * len(title)}\n{text.strip() or 'nothing'}\n" for title, text in parts]
    return without_home("\n".join(blocks))


def without_home(text: str) -> str:
    """Return `text` with ``~`` for the person's home folder, whose name is often theirs."""
    folder = str(home())
    return text.replace(folder, "~") if len(folder) > 1 else text


def settings_text(settings: Settings) -> str:
    """Return what the person has chosen; no files, no folders and no places of windows."""
    rows = {one.name: settings.choice(one) for one in PREFERENCES}
    rows |= {"zoom": f"{settings.zoom:g}", "notation": str(settings.notation), "workspace": settings.workspace}
    keys = (f"{name}: {', '.join(keys) or 'none'}" for name, keys in settings.shortcuts.items())
    rows["shortcuts"] = "; ".join(keys) or "the usual ones"
    return "\n".join(f"{name} = {value}" for name, value in rows.items())


def faults_text(folder: Path) -> str:
    """Return the newest logs of faults in `folder`, their ends where they are long."""
    texts = []
    for path in sorted(folder.glob("*.log"), reverse=True)[:_MOST_LOGS]:
        try:
            texts.append(f"{path.name}\n{read_log(path)[-_MOST_LETTERS:]}")
        except FileError as error:
            texts.append(str(error))
    return "\n".join(texts)


def models_text(document: Document) -> str:
    """Return the models that are open: name, cell and size; those in view first."""
    names = [*document.shown, *(name for name in document.models if name not in document.shown)]
    lines = []
    for name in names:
        network = document.networks[name]
        place = "in view" if name in document.shown else "open"
        lines.append(f"{name}: {network.cell.name}, {len(network.layers)} × {network.units}, {place}")
    return "\n".join(lines)


VERSIONS = mark("Versions")
DOCTOR = mark("What this machine lacks")
SETTINGS = mark("Your settings")
MESSAGES = mark("The last messages")
FAULTS = mark("Faults that were written down")
SENTENCE = mark("The sentence")
MODELS = mark("Open models")
