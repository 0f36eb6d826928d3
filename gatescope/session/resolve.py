"""From a request to a snapshot: tokenise, step, read out, and look for the first bad step."""

from __future__ import annotations

import time
import weakref
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from gatescope.engine import executors
from gatescope.engine.network import Network
from gatescope.engine.prefix_cache import PrefixCache
from gatescope.engine.read_out import read_out
from gatescope.engine.trace import Trace
from gatescope.errors import UsageError
from gatescope.formats.model import Model
from gatescope.session.bad_step import bad_step
from gatescope.session.snapshot import Array, Request, Run, Snapshot
from gatescope.text.tokenizer import Tokenizer
from gatescope.text.tokens import TokenSequence
from gatescope.text.vocabulary import Vocabulary

# A book that was pasted and deleted again must not keep its gigabyte: the buffers of a sentence this many tokens long
# are let go when one comes that is so many times shorter.
_LONG, _TIMES_SHORTER = 16_384, 8


@dataclass
class _Reading:
    """The last tokens that one tokenizer made with one vocabulary; models of a family share it."""

    tokenizer: Tokenizer
    vocabulary: Vocabulary
    tokens: TokenSequence | None = None
    caret: int | None = None

    def read(self, text: str, caret: int | None) -> TokenSequence:
        """Return the tokens of `text`: the same object while nothing changes."""
        if self.tokens is None or self.tokens.text != text or self.caret != caret:
            self.tokens = self.tokenizer.tokenize(text, self.vocabulary, caret=caret, previous=self.tokens)
            self.caret = caret
        return self.tokens


@dataclass
class _Memory:
    """What is left of a model's last run. The run itself is held weakly: buffers somebody holds cannot be reused."""

    model: Model
    reading: _Reading
    steps: PrefixCache = field(default_factory=PrefixCache)
    run: weakref.ref[Run] | None = None
    network: Network | None = None
    executor: str = ""
    ids: NDArray[np.int64] = field(default_factory=lambda: np.empty(0, np.int64))
    readouts: Mapping[str, Array] = field(default_factory=dict)
    healthy: bool = True
    longest: int = 0

    def let_go(self, tokens: int) -> None:
        """Make room where `tokens` are few after many."""
        if self.longest > max(_LONG, _TIMES_SHORTER * tokens):
            self.steps, self.longest = PrefixCache(), 0
        self.longest = max(self.longest, tokens)


class Cache:
    """What the last request leaves behind to make the next one quick. Without it the same snapshot takes longer."""

    def __init__(self) -> None:
        self._memories: dict[str, _Memory] = {}

    def memories(self, models: Sequence[Model]) -> list[_Memory]:
        """Return the memory of each of `models` and forget all others."""
        kept: dict[str, _Memory] = {}
        for model in models:
            memory = self._memories.get(model.name)
            if memory is None or memory.model is not model:
                known = [*kept.values(), *self._memories.values()]
                memory = _Memory(model, _reading(model, [m.reading for m in known]))
            kept[model.name] = memory
        self._memories = kept
        return list(kept.values())


def resolve(request: Request, cache: Cache) -> Snapshot:
    """Return the answer to `request`; `cache` only makes it quicker.

    Raises:
        UsageError: a model cannot read the sentence.
    """
    started = time.perf_counter()
    executor = executors.current()
    memories = cache.memories([model for model, _ in request.runs])
    runs = []
    for (_, network), memory in zip(request.runs, memories, strict=True):
        tokens = memory.reading.read(request.text, request.caret)
        runs.append(_run(network, tokens, memory, executor))
    elapsed = (time.perf_counter() - started) * 1e3
    return Snapshot(request.generation, request.text, tuple(runs), executor.name, elapsed)


def _run(network: Network, tokens: TokenSequence, memory: _Memory, executor: executors.Executor) -> Run:
    last = memory.run() if memory.run is not None else None
    same = memory.network is network and memory.executor == executor.name
    if last is not None and same and last.tokens is tokens:
        return last
    name = memory.model.name
    _check_known(name, tokens)
    memory.let_go(len(tokens))
    cached = memory.steps.run(network, tokens.ids, executor)
    trace = cached.trace
    # Rows before this one are what they were in the last run. The buffers' own count tells something else: what they
    # held may be older than the last run.
    kept = _common_prefix(memory.ids, tokens.ids) if same and network.directions == ("forward",) else 0
    readouts = _readouts(network, trace, kept, memory.readouts)
    bad = bad_step(trace, readouts, tokens, kept if memory.healthy else 0)
    run = Run(name, network, tokens, trace, readouts, bad, cached.recomputed, cached.step_ns)
    memory.run, memory.network, memory.executor = weakref.ref(run), network, executor.name
    memory.ids, memory.readouts, memory.healthy = tokens.ids, readouts, bad is None
    return run


def _readouts(network: Network, trace: Trace, kept: int, earlier: Mapping[str, Array]) -> dict[str, Array]:
    """The read-outs of all tokens, the first `kept` of them from an earlier run of the same network."""
    fresh = read_out(network, trace.hidden[kept:])
    if kept:
        fresh = {name: np.concatenate((earlier[name][:kept], values)) for name, values in fresh.items()}
    for values in fresh.values():
        values.flags.writeable = False
    return fresh


def _check_known(name: str, tokens: TokenSequence) -> None:
    if len(tokens) and int(tokens.ids.min()) < 0:
        word = tokens.word(int(tokens.ids.argmin()))
        raise UsageError(f"{name} has no row for unknown words, and “{word}” is not in its vocabulary; use other words")


def _reading(model: Model, known: Sequence[_Reading]) -> _Reading:
    if model.tokenizer is None or model.vocabulary is None or model.network.embedding is None:
        raise UsageError(f"{model.name} reads vectors, not text; open a model with a vocabulary to type a sentence")
    for reading in known:
        if reading.tokenizer.name == model.tokenizer.name and reading.vocabulary == model.vocabulary:
            return reading
    return _Reading(model.tokenizer, model.vocabulary)


def _common_prefix(a: NDArray[np.int64], b: NDArray[np.int64]) -> int:
    length = min(len(a), len(b))
    different = a[:length] != b[:length]
    return int(different.argmax()) if different.any() else length
