"""From the names of views to the panels of a figure, and the caption that tells what they show."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from gatescope.errors import UsageError
from gatescope.formats.core.model import Model
from gatescope.plots.by_name import MODEL_VIEWS, RUN_VIEWS
from gatescope.plots.figure.figure import Panel
from gatescope.plots.view_options import check_options, described, options_of
from gatescope.session.run.snapshot import Run

_TAG = re.compile(r"<[^>]*>")
_WORD = re.compile(r"[\w-]+")
_END = tuple(".!?…")
_QUOTES = "”“’\"'»"


def panels_of(
    views: Sequence[str],
    runs: Sequence[Run],
    model: Model | None = None,
    parameter: str | None = None,
    choices: Mapping[str, Any] | None = None,
    per_view: Mapping[str, Mapping[str, Any]] | None = None,
    **focus: Any,
) -> tuple[Panel, ...]:
    """Return a panel a view, in this order.

    Args:
        views: names of `RUN_VIEWS` and `MODEL_VIEWS`.
        runs: what is shown; model: whose parameters are, with `parameter` the key of one.
        choices: options by name, each for the views that take it; None for no choice.
        per_view: options of single views, by their names, which come before those of all.
        focus: of `describe_runs`, for every view: ``token``, ``layer``, ``direction``.

    Raises:
        UsageError: there is no such view, or one has nothing to show; or a choice means nothing for any of them.
    """
    made = {name: value for name, value in (choices or {}).items() if value not in (None, ())}
    known = (*RUN_VIEWS, *MODEL_VIEWS)
    for view in views:
        if view not in known:
            raise UsageError(f"there is no view {view!r}; there are {', '.join(known)}")
    for view, own in (per_view or {}).items():
        if view not in views:
            raise UsageError(
                f"options are given of the view {view!r}, which is not in the figure: add it, or leave them out"
            )
        check_options(view, list(own))
    taken = {name for view in views if view in RUN_VIEWS for name in options_of(view)}
    for name in made:
        if name not in taken:
            raise UsageError(f"a choice of {name} means nothing for the views {', '.join(views)}: leave it out")
    found = []
    for view in views:
        general = {"parameter": parameter} if view in MODEL_VIEWS else made | focus
        own = {name: value for name, value in general.items() if name in options_of(view)}
        plot = described(view, runs, own | dict((per_view or {}).get(view, {})), model)
        found.append(Panel(plot, plot.facts()["Title"], view))
    return tuple(found)


def caption_of(panels: Sequence[Panel], letters: str = "abc") -> str:
    """Return what the panels show: the title and the finding of each after its letter, and what they are of."""
    said = []
    for at, panel in enumerate(panels):
        facts = panel.plot.facts()
        finding = _TAG.sub("", facts.get("Finding", "")).strip()
        letter = "" if letters == "none" or len(panels) == 1 else f"**{chr(ord(letters[0]) + at)},** "
        said.append(letter + _ended(f"{panel.title}: {finding}" if finding else panel.title))
    return " ".join([*said, *map(_ended, _of_what([panel.plot.caption for panel in panels]))])


def _of_what(captions: Sequence[str]) -> list[str]:
    """Return the lines below the plots, each once, and none that another one says with more models."""
    words = {line: frozenset(_WORD.findall(line)) for line in captions if line}
    return [line for line, own in words.items() if not any(own < others for others in words.values())]


def _ended(words: str) -> str:
    return words if words.rstrip(_QUOTES).endswith(_END) else f"{words}."
