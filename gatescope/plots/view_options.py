"""Which options a view takes, for scripts, commands and the figure dialog alike, and the picture that they make."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from gatescope.analysis.targets import Target
from gatescope.errors import UsageError
from gatescope.formats.core.model import Model
from gatescope.plots.by_name import MODEL_VIEWS, RUN_VIEWS, describe_runs
from gatescope.plots.description import Plot
from gatescope.session.run.snapshot import Run

_OF_ALL_RUNS = ("token", "layer", "direction")
_CALLED = {"target": "of"}
"""Fields of `by_name.Choice` that scripts call otherwise."""


def options_of(view: str) -> tuple[str, ...]:
    """Return the names in `session.scene.view_options.OPTIONS` of what the view called `view` takes."""
    if view in RUN_VIEWS:
        return (*(_CALLED.get(name, name) for name in RUN_VIEWS[view].takes), *_OF_ALL_RUNS)
    return ("parameter",) if view in MODEL_VIEWS else ()


def check_options(view: str, names: Sequence[str]) -> None:
    """Raise for an option that means nothing for a view.

    Raises:
        UsageError: it does not take one of `names`.
    """
    taken = options_of(view)
    for name in names:
        if name not in taken:
            raise UsageError(f"{name!r} means nothing for the view {view!r}: it takes {', '.join(taken) or 'nothing'}")


def described(view: str, runs: Sequence[Run], options: Mapping[str, Any], model: Model | None = None) -> Plot:
    """Return the picture of `runs`, or of the parameters of `model`, that the view makes of `options`.

    Args:
        options: by name; ``of`` is a text, ``against`` the run of the second text.

    Raises:
        UsageError: it does not take one of them, or something that was chosen does not exist.
        ModelError: gradients are asked of a read-out with weights that are not finite.
    """
    check_options(view, list(options))
    if view in MODEL_VIEWS:
        if model is None:
            raise UsageError(f"the {view} are a model's: leave the view out, or trace a text with a model")
        return MODEL_VIEWS[view](model, options.get("parameter"))
    made = dict(options)
    of = made.pop("of", None)
    return describe_runs(view, runs, target=None if of is None else Target.parse(of), **made)
