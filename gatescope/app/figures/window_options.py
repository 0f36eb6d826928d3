"""The options by which a script may draw what a view of the window shows: what the dialog has at first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from gatescope.analysis.targets import Target
from gatescope.formats.core.tokens import tokens_of_text
from gatescope.plots.description import Plot
from gatescope.plots.gradient_words import target_words
from gatescope.plots.view_options import options_of
from gatescope.session.document.document import Focus
from gatescope.session.run.single import choose_executor, run_once
from gatescope.session.run.snapshot import Run

_MOST_LABELS = 8
_SAID_BY = {"fit": "source", "step": "step", "parameter": "key"}
"""Options that a picture knows of itself, and where."""


def options_in_window(name: str, runs: Sequence[Run], focus: Focus, shown: Plot | None) -> Iterator[dict[str, Any]]:
    """Yield sets of options that may draw `shown`, those that take the fewest words first; the first one is usual."""
    taken = options_of(name)
    usual: dict[str, Any] = {}
    if "token" in taken:
        usual = {"token": focus.token, **place_of(runs, focus)}
    yield usual
    units = tuple(unit.unit for unit in focus.units or focus.lively if unit.part == focus.part)
    if shown is not None and "units" in taken and units:
        yield usual | {"units": units}
    for option, attribute in _SAID_BY.items():
        value = getattr(shown, attribute, None)
        if option in taken and value is not None:
            yield usual | {option: value}
            if "units" in taken and units:
                yield usual | {option: value, "units": units}
    said = "" if shown is None else shown.facts().get("Target", "")
    if "of" in taken and said:
        run = next((one for one in runs if one.model == focus.model), runs[0])
        yield from (usual | {"of": str(one)} for one in targets(run, focus.token) if _words(one, run) == said)


def targets(run: Run, token: int | None) -> list[Target]:
    """Return what can be differentiated after the last token and after `token`."""
    found: list[Target] = []
    for place in dict.fromkeys((None, token)):
        for readout in run.network.readouts:
            labels = readout.labels if 1 < len(readout.weight) == len(readout.labels) <= _MOST_LABELS else ()
            found += [Target(place, readout.name), *(Target(place, readout.name, label) for label in labels)]
        found.append(Target(place))
    return found


def place_of(runs: Sequence[Run], focus: Focus) -> dict[str, Any]:
    """Return layer and direction as options; none where they are those that a script takes by itself."""
    network, part = runs[0].network, focus.part
    if part not in network.parts or part == network.part(None, None):
        return {}
    return {"layer": part.layer, "direction": part.direction}


def second_run(run: Run, text: str) -> Run:
    """Return the run of the same model, with what is held in it, on another text.

    Raises:
        UsageError: the model reads no text, or what is held lies behind its end.
    """
    assert run.reader is not None
    tokens = tokens_of_text(run.reader, text)
    executor = choose_executor(run.network, len(tokens))
    made = run_once(run.model, run.network, tokens, None, executor, interventions=run.trace.interventions or None)
    return replace(made, reader=run.reader, predicts_next=run.predicts_next)


def _words(target: Target, run: Run) -> str:
    return target_words(target, run.network, run.tokens)
