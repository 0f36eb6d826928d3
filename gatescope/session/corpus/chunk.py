"""A chunk of a corpus, run: its states, and the words they belong to. A pure function, for this machine or another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gatescope.analysis.corpus.moments import moments_of
from gatescope.analysis.corpus.shard import Words
from gatescope.analysis.corpus.states import signal_of
from gatescope.analysis.saturation import limits
from gatescope.engine.executors import Executor, reference
from gatescope.engine.network import Array, Network
from gatescope.engine.packed import Tape, run_packed
from gatescope.engine.part import Part
from gatescope.engine.read_out import read_out
from gatescope.engine.run import run
from gatescope.errors import ModelError
from gatescope.formats.core.model import Model
from gatescope.progress import Report, silent
from gatescope.session.run.single import choose_executor
from gatescope.text.tokens import TokenSequence
from gatescope.words import tr

MOST_COLUMNS = 8
"""A read-out with more values is not kept beside the states."""
_BATCH = 8_192
"""Tokens that are stepped at a time, with their whole record in memory."""
_LONGEST = 60_000_000
"""Values that the record of one line may have."""


@dataclass(frozen=True, eq=False)
class Plan:
    """What is to be computed of every chunk.

    Attributes:
        model: reads the texts.
        signal, part: whose states are kept.
    """

    model: Model
    signal: str
    part: Part

    @property
    def longest(self) -> int:
        """Tokens of the longest line that is run."""
        network = self.model.network
        values = sum((len(network.cell.gates) * 2 + 3) * p.units for row in network.layers for p in row)
        return max(2_000, _LONGEST // values)


def run_chunk(
    plan: Plan, texts: Sequence[tuple[int, str]], executor: Executor | None = None, report: Report = silent
) -> tuple[Array, Words]:
    """Run the model over `texts`, (number of the line, line), each from its first state on.

    Returns:
        (H, N) the states; and the words.

    Raises:
        ModelError: a line has more tokens than can be run at once.
        Cancelled: `report` raised it.
    """
    network = plan.model.network
    read = [(number, text, _tokens(plan.model, text)) for number, text in texts]
    lines = [(number, text, tokens) for number, text, (tokens, _) in read if len(tokens)]
    for number, _, tokens in lines:
        if len(tokens) > plan.longest:
            raise ModelError(
                tr(
                    "line {number} has {count:,} tokens, and this model can be run over {longest:,}: break it into "
                    "shorter lines",
                    number=number,
                    count=len(tokens),
                    longest=plan.longest,
                )
            )
    borders = np.concatenate([[0], np.cumsum([len(tokens) for _, _, tokens in lines])]).astype(np.int64)
    executor = executor or choose_executor(network, int(borders[-1]))
    states, readouts, moments = _run(plan, lines, borders, executor, report)
    encoded = [text.encode("utf-8", "surrogatepass") for _, text, _ in lines]
    words = Words(
        lines=np.array([number for number, _, _ in lines], np.int64),
        borders=borders,
        ids=_joined([tokens.ids for _, _, tokens in lines]),
        starts=_joined([tokens.starts for _, _, tokens in lines]),
        ends=_joined([tokens.ends for _, _, tokens in lines]),
        text=np.frombuffer(b"".join(encoded), np.uint8),
        text_borders=np.concatenate([[0], np.cumsum([len(one) for one in encoded])]).astype(np.int64),
        readout=readouts,
        moments=moments,
        consumed=np.array([len(texts), sum(left_out for _, _, (_, left_out) in read)], np.int64),
    )
    return states, words


def kept_readout(network: Network) -> int:
    """Return how many values of the first read-out are kept a token: none of a large one."""
    columns = len(network.readouts[0].weight) if network.readouts else 0
    return columns if columns <= MOST_COLUMNS else 0


def _tokens(model: Model, text: str) -> tuple[TokenSequence, int]:
    """Return the tokens for which the model has a row, and how many it has none for."""
    assert model.tokenizer is not None
    assert model.vocabulary is not None
    found = model.tokenizer.tokenize(text, model.vocabulary)
    known = found.without(-1)
    return known.without(model.masked_id), len(found) - len(known)


def _run(
    plan: Plan,
    lines: Sequence[tuple[int, str, TokenSequence]],
    borders: NDArray[np.int64],
    executor: Executor,
    report: Report,
) -> tuple[Array, NDArray[np.float32], NDArray[np.float64]]:
    network, part = plan.model.network, plan.part
    assert network.embedding is not None
    signals = network.cell.signals
    # What the ends of a signal's range are depends on the network alone: one step of it tells.
    probe = run(network, inputs=np.zeros((1, network.inputs), network.dtype), executor=reference)
    ends = [limits(probe, part, signal) for signal in signals]
    columns = kept_readout(network)
    total = int(borders[-1])
    states: Array | None = None
    readouts = np.zeros((total, columns), np.float32)
    moments = []
    first = 0
    while first < len(lines):
        report(first / len(lines))
        last = max(first + 1, int(np.searchsorted(borders, borders[first] + _BATCH, side="right")) - 1)
        begin, end = int(borders[first]), int(borders[last])
        ids = np.concatenate([tokens.ids for _, _, tokens in lines[first:last]])
        tape = run_packed(network, network.embedding[ids], borders[first : last + 1] - begin, executor)
        values = signal_of(tape, part, plan.signal)
        if states is None:
            states = np.empty((values.shape[1], total), network.dtype)
        states[:, begin:end] = values.T
        if columns:
            readouts[begin:end] = read_out(network, tape.hidden)[network.readouts[0].name]
        moments.append(_moments(tape, part, signals, ends, readouts[begin:end]))
        first = last
    if states is None:
        states = np.zeros((signal_units(network, part, plan.signal), 0), network.dtype)
    return states, readouts, np.sum(moments, axis=0) if moments else np.zeros((0, 0, 0))


def _moments(
    tape: Tape,
    part: Part,
    signals: Sequence[str],
    ends: Sequence[tuple[float, float]],
    readouts: NDArray[np.float32],
) -> NDArray[np.float64]:
    """Return (S, 8, H) of all signals; units that a projection takes away have NaN in the hidden state's rows."""
    target = readouts[:, 0] if readouts.shape[1] else None
    width = tape.network.parameters(part).units
    found = np.full((len(signals), 8, width), np.nan)
    for row, (signal, borders) in enumerate(zip(signals, ends, strict=True)):
        values = signal_of(tape, part, signal)[:, :width]
        found[row, :, : values.shape[1]] = moments_of(values, borders, target)
    return found


def signal_units(network: Network, part: Part, signal: str) -> int:
    """Return how many columns a signal of `part` has."""
    parameters = network.parameters(part)
    return parameters.outputs if signal == "hidden_state" else parameters.units


def _joined(arrays: Sequence[NDArray[np.int64]]) -> NDArray[np.int32]:
    return np.concatenate(arrays).astype(np.int32) if arrays else np.zeros(0, np.int32)
