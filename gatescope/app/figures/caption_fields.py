"""The fields of a caption: names in braces that stand for what the data say now."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from gatescope.plots.axis_words import axis_word
from gatescope.plots.figure.compose import caption_of
from gatescope.plots.figure.figure import Panel
from gatescope.plots.numbers import number
from gatescope.plots.runs import front_run
from gatescope.plots.signals import CELL_NAMES
from gatescope.session.document.document import Focus
from gatescope.session.run.snapshot import Run

FIELD = re.compile(r"\{([a-z][a-z -]*)\}")
"""A field in a text, its name in the group."""
_LONGEST_SENTENCE = 200


def own_caption(views: Sequence[str]) -> str:
    """Return the caption that a figure of these views has by itself, as `plots.figure.compose` puts it together."""
    return " ".join([*(f"{{letter {view}}} {{about {view}}}" for view in views), "{of}"])


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


def panel_fields(panels: Sequence[Panel], letters: Sequence[str]) -> dict[str, str]:
    """Return what can be said of the views of a figure: the letter of each, its title, its finding, both in a sentence,
    and what all of them are of.

    Args:
        letters: of the panels, empty for none.
    """
    found: dict[str, str] = {}
    about = []
    for panel, letter in zip(panels, letters, strict=True):
        bare = replace(panel, plot=replace(panel.plot, caption=""))
        about.append(caption_of([bare], "none"))
        found |= {
            f"letter {panel.name}": f"**{letter},**" if letter else "",
            f"title {panel.name}": panel.title,
            f"finding {panel.name}": about[-1].removeprefix(f"{panel.title}: ") if ": " in about[-1] else "",
            f"about {panel.name}": about[-1],
        }
    whole = caption_of(panels, "none")
    return found | {"of": whole.removeprefix(" ".join(about)).strip()}


def filled(template: str, values: Mapping[str, str]) -> str:
    """Return `template` with its fields filled; those that nothing is known of stay as they are."""
    text = FIELD.sub(lambda found: values.get(found[1], found[0]), template)
    return " ".join(text.replace("\n", " ").split())
