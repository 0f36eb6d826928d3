"""From a card to its result: the check is run with what the scene, the card and the control say."""

from __future__ import annotations

import time
from typing import Any

from gatescope.engine.executors import Executor
from gatescope.engine.selection import parse_signal
from gatescope.engine.what_if import parse_clamp
from gatescope.errors import UsageError
from gatescope.formats.core.model import Model
from gatescope.lessons.card import Card, Setting
from gatescope.lessons.checks.bench import Bench
from gatescope.lessons.checks.registry import CHECKS, OF_TASK, OF_THE_SCENE, ONLY, arguments_of
from gatescope.lessons.verdict import Result, drifted, filled
from gatescope.progress import Report, silent
from gatescope.words import tr

_NAMES_SIGNALS = ("state", "silence", "source", "target")
_NAME_SIGNALS = ("higher", "lower")
"""Arguments that are a signal, and those that are several."""


def decide(
    card: Card,
    setting: Setting | None = None,
    *,
    model: Model | None = None,
    executor: Executor | None = None,
    report: Report = silent,
) -> Result:
    """Test the claim of `card`.

    Args:
        setting: where its control stands; at its start where None.
        model: to test on in place of the scene's, as it is in front of a person; see `serves`.
        executor: steps the cells; the fastest one that is ready where None.
        report: called now and then.

    Raises:
        UsageError: the check cannot be run so: a word, a unit or a signal that the model does not have.
        FileError: the model cannot be read.
        Cancelled: `report` raised it.
    """
    began = time.perf_counter()
    arguments = arguments_for(card, setting)
    models = {}
    if model is not None:
        if not takes_another_model(card):
            raise UsageError(tr("claim {claim} cannot be tested on another model", claim=card.claim))
        arguments["model"] = model.name
        models[model.name] = model
    measured = CHECKS[card.check](Bench(executor, report, models), **arguments)
    # Of another setting, or another model, the card expects nothing, and its words do not speak.
    start = None if card.control is None else card.control.start
    as_written = model is None and setting in (None, start)
    lost = drifted(measured.numbers, card.numbers) if as_written else ()
    return Result(
        claim=card.claim,
        title=card.title,
        verdict=measured.verdict,
        expected=card.expected,
        ok=not as_written or (measured.verdict == card.expected and not lost),
        numbers=measured.numbers,
        seconds=time.perf_counter() - began,
        measured=measured,
        put_right=filled(card.put_right, measured.numbers) if as_written else "",
        condition=card.condition,
        drifted=lost,
    )


def takes_another_model(card: Card) -> bool:
    """Return whether the claim can be tested on another model than its own."""
    return "model" in arguments_of(card.check)


def serves(card: Card, model: Model) -> bool:
    """Return whether the claim can be tested on `model`: one of a cell and a task that the check is about, that reads
    forwards, has the signals that the card names, and, where the check reads a sentence, words."""
    if not takes_another_model(card) or model.network.default_part.reverse:
        return False
    task = OF_TASK.get(card.check)
    if task is not None and model.card.get("task") != task:
        return False
    cell, arguments = model.network.cell, arguments_for(card)
    if cell.name not in ONLY.get(card.check, (cell.name,)) or ("text" in arguments and model.vocabulary is None):
        return False
    named = {arguments[name] for name in _NAMES_SIGNALS if name in arguments}
    named |= {signal for name in _NAME_SIGNALS if name in arguments for signal in arguments[name]}
    named |= {parse_clamp(one).signal for one in arguments.get("hold", ())}
    return set(map(parse_signal, named)) <= set(cell.signals)


def arguments_for(card: Card, setting: Setting | None = None) -> dict[str, Any]:
    """Return what the check is called with.

    Raises:
        UsageError: `setting` is nothing that the check takes, or there is no control to set.
    """
    known = arguments_of(card.check)
    found = {
        name: value for name in OF_THE_SCENE if name in known and (value := getattr(card.scene, name)) not in ("", ())
    }
    found |= card.arguments
    if card.control is not None:
        argument = known[card.control.argument]
        try:
            found[argument.name] = argument.read(card.control.start if setting is None else setting)
        except UsageError as error:
            raise UsageError(f"{card.control.label} {error}") from None
    elif setting is not None:
        raise UsageError(tr("claim {claim} has no control to set", claim=card.claim))
    return found
