"""A request to run the models, and the snapshot that answers it; both are frozen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from gatescope.engine.interventions import NONE, Interventions
from gatescope.engine.network import Network
from gatescope.engine.part import Part
from gatescope.engine.trace import Trace
from gatescope.formats.core.model import Model
from gatescope.session.document.document import Document, Fed
from gatescope.text.tokens import TokenSequence

Array = NDArray[np.floating]


@dataclass(frozen=True, eq=False)
class RunRequest:
    """One model to run.

    Attributes:
        model: as opened.
        network: its parameters as edited.
        fed: the vectors that it reads; None where it reads the text, or has no vectors yet.
        interventions: what is changed in the run: of the document's, those that are on and fit the network.
        opened: its network as opened; None where that is the model's own.
    """

    model: Model
    network: Network
    fed: Fed | None = None
    interventions: Interventions = NONE
    opened: Network | None = None

    @classmethod
    def of(cls, document: Document, name: str) -> RunRequest:
        """Return the request to run the open model called `name` as `document` has it."""
        model, network = document.models[name], document.networks[name]
        interventions = document.interventions.get(name, NONE).acting(network)
        return cls(model, network, document.fed.get(name), interventions, document.opened.get(name))


@dataclass(frozen=True, eq=False)
class Request:
    """All runs that the worker is to compute for one snapshot.

    Attributes:
        generation: rises with every request; an answer older than the newest shown is dropped.
        text: the sentence.
        caret: where it is being typed, or None where it is not.
        runs: the models to run, in the order they are shown.
    """

    generation: int
    text: str
    caret: int | None
    runs: tuple[RunRequest, ...]


@dataclass(frozen=True)
class BadStep:
    """The first token at which a signal stopped being a finite number.

    Attributes:
        token: its index; word: as it stands in the text.
        signal: the signal, such as ``cell_state`` or ``preactivation.forget_gate``, or a read-out as ``readout.NAME``.
        unit: the first bad unit, or the column of the read-out.
        part: where the signal was recorded; None for a read-out.
    """

    token: int
    word: str
    signal: str
    unit: int
    part: Part | None = None


@dataclass(frozen=True, eq=False)
class Run:
    """One model on one sentence. Where nothing changed, the next snapshot holds the same object.

    Attributes:
        model: its name.
        network: the parameters that ran, copied weights among them.
        tokens: the sentence as this model's vocabulary sees it, one object for all models of one vocabulary; or the
            numbers of the vectors it was fed with.
        trace: every signal, (T, H), keys ``layer{k}.{direction}.SIGNAL``; read-only.
        readouts: by name, (T, C) after every token; read-only.
        bad: the first non-finite step, or None.
        recomputed: the first token that was stepped anew (T if none).
        step_ns: nanoseconds a token takes in the cells of all layers, measured over enough tokens to mean the kernel
            and not a single call of it; None where nothing was run.
        reads: what a person gives the model: a text, the numbers of tokens, or vectors.
        left_out: words of the text that the vocabulary lacks and has no unknown row for, each once.
        unread: how many tokens at the end of a very long text were not run, for want of memory.
        opened: the run of the model as it was opened, over the same tokens; None where nothing differs from it.
        predicts_next: whether the first read-out gives every token of the vocabulary its probability to come next.
        reader: the model, by whose words other texts can be read; None where that is not known.
    """

    model: str
    network: Network
    tokens: TokenSequence
    trace: Trace
    readouts: Mapping[str, Array]
    bad: BadStep | None
    recomputed: int
    step_ns: float | None
    reads: Literal["text", "ids", "vectors"] = "text"
    left_out: tuple[str, ...] = ()
    unread: int = 0
    opened: Run | None = None
    predicts_next: bool = False
    reader: Model | None = None


@dataclass(frozen=True, eq=False)
class Snapshot:
    """All runs of one request. `kernels` names the executor: ``"reference"`` or ``"kernels"``."""

    generation: int
    text: str
    runs: tuple[Run, ...]
    kernels: str
    compute_ms: float

    def run(self, model: str) -> Run | None:
        """Return the run of `model`, or None where it is not shown."""
        return next((run for run in self.runs if run.model == model), None)


def shown_anew(snapshot: Snapshot) -> Snapshot:
    """Return a snapshot of the same runs as other objects, which were not drawn yet."""
    return replace(snapshot, runs=tuple(map(_anew, snapshot.runs)))


def _anew(run: Run) -> Run:
    return replace(run, opened=None if run.opened is None else replace(run.opened))
