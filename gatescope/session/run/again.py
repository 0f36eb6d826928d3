"""A run once more with something else: other weights, other interventions, or only the beginning of its text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from gatescope.engine.executors import load_kernels
from gatescope.engine.interventions import Interventions
from gatescope.engine.network import Network
from gatescope.engine.parameters import LayerParameters
from gatescope.engine.part import Part
from gatescope.engine.prefix_cache import PrefixCache
from gatescope.engine.read_out import read_out
from gatescope.engine.run import run as step
from gatescope.session.run.bad_step import bad_step
from gatescope.session.run.reading import TextReading, reading_of
from gatescope.session.run.single import choose_executor, run_once
from gatescope.session.run.snapshot import Array, Run
from gatescope.text.tokens import TokenSequence


def again(run: Run, network: Network | None = None, interventions: Interventions | None = None) -> Run:
    """Return `run` over the same tokens, from the same initial states, with another network or other interventions.

    Raises:
        UsageError: an intervention names what the network or the text does not have.
    """
    taken = run.network if network is None else network
    what_if = run.trace.interventions if interventions is None else interventions
    what_if.check(taken, len(run.tokens))
    trace = step(
        taken,
        ids=None if run.trace.inputs is not None else run.tokens.ids,
        inputs=run.trace.inputs,
        initial=_initial(run),
        interventions=what_if,
        executor=load_kernels(),
    )
    readouts = read_out(taken, trace.hidden)
    bad = bad_step(trace, readouts, run.tokens)
    return replace(run, network=taken, trace=trace, readouts=readouts, bad=bad, recomputed=0)


def plainly(run: Run) -> Run:
    """Return `run` as any program that has its network and its text computes it: its last word is not being typed, and
    the kernels have stepped it from the first token on."""
    opened = None if run.opened is None else plainly(run.opened)
    return replace(again(run), tokens=replace(run.tokens, tentative=None), opened=opened)


def as_scripts_run(run: Run) -> Run:
    """Return `run` to the last bit as `api.trace` computes it: stepped whole, by what it chooses for so many tokens."""
    made = run_once(
        run.model,
        run.network,
        replace(run.tokens, tentative=None),
        run.trace.inputs,
        choose_executor(run.network, len(run.tokens)),
        _initial(run) or None,
        run.trace.interventions or None,
    )
    opened = None if run.opened is None else as_scripts_run(run.opened)
    return replace(
        run, tokens=made.tokens, trace=made.trace, readouts=made.readouts, bad=made.bad, recomputed=0, opened=opened
    )


def reads_text(run: Run) -> bool:
    """Return whether the tokens of `run` are those that its model makes of the text, so that its letters can be typed
    one by one."""
    if run.trace.inputs is not None or run.reader is None or run.reader.tokenizer is None:
        return False
    if run.reader.vocabulary is None:
        return False
    found = reading_of(run.reader, ()).read(run.tokens.text, None)
    return len(found) == len(run.tokens) and bool((found.ids == run.tokens.ids).all())


class Beginnings:
    """A run over longer and longer beginnings of its text; each steps only what the one before has not stepped."""

    def __init__(self, run: Run) -> None:
        self._run, self._steps = run, PrefixCache()
        self._reading: TextReading | None = reading_of(run.reader, ()) if reads_text(run) and run.reader else None
        self._opened = None if run.opened is None else Beginnings(run.opened)
        network = _started(run)
        if run.trace.inputs is not None:
            # Vectors are the rows of a table, so that they run like a text whose every word is new.
            network = replace(network, embedding=run.trace.inputs)
        self._network = network
        self._healthy = True

    def of_characters(self, count: int) -> Run:
        """Return the run over the first `count` characters of the text, whose last word may be the beginning of one."""
        assert self._reading is not None, "the run reads no text"
        return self._over(self._reading.read(self._run.tokens.text[:count], None))

    def of_tokens(self, count: int) -> Run:
        """Return the run over the first `count` tokens, with the text as far as they reach."""
        tokens = self._run.tokens.first(count)
        end = int(tokens.ends[-1]) if len(tokens) else 0
        return self._over(replace(tokens, text=tokens.text[:end]))

    def _over(self, tokens: TokenSequence) -> Run:
        vectors = self._run.trace.inputs
        ids = tokens.ids if vectors is None else np.arange(len(tokens))
        what_if = self._run.trace.interventions.within(len(tokens))
        cached = self._steps.run(self._network, ids, load_kernels(), what_if)
        trace = cached.trace
        if vectors is not None:
            trace.inputs = vectors[: len(tokens)]
        sure = self._healthy and not what_if and self._network.directions == ("forward",)
        bad = bad_step(trace, cached.readouts, tokens, cached.recomputed if sure else 0)
        self._healthy = bad is None
        return replace(
            self._run,
            tokens=tokens,
            trace=trace,
            readouts=cached.readouts,
            bad=bad,
            recomputed=cached.recomputed,
            opened=None if self._opened is None else self._opened._over(tokens),
        )


def together(beginnings: Sequence[Beginnings], counts: Sequence[int], *, characters: bool) -> Iterator[list[Run]]:
    """Yield the runs over the first characters, or tokens, of each of the `counts`."""
    for count in counts:
        yield [one.of_characters(count) if characters else one.of_tokens(count) for one in beginnings]


def _initial(run: Run) -> dict[str, Array]:
    """Return the states that a run began with, by the names that `engine.run.run` has for them: those that are not the
    network's own."""
    found: dict[str, Array] = {}
    for part, record in run.trace.records.items():
        own = run.network.parameters(part)
        for state, rows, usual in (
            ("hidden_state", record.hidden, own.initial_hidden),
            ("cell_state", record.cell, own.initial_cell),
        ):
            first = rows[0]
            if first.size and not np.array_equal(first, np.zeros_like(first) if usual is None else usual):
                found[f"{part}.{state}"] = first
    return found


def _started(run: Run) -> Network:
    """Return the network of a run with the states that this run began with as its own."""
    network, initial = run.network, _initial(run)
    if not initial:
        return network

    def started(part: Part) -> LayerParameters:
        own = network.parameters(part)
        hidden = initial.get(f"{part}.hidden_state", own.initial_hidden)
        cell = initial.get(f"{part}.cell_state", own.initial_cell)
        # All directions of a layer have such states, or none has.
        return own.starting_from(np.zeros(own.outputs, own.U.dtype) if hidden is None else hidden, cell)

    rows = range(len(network.layers))
    layers = tuple(tuple(started(Part.of(row, direction)) for direction in network.directions) for row in rows)
    return replace(network, layers=layers)
