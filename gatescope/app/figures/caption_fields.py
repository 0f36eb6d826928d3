"""The fields of a caption: names in braces that stand for what the data say now."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from gatescope.plots.axis_words import axis_word
from gatescope.plots.description import Plot
from gatescope.plots.numbers import number
from gatescope.plots.runs import front_run
from gatescope.plots.signals import CELL_NAMES
from gatescope.session.document.document import Focus
from gatescope.session.run.snapshot import Run

FIELD = re.compile(r"\{([a-z][a-z -]*)\}")
"""A field in a text, its name in the group."""
_LONGEST_SENTENCE = 200


def own_caption(views: Sequence[str]) -> str:
    """Return the caption that a figure of these views has by itself: what each shows, and what it finds."""
    return " ".join(f"{{letter {view}}} {{title {view}}}: {{finding {view}}}" for view in views)


def general_fields(runs: Sequence[Run], focus: Focus) -> dict[str, str]:
    """Return what can be said of the runs, by the name of the field; what has no value now is left out."""
    run = front_run(runs, focus)
    if run is None:
        return {}
    sentence = run.tokens.text if len(run.tokens.text) <= _LONGEST_SENTENCE else ""
    found = {
        "model": ", ".join(dict.fromkeys(one.model for one in runs)),
        "cell": ", ".join(dict.fromkeys(CELL_NAMES[one.network.cell.name] for one in runs)),
        "sentence": " ".join(sentence.split()),
        "words": str(len(run.tokens)),
        "units": str(run.network.units),
    }
    at = focus.token
    if at is not None and at < len(run.tokens):
        found["word"] = axis_word(run.tokens, at)
        for name, values in run.readouts.items():
            if values.ndim == 1 or values.shape[1] == 1:
                found["read-out"] = f"{name} {number(float(values.reshape(len(values), -1)[at, 0]))}"
                break
    return {name: value for name, value in found.items() if value}


def panel_fields(view: str, title: str, letter: str, plot: Plot | None) -> dict[str, str]:
    """Return what can be said of one view of the figure, bold letters as the figure takes them."""
    facts = {} if plot is None else plot.facts()
    finding = facts.get("Finding", "") or ("" if plot is None else plot.caption)
    return {
        f"letter {view}": f"**{letter},**" if letter else "",
        f"title {view}": title,
        f"finding {view}": " ".join(finding.split()),
    }


def filled(template: str, values: Mapping[str, str]) -> str:
    """Return `template` with its fields filled; those that nothing is known of stay as they are."""
    text = FIELD.sub(lambda found: values.get(found[1], found[0]), template)
    return " ".join(text.replace("\n", " ").split())
