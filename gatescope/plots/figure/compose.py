"""From the names of views to the panels of a figure, and the caption that tells what they show."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from gatescope.errors import UsageError
from gatescope.formats.core.model import Model
from gatescope.plots.by_name import MODEL_VIEWS, RUN_VIEWS, describe_runs
from gatescope.plots.description import Plot
from gatescope.plots.figure.figure import Panel
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
    **focus: Any,
) -> tuple[Panel, ...]:
    """Return a panel a view, in this order.

    Args:
        views: names of `RUN_VIEWS` and `MODEL_VIEWS`.
        runs: what is shown; model: whose parameters are, with `parameter` the key of one.
        choices: fields of `by_name.Choice` by name, each for the views that take it; None for no choice.
        focus: of `describe_runs`, for every view: ``token``, ``layer``, ``direction``.

    Raises:
        UsageError: there is no such view, or one has nothing to show; or a choice means nothing for any of them.
    """
    made = {name: value for name, value in (choices or {}).items() if value not in (None, ())}
    known = (*RUN_VIEWS, *MODEL_VIEWS)
    for view in views:
        if view not in known:
            raise UsageError(f"there is no view {view!r}; there are {', '.join(known)}")
    taken = {name for view in views if view in RUN_VIEWS for name in RUN_VIEWS[view].takes}
    for name in made:
        if name not in taken:
            raise UsageError(f"a choice of {name} means nothing for the views {', '.join(views)}: leave it out")
    found = []
    for view in views:
        if view in MODEL_VIEWS:
            if model is None:
                raise UsageError(f"the {view} are a model's: leave the view out, or trace a text with a model")
            plot: Plot = MODEL_VIEWS[view](model, parameter)
        else:
            own = {name: value for name, value in made.items() if name in RUN_VIEWS[view].takes}
            plot = describe_runs(view, runs, **own, **focus)
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
