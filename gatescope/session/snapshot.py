"""What is shown: the frozen answer to one request."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gatescope.engine.network import Network
from gatescope.engine.trace import Trace
from gatescope.text.tokens import TokenSequence

Array = NDArray[np.floating]


@dataclass(frozen=True, eq=False)
class Request:
    """What the worker is to resolve.

    Attributes:
        generation: rises with every request; an answer older than the newest shown is dropped.
        text, caret: the sentence and where it is being typed.
        runs: the models to run, in the order they are shown: (name, network as edited).
    """

    generation: int
    text: str
    caret: int | None
    runs: tuple[tuple[str, Network], ...]


@dataclass(frozen=True)
class BadStep:
    """The first token at which a signal stopped being a finite number."""

    token: int
    word: str
    signal: str
    unit: int


@dataclass(frozen=True, eq=False)
class Run:
    """One model on one sentence.

    Attributes:
        model: its name.
        network: the parameters that ran.
        tokens: the sentence as this model's vocabulary sees it.
        trace: every signal, (T, H), keys ``layer{k}.{direction}.SIGNAL``; read-only.
        readouts: by name, (T, C) after every token.
        bad: the first non-finite step, or None.
        recomputed: the first token that was stepped anew (T if none).
        step_ns: nanoseconds a recomputed token took, or None where nothing was recomputed.
    """

    model: str
    network: Network
    tokens: TokenSequence
    trace: Trace
    readouts: Mapping[str, Array]
    bad: BadStep | None
    recomputed: int
    step_ns: float | None


@dataclass(frozen=True, eq=False)
class Snapshot:
    """All runs of one request. `kernels` says who computed it: ``"reference"`` or ``"kernels"``."""

    generation: int
    text: str
    runs: tuple[Run, ...]
    kernels: str
    compute_ms: float

    def run(self, model: str) -> Run | None:
        """The run of `model`, or None where it is not shown."""
        return next((run for run in self.runs if run.model == model), None)
