"""Describes what interventions do at the token cursor, each alone and together, with one plain sentence."""

from __future__ import annotations

from math import isnan

import numpy as np

from gatescope.analysis.what_if.effects import Effects
from gatescope.engine.interventions import Interventions
from gatescope.engine.network import Network
from gatescope.plots.axis_words import axis_word
from gatescope.plots.numbers import number
from gatescope.plots.ranges import UNIT, enclosing
from gatescope.plots.runs import caption, cursor_of
from gatescope.plots.signals import CELL_NAMES
from gatescope.plots.what_if.card_words import done_to, hue_of, name_of, quantity_words, scope_words, subject_of
from gatescope.plots.what_if.effects_plot import EffectRow, EffectsPlot
from gatescope.session.document.document import Focus
from gatescope.session.document.holding import misfit
from gatescope.session.run.snapshot import Run
from gatescope.text.tokens import TokenSequence
from gatescope.words import tr


def describe_effects(
    run: Run, base: Network, interventions: Interventions, found: Effects, focus: Focus
) -> EffectsPlot:
    """Describe `found` at the token cursor.

    Args:
        run: what is on screen; base: its network before any weights are copied.
        interventions: those that `found` is about.
        found: of the same tokens.
    """
    at = cursor_of(run.tokens, focus)
    if at is None or not interventions:
        return EffectsPlot(())
    rows = []
    if any(item.on for item in interventions.items):
        rows.append(EffectRow(tr("all that are on, together"), "", "", True, float(found.together[at])))
    for k, item in enumerate(interventions.items):
        name, scope, value = name_of(item, base), scope_words(item, run.tokens), float(found.alone[k, at])
        rows.append(EffectRow(name, scope, hue_of(item), item.on, value, misfit(item, base)))
    baseline = float(found.baseline[at])
    probability = found.columns is not None and base.readouts[0].kind != "linear"
    numbers = np.array([baseline, *(row.value for row in rows)])
    low, high = UNIT if probability else enclosing([numbers])
    quantity = quantity_words(base, None if found.columns is None else int(found.columns[at]))
    return EffectsPlot(
        tuple(rows),
        tr("{quantity} at “{tokens}”", quantity=quantity, tokens=axis_word(run.tokens, at)),
        baseline,
        low,
        high,
        finding(base, interventions, found, run.tokens, at, first_bad="" if run.bad is None else run.bad.word),
        run.model,
        CELL_NAMES[base.cell.name],
        run.tokens,
        caption=caption([(run, None)]),
    )


def finding(
    network: Network,
    interventions: Interventions,
    found: Effects,
    tokens: TokenSequence,
    at: int,
    *,
    first_bad: str = "",
) -> str:
    """Return which intervention does most at the token `at`, as one plain sentence; in ``<b>`` what it comes to.

    Args:
        first_bad: the first word at which a value of the run is not finite.
    """
    acting = tuple(k for k, item in enumerate(interventions.items) if item.on and not misfit(item, network))
    if not acting:
        return tr("<b>Nothing that fits this model is switched on:</b> the run is free.")
    before, after = float(found.baseline[at]), float(found.together[at])
    if isnan(before) or isnan(after):
        said = tr("<b>Not a number at “{word}”:</b> nothing can be compared there.", word=_word(tokens, at))
        return f"{said} {tr('First at “{word}”.', word=_escaped(first_bad))}" if first_bad else said
    most = found.most(at, acting)
    name = quantity_words(network, None if found.columns is None else int(found.columns[at]))
    if most is None:
        if number(before) == number(after):
            return tr(
                "<b>None of it moves {name} at “{word}”</b> from {before}.",
                name=name,
                word=_word(tokens, at),
                before=number(before),
            )
        return tr(
            "<b>Only together they move {name}</b> from {before} to {after}.",
            name=name,
            before=number(before),
            after=number(after),
        )
    item = interventions.items[most]
    alone = float(found.alone[most, at])
    subject, done = _escaped(subject_of(item)), _escaped(done_to(item, network, tokens))
    if number(alone) == number(before):
        return tr(
            "<b>None of it moves {name} at “{word}” by a hundredth;</b> most does {subject}, {done}.",
            name=name,
            word=_word(tokens, at),
            subject=subject,
            done=done,
        )
    if len(acting) == 1:
        return tr(
            "<b>{capital}, {done}</b>, turns {name} from {before} into {alone}.",
            capital=_capital(subject),
            done=done,
            name=name,
            before=number(before),
            alone=number(alone),
        )
    others = [interventions.items[k] for k in acting if k != most]
    rest = tr("the {count} others", count=len(others))
    if len(others) == 1:
        rest = f"{_escaped(subject_of(others[0]))} {_escaped(done_to(others[0], network, tokens))}"
    still = tr("still ") if number(after) == number(alone) else ""
    return tr(
        "<b>Most of it comes from {subject}:</b> {done} it alone turns {before} into {alone}. "
        "With {rest} as well it is {still}{after}.",
        subject=subject,
        done=done,
        before=number(before),
        alone=number(alone),
        rest=rest,
        still=still,
        after=number(after),
    )


def _word(tokens: TokenSequence, at: int) -> str:
    return _escaped(axis_word(tokens, at))


def _escaped(words: str) -> str:
    return words.replace("&", "&amp;").replace("<", "&lt;")


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
