"""Results that show themselves at the end of a notebook's cell, as the pictures that `render` draws of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import numpy as np

from gatescope.analysis.fixed_points.found import FixedPoints
from gatescope.export.recording import Recording
from gatescope.formats.core.model import Model
from gatescope.formats.core.tokens import tokens_of_text
from gatescope.plots.by_name import describe_runs
from gatescope.plots.figure.figure import Figure
from gatescope.plots.fixed_points.of_runs import describe_table
from gatescope.plots.theme import theme_named
from gatescope.session.document.document import Focus
from gatescope.session.run.single import choose_executor, run_once, tokens_of_vectors

_TABLE = (960, 420)

Result = TypeVar("Result")


class _Picture:
    """Draws a result when it is asked for. Sent to another process, a result arrives without: its arrays stay here."""

    def __init__(self, draw: Callable[[], str]) -> None:
        self._draw = draw

    def __call__(self) -> str:
        return self._draw()

    def __reduce__(self) -> tuple[type[str], tuple[()]]:
        return str, ()


def showing(result: Result, picture: Callable[[], str]) -> Result:
    """Return `result`, which from now on shows itself by `picture`, drawn when a notebook asks for it."""
    # Of this one object: what an analysis returns to the window needs no picture, and knows of none.
    vars(result)["_repr_html_"] = _Picture(picture)
    return result


def view_page(trace: Recording, view: str, **choice: Any) -> str:
    """Return the view of a trace as a piece of HTML; `choice` as `plots.by_name.describe_runs` takes it."""
    # Qt is loaded where something is really drawn.
    from gatescope.export.notebook import page

    return page(describe_runs(view, [trace.run], **choice), runs=[trace.run])


def figure_page(figure: Figure, theme: str) -> str:
    """Return a composed figure as a piece of HTML, in its own size on paper where the page has the room."""
    from gatescope.export.notebook import page

    return page(figure, theme=theme_named(theme))


def points_page(model: Model, found: FixedPoints) -> str:
    """Return the table of fixed points as a piece of HTML."""
    from gatescope.export.notebook import page

    network = model.network
    read = None if network.embedding is not None else np.zeros((0, network.inputs))
    tokens = tokens_of_vectors(0) if read is not None else tokens_of_text(model, "")
    run = run_once(model.name, network, tokens, read, choose_executor(network, 0))
    return page(describe_table([run], [found], Focus(model=model.name, part=found.part)), _TABLE, [run])
