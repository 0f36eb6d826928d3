"""Describes the gradient flow of a family of models, as they are or in an experiment."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import replace
from html import escape
from typing import NamedTuple

import numpy as np

from gatescope.analysis.experiment.experiment import Experiment
from gatescope.analysis.experiment.family import Member, MemberFlow
from gatescope.engine.network import Network
from gatescope.engine.part import split_key
from gatescope.plots.gradient_flow import describe_gradient_flow
from gatescope.plots.gradient_flow_plot import GradientFlowPlot
from gatescope.plots.numbers import number, short
from gatescope.session.document.document import Focus
from gatescope.session.run.snapshot import BadStep, Run
from gatescope.text.tokens import TokenSequence
from gatescope.words import tr


class Shown(NamedTuple):
    """What a family flow is a picture of.

    Attributes:
        runs: one a model; those beside the first ones were run for this picture alone and have no numbers of their own.
        flows: one a run.
        failures: of the models that have no flow, a sentence each.
    """

    runs: list[Run]
    flows: list[MemberFlow]
    failures: list[str]


def shown_of(
    runs: Sequence[Run],
    results: Sequence[Sequence[MemberFlow]],
    members: Sequence[Member],
    experiment: Experiment,
    order: Sequence[str],
) -> Shown:
    """Return what there is to draw, the models in their `order`.

    Args:
        runs: those that were asked about; results: what was found of each, and of the `members` beside it.
    """
    made: list[tuple[Run, MemberFlow]] = []
    failures: list[str] = []
    stretched: dict[TokenSequence, TokenSequence] = {}
    networks = {member.name: member.network for member in members}
    for run, found in zip(runs, results, strict=True):
        tokens = stretched.setdefault(run.tokens, stretched_tokens(run.tokens, experiment))
        for one in found:
            name = one.name or run.model
            if one.flow is None:
                failures.append(f"{name}: {one.failure.rstrip('.')}.")
            elif not one.name and not experiment:
                made.append((run, one))
            else:
                made.append((_beside(run, networks.get(name, run.network), one, name, tokens), one))
    places = {name: place for place, name in enumerate(order)}
    made.sort(key=lambda pair: places.get(pair[0].model, len(places)))
    return Shown([run for run, _ in made], [one for _, one in made], failures)


def describe_family_flow(
    shown: Shown, experiment: Experiment, focus: Focus, hidden: Container[tuple[str, str]] = ()
) -> GradientFlowPlot:
    """Describe the flows of `shown`; `hidden` has the keys of lines that a person switched off."""
    flows = [one.flow for one in shown.flows if one.flow is not None]
    plot = describe_gradient_flow(shown.runs, flows, focus, hidden)
    if experiment and plot.lines:
        finding = f"<b>{escape(in_short(experiment))}:</b> {plot.finding}"
        plot = replace(plot, finding=finding, caption=f"{plot.caption} · {experiment_words(experiment)}")
    return replace(plot, finding=" ".join([plot.finding, *map(escape, shown.failures)]).strip())


def experiment_words(experiment: Experiment) -> str:
    """Return what is changed, for a person: ``the text repeated to 10,000 tokens, recurrent gain 1.20, …``."""
    words = []
    if experiment.tokens:
        how = tr("filled up with its last word") if experiment.padded else "repeated"
        words.append(tr("the text {how} to {tokens:,} tokens", how=how, tokens=experiment.tokens))
    if experiment.gain != 1.0:
        words.append(tr("recurrent gain {gain}", gain=number(experiment.gain)))
    if experiment.clip == "norm":
        words.append(tr("clipped at every step to the norm {most}", most=short(experiment.most)))
    elif experiment.clip == "value":
        words.append(tr("every entry clipped at every step to ±{most}", most=short(experiment.most)))
    return ", ".join(words)


def in_short(experiment: Experiment) -> str:
    """Return the same in few words: ``10,000 tokens, gain 1.20, norm ≤ 0.5``."""
    words = [tr("{tokens:,} tokens", tokens=experiment.tokens)] if experiment.tokens else []
    words += [tr("gain {gain}", gain=number(experiment.gain))] if experiment.gain != 1.0 else []
    clip = {"norm": "norm", "value": "entries"}.get(experiment.clip)
    return ", ".join([*words, *([f"{clip} ≤ {short(experiment.most)}"] if clip else [])])


def stretched_tokens(tokens: TokenSequence, experiment: Experiment) -> TokenSequence:
    """Return the tokens of the longer text; the same object where it is no longer."""
    order = experiment.order(len(tokens))
    if len(order) == len(tokens):
        return tokens
    return TokenSequence(tokens.text, tokens.starts[order], tokens.ends[order], tokens.ids[order], tokens.known[order])


def _beside(run: Run, network: Network, found: MemberFlow, name: str, tokens: TokenSequence) -> Run:
    """Return a run of `network` with nothing but its names: what its read-outs say is not asked for, and is 0 here."""
    readouts = {one.name: np.zeros((len(tokens), len(one.weight))) for one in network.readouts}
    bad = _bad(found, tokens)
    return replace(run, model=name, network=network, tokens=tokens, readouts=readouts, bad=bad, opened=None, unread=0)


def _bad(found: MemberFlow, tokens: TokenSequence) -> BadStep | None:
    if found.bad is None:
        return None
    token, key, unit = found.bad
    part, signal = split_key(key)
    return BadStep(token, tokens.word(token), signal, unit, part)
