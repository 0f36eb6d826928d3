"""From a request to a snapshot: tokenise, step, read out, and look for the first bad step."""

from __future__ import annotations

import time
import weakref
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from gatescope.engine import executors
from gatescope.engine.copied_weights import rewired
from gatescope.engine.interventions import NONE, Interventions
from gatescope.engine.network import Network
from gatescope.engine.prefix_cache import PrefixCache
from gatescope.formats.core.model import Model
from gatescope.formats.core.next_token import predicts_next
from gatescope.session.run.as_opened import as_opened
from gatescope.session.run.bad_step import bad_step
from gatescope.session.run.reading import TextReading, VectorReading, reading_of
from gatescope.session.run.snapshot import Request, Run, RunRequest, Snapshot
from gatescope.session.run.token_limit import most_tokens


@dataclass
class _Memory:
    """What is kept of a model's last run: a weak reference, since the buffers of a live trace cannot be reused."""

    model: Model
    reading: TextReading | None
    vectors: VectorReading = field(default_factory=VectorReading)
    steps: PrefixCache = field(default_factory=PrefixCache)
    run: weakref.ref[Run] | None = None
    network: Network | None = None
    interventions: Interventions = NONE
    executor: str = ""
    ids: NDArray[np.int64] = field(default_factory=lambda: np.empty(0, np.int64))
    healthy: bool = True
    step: tuple[str, float | None] = ("", None)
    timed: bool = True
    """Whether runs tell the time of a step; those as opened need not."""
    opened: _Memory | None = None
    """That of the run as opened, while there is one."""

    def step_ns(self, executor: str, tokens: int) -> float | None:
        """Return the time of a step of the run that was made last, measured once an executor; None without tokens."""
        if not self.timed:
            return None
        if tokens and self.step[0] != executor:
            self.step = executor, self.steps.step_time()
        return self.step[1] if tokens else None

    def all(self) -> tuple[_Memory, ...]:
        """Return this memory and that of the run as opened."""
        return (self,) if self.opened is None else (self, self.opened)


class Cache:
    """What is kept of the last request to make the next one quick. Without it the same snapshot takes longer."""

    def __init__(self) -> None:
        self._memories: dict[str, _Memory] = {}

    def memories(self, models: Sequence[Model]) -> list[_Memory]:
        """Return the memory of each of `models` and forget all others."""
        kept: dict[str, _Memory] = {}
        for model in models:
            memory = self._memories.get(model.name)
            if memory is None or memory.model is not model:
                known = [m.reading for m in (*kept.values(), *self._memories.values()) if m.reading is not None]
                memory = _Memory(model, None if model.network.embedding is None else reading_of(model, known))
            kept[model.name] = memory
        self._memories = kept
        return list(kept.values())

    @property
    def nbytes(self) -> int:
        """The bytes that the remembered runs take, with their space to grow."""
        return sum(one.steps.nbytes for memory in self._memories.values() for one in memory.all())

    def prepare_typing(self, wanted: Callable[[], bool]) -> None:
        """Copy ahead what the next key at the end of the text would copy, until `wanted` returns true."""
        for memory in (one for both in self._memories.values() for one in both.all()):
            if memory.network is not None and not wanted():
                memory.steps.prepare_edit(memory.network, memory.ids, memory.interventions, wanted)


def resolve(request: Request, cache: Cache) -> Snapshot:
    """Return the answer to `request`; `cache` only makes it quicker.

    Raises:
        UsageError: a model cannot read a sentence, or lacks the gate, state or unit of an intervention.
    """
    started = time.perf_counter()
    executor = executors.current()
    memories = cache.memories([wanted.model for wanted in request.runs])
    runs = []
    for wanted, memory in zip(request.runs, memories, strict=True):
        opened = as_opened(wanted)
        # Both runs over the same tokens, and both have to fit into memory.
        most = most_tokens(wanted.network) // (1 if opened is None else 2)
        before = None
        if opened is None:
            memory.opened = None
        else:
            memory.opened = memory.opened or _Memory(memory.model, memory.reading, timed=False)
            plain = RunRequest(wanted.model, opened, wanted.fed)
            before = _run(plain, request, most, memory.opened, executor)
        runs.append(_run(wanted, request, most, memory, executor, before))
    elapsed = (time.perf_counter() - started) * 1e3
    return Snapshot(request.generation, request.text, tuple(runs), executor.name, elapsed)


def _run(
    wanted: RunRequest,
    request: Request,
    most: int,
    memory: _Memory,
    executor: executors.Executor,
    opened: Run | None = None,
) -> Run:
    """Return the run of `wanted` over the first `most` tokens, with the run as `opened`."""
    rewired_network, others = rewired(wanted.network, wanted.interventions)
    if memory.reading is None:
        network, tokens = memory.vectors.read(rewired_network, wanted.fed)
    else:
        network, tokens = rewired_network, memory.reading.read(request.text, request.caret)
    whole = len(tokens)
    # Numbered vectors have other objects for tokens in each memory; both runs are to have one.
    tokens = tokens.first(most) if opened is None else opened.tokens
    last = memory.run() if memory.run is not None else None
    # Tokens that are held may lie past the end of a text that was made shorter since: they wait for its return.
    interventions = others.within(len(tokens))
    same = memory.network is network and memory.executor == executor.name and memory.interventions == interventions
    if last is not None and same and last.tokens is tokens:
        if last.opened is not opened:
            last = replace(last, opened=opened)
            memory.run = weakref.ref(last)
        return last
    cached = memory.steps.run(network, tokens.ids, executor, interventions)
    trace = cached.trace
    if memory.reading is None:
        assert network.embedding is not None
        # The run has the network of the document, whose embedding these vectors are not.
        trace.inputs = network.embedding[: len(tokens)]
    # Rows before this one are those of the last run. The buffers' own count differs: their rows may be of an older run.
    forward = network.directions == ("forward",)
    kept = _common_prefix(memory.ids, tokens.ids) if same and not interventions and forward else 0
    bad = bad_step(trace, cached.readouts, tokens, kept if memory.healthy else 0)
    run = Run(
        model=wanted.model.name,
        network=rewired_network,
        tokens=tokens,
        trace=trace,
        readouts=cached.readouts,
        bad=bad,
        recomputed=cached.recomputed,
        step_ns=memory.step_ns(executor.name, len(tokens)),
        reads="vectors" if memory.reading is None else "ids" if memory.reading.tokenizer.name == "ids" else "text",
        left_out=() if memory.reading is None else memory.reading.left_out,
        unread=whole - len(tokens),
        opened=opened,
        predicts_next=predicts_next(network, wanted.model.vocabulary),
        reader=wanted.model,
    )
    memory.run, memory.network, memory.executor = weakref.ref(run), network, executor.name
    memory.interventions = interventions
    memory.ids, memory.healthy = tokens.ids, bad is None
    return run


def _common_prefix(a: NDArray[np.int64], b: NDArray[np.int64]) -> int:
    length = min(len(a), len(b))
    different = a[:length] != b[:length]
    return int(different.argmax()) if different.any() else length
