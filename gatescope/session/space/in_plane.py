"""Where the states of a run lie in a plane that was fitted on other sentences, or on its own."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from gatescope.analysis.background_states import background_states, one_value, words_to_step
from gatescope.analysis.part_alone import States, input_at, part_alone, states_after, step_from
from gatescope.analysis.state_space import StatePlane, state_plane
from gatescope.analysis.vector_field import VectorField, vector_field
from gatescope.engine.executors import Executor
from gatescope.engine.network import Network
from gatescope.engine.part import Part
from gatescope.engine.run import run
from gatescope.engine.trace import Trace
from gatescope.errors import UsageError
from gatescope.formats.core.model import Model
from gatescope.progress import Report, silent
from gatescope.session.space.fit import TEXT, Fit, tokenized, tokenized_texts
from gatescope.session.space.span import plane_span
from gatescope.text.tokens import TokenSequence
from gatescope.words import tr

Values = NDArray[np.float64]

REPEATS = 60
"""How often the word at the cursor is read again."""


@dataclass(frozen=True, eq=False)
class Background:
    """The words of other sentences in a plane.

    Attributes:
        points: (N, 2).
        readouts: (N,) what the read-out says there.
        words: N of them.
        texts: the sentences.
        text_of: (N,) which of them each word is in.
    """

    points: Values
    readouts: Values
    words: tuple[str, ...]
    texts: tuple[str, ...]
    text_of: NDArray[np.int64]

    def every(self, step: int) -> Background:
        """Return every `step`-th word."""
        return Background(
            self.points[::step], self.readouts[::step], self.words[::step], self.texts, self.text_of[::step]
        )


@dataclass(frozen=True, eq=False)
class PathInPlane:
    """States one after the other.

    Attributes:
        points: (T, 2).
        readouts: (T,) what the first read-out says in one number; NaN where it does not read this part.
        start: (2,) the state before them.
        tokens: what was read; None where it is the word at the cursor every time.
    """

    points: Values
    readouts: Values
    start: Values
    tokens: TokenSequence | None = None


@dataclass(frozen=True, eq=False)
class InPlane:
    """A run in a plane.

    Attributes:
        part, state: which states.
        source: what the plane was fitted on: `TEXT` where the model cannot read anything else.
        plane: how states become points.
        background: the sentences it was fitted on; no points for the text itself.
        points, start: (T, 2) and (2,) the states of the text, and the one before it.
        others: further sentences.
        repeated: the token at the cursor again and again, from the state after it, and from where a person started.
        field: one step on the token at the cursor; of one or two units only.
        low, high: (2,) the range of the plane.
    """

    part: Part
    state: str
    source: str
    plane: StatePlane
    background: Background
    points: Values
    start: Values
    others: tuple[PathInPlane, ...]
    repeated: tuple[PathInPlane, ...]
    field: VectorField | None
    low: Values
    high: Values


@dataclass(frozen=True, eq=False)
class _Fitted:
    """What is kept of a network for every part, state and source."""

    plane: StatePlane
    states: States
    background: Background


@dataclass(frozen=True, eq=False)
class _Stepper:
    """One part of a network, whose states are put into a plane."""

    network: Network
    part: Part
    state: str
    plane: StatePlane
    executor: Executor | None

    def path_of(self, tokens: TokenSequence) -> PathInPlane:
        """Return the states after every token of another sentence."""
        trace = run(self.network, ids=tokens.ids, executor=self.executor)
        points = self.plane.project(trace[f"{self.part}.{self.state}"])
        return PathInPlane(points, one_value(self.network, trace.hidden), self.before(trace), tokens)

    def before(self, trace: Trace) -> Values:
        """Return (2,) the state before the first token that is read."""
        found: Values = self.plane.project(states_after(trace, self.part, -1).of(self.state))[0]
        return found

    def repeat(self, states: States, inputs: NDArray[np.floating]) -> PathInPlane:
        """Return the states after each of `REPEATS` steps on the same input."""
        network = self.network
        after = step_from(part_alone(network, self.part), states, inputs, REPEATS, self.executor)
        # The read-outs see all directions of the last layer.
        read = self.part.layer == len(network.layers) - 1 and len(network.directions) == 1
        readouts = one_value(network, after.hidden) if read else np.full(REPEATS, np.nan)
        start = self.plane.project(states.of(self.state))[0]
        return PathInPlane(self.plane.project(after.of(self.state)), readouts, start)


_KEPT: WeakKeyDictionary[Network, dict[tuple[Part, str, str, int], _Fitted]] = WeakKeyDictionary()
_LOCK = threading.Lock()
_NOTHING = Background(np.zeros((0, 2)), np.zeros(0), (), (), np.zeros(0, np.int64))


def states_in_plane(
    network: Network,
    trace: Trace,
    *,
    part: Part,
    state: str,
    fit: Fit,
    token: int | None = None,
    others: tuple[str, ...] = (),
    start: tuple[Model, float, float] | None = None,
    executor: Executor | None = None,
    report: Report = silent,
) -> InPlane:
    """Return where the states of a run lie. What does not depend on the run is computed once a network.

    Args:
        part: the last one of the network where it has no such part.
        state: ``hidden_state`` or ``cell_state``, of which other cells than an LSTM have none.
        token: where the cursor is; what was read there is read on and on. None for the last token.
        others: further sentences.
        executor: steps the cells; the fastest one that is ready by default.
        start: a place in the plane of a model, from which that reads the token at the cursor on and on.

    Raises:
        UsageError: there are no tokens.
        FileError, FormatError: the file to fit on cannot be read.
        ModelError: none of the states is finite.
        Cancelled: `report` raised it.
    """
    if not trace.length:
        raise UsageError(tr("there is nothing to show: the text has no tokens"))
    part = part if part in network.parts else network.parts[-1]
    state = state if state in network.cell.states else "hidden_state"
    reader = fit.reader_of(network)
    own = np.asarray(trace[f"{part}.{state}"], np.float64)
    if fit.source == TEXT or reader is None:
        source, fitted = TEXT, _Fitted(state_plane(own, _towards(network, part, state)), States(own, own), _NOTHING)
    else:
        source, fitted = fit.source, _fitted(network, fit, part, state, executor, report)
    plane = fitted.plane
    stepper = _Stepper(network, part, state, plane, executor)
    first = stepper.before(trace)
    points = plane.project(own)
    found = tuple(stepper.path_of(tokenized(reader, text)) for text in others) if reader else ()
    at = trace.length - 1 if token is None else min(token, trace.length - 1)
    inputs = input_at(network, trace, part, at)
    here = states_after(trace, part, at)
    report(0.8)
    starts = [here]
    if start is not None and start[0] is fit.model_of(network):
        starts.append(_started(fitted, here, state, start[1:]))
    repeated = tuple(stepper.repeat(one, inputs) for one in starts)
    every = [fitted.background.points, points, first[None], *(one.points for one in (*found, *repeated))]
    low, high = plane_span(np.concatenate(every), own.shape[1])
    field = None
    if own.shape[1] <= 2:
        field = vector_field(part_alone(network, part), here, state, inputs, low, high, executor)
    return InPlane(
        part, state, source, plane, fitted.background, points, first, found, repeated, field, low, high
    )  # fmt: skip


def _fitted(network: Network, fit: Fit, part: Part, state: str, executor: Executor | None, report: Report) -> _Fitted:
    key = part, state, fit.source, fit.picked
    with _LOCK:
        kept = _KEPT.get(network, {}).get(key)
    if kept is not None:
        return kept
    model = fit.reader_of(network)
    assert model is not None
    most = words_to_step(network)
    texts = tokenized_texts(model, fit.source, most, report)
    found = background_states(network, texts.ids, texts.offsets, part, executor=executor, report=report)
    plane = state_plane(found.states.of(state), _towards(network, part, state))
    text_of = np.repeat(np.arange(len(texts.texts)), np.diff(texts.offsets))[: found.tokens]
    points = plane.project(found.states.of(state))
    background = Background(points, found.readouts, texts.words[: found.tokens], texts.texts, text_of)
    made = _Fitted(plane, found.states, background)
    with _LOCK:
        _KEPT.setdefault(network, {})[key] = made
    return made


def _towards(network: Network, part: Part, state: str) -> Values | None:
    """Return the direction in the units of `part` in which the first read-out rises; None where it does not read it.

    Of an LSTM's cell state the same: h rises with c.
    """
    if not network.readouts or part.layer != len(network.layers) - 1:
        return None
    weight, side = network.readouts[0].weight, network.directions.index(part.direction)
    row = weight[0 if network.readouts[0].kind == "linear" else -1]
    row = row[side * network.outputs : (side + 1) * network.outputs]
    return np.asarray(row, np.float64) if state == "hidden_state" or len(row) == network.units else None


def _started(fitted: _Fitted, here: States, state: str, place: tuple[float, float]) -> States:
    """Return the visited state that is nearest in the plane, moved to the place: h and c then go together."""
    points = fitted.background.points
    nearest = here
    if len(points):
        nearest = fitted.states.at(int(np.nanargmin(((points - np.array(place)) ** 2).sum(axis=1))))
    moved = fitted.plane.moved(nearest.of(state)[0], place)
    return nearest.with_state(state, moved[None].astype(here.hidden.dtype))
