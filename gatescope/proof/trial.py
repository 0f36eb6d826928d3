"""Tries many readings of a case at little cost: the lowest layer that the reference knows, on ever longer prefixes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from gatescope.engine.network import Network
from gatescope.engine.part import split_key
from gatescope.errors import UsageError
from gatescope.formats.conventions.override import READOUT, override
from gatescope.proof.case import Case
from gatescope.proof.measure import excess, measure
from gatescope.proof.slips import Reading
from gatescope.proof.subject import Subject

_PREFIXES = (1, 4, 16, 64)
# Two, because in one sequence nothing may happen.
_SEQUENCES = 2
# Steps of a cell that all readings of one trial may take together; some 30 µs each.
_BUDGET = 40_000
_OF_ARRAYS = ("gate_order", "transposed", "update_gate_keeps", "direction")
MOST_STEPS = 8_000


@dataclass(frozen=True)
class Fitting:
    """A reading that fits, and how well (see `measure.excess`)."""

    reading: Reading
    excess: float


def sift(subject: Subject, case: Case, readings: Sequence[Reading]) -> tuple[list[Fitting], int]:
    """Return those readings under which all that was tried fits, best first, and how many were tried.

    Each round is longer than the one before, and only what fitted goes on.
    """
    case = within(_fewer(case, _SEQUENCES), subject.network, MOST_STEPS // 4)
    small, parts, cuts = _reduced(subject, case)
    # The other way round, a prefix would be the end.
    turned = [reading for reading in readings if cuts and "direction" in reading]
    straight = [reading for reading in readings if reading not in turned]
    straight = straight[: _affordable(small, _rounds(parts[0], cuts)[0])]
    turned = turned[: _affordable(subject, case)]
    fitting = _fitting(subject, case, turned)
    for part in parts:
        left = straight
        for longer in _rounds(part, cuts):
            best = _fitting(small, longer, left[: _affordable(small, longer)])
            left = [one.reading for one in best]
        fitting += best
    return sorted(fitting, key=lambda one: one.excess), len(straight) + len(turned)


def _rounds(case: Case, cuts: bool) -> list[Case]:
    """Return the case growing: the first tokens of one sequence, where tokens can be cut off, up to all there are."""
    one, tokens = _fewer(case, 1), case.inputs.shape[1]
    if not cuts:
        return [one, case] if len(case.inputs) > 1 else [case]
    lengths = [length for length in _PREFIXES if length < tokens]
    return [*(_shortened(one if k == 0 else case, length) for k, length in enumerate(lengths)), case]


def _affordable(subject: Subject, case: Case) -> int:
    """Return how many readings of a case can be run at all."""
    sequences, tokens = case.inputs.shape[:2]
    return max(1, int(_BUDGET / (sequences * tokens * len(subject.network.parts))))


def within(case: Case, network: Network, most: int = MOST_STEPS) -> Case:
    """Return the case cut to so many steps: fewer sequences, and of one that is too long still, fewer tokens where that
    is possible."""
    per_token = len(network.parts)
    batch, tokens = case.inputs.shape[:2]
    cut = _fewer(case, max(1, min(batch, most // max(1, tokens * per_token))))
    length = max(1, most // per_token)
    if length < tokens and network.directions == ("forward",) and not any(e.final for e in case.expected):
        return _shortened(cut, length)
    return cut


def _fewer(case: Case, sequences: int) -> Case:
    return replace(
        case,
        inputs=case.inputs[:sequences],
        ids=None if case.ids is None else case.ids[:sequences],
        initial={key: values[:sequences] for key, values in case.initial.items()},
        expected=tuple(replace(e, values=e.values[:sequences]) for e in case.expected),
    )


def _shortened(case: Case, tokens: int) -> Case:
    return replace(
        case,
        inputs=case.inputs[:, :tokens],
        ids=None if case.ids is None else case.ids[:, :tokens],
        expected=tuple(replace(e, values=e.values[:, :tokens]) for e in case.expected),
    )


def _reduced(subject: Subject, case: Case) -> tuple[Subject, list[Case], bool]:
    """Return the part of network and case that tells readings apart soonest, and whether a prefix of it can be run
    alone.

    What reads from the end alone is turned round for that. Its states may stand in either order (see `measure`), so
    that there are two cases of it.
    """
    network = subject.network
    running = [e for e in case.expected if not e.final]
    if not running:
        return subject, [case], False
    lowest = min(e.layer for e in running)
    compared = [e for e in running if e.layer == lowest]
    directions = network.directions
    layers = network.layers[: lowest + 1]
    forward = [e for e in compared if e.direction == "forward"]
    if lowest == 0 and len(directions) == 2 and forward:
        directions, layers, compared = ("forward",), (layers[0][:1],), forward
    network = replace(network, layers=layers, directions=directions, readouts=())
    initial = {key: values for key, values in case.initial.items() if split_key(key)[0] in network.parts}
    part = replace(case, initial=initial, expected=tuple(compared))
    parts = [part]
    if directions == ("reverse",):
        network = replace(network, directions=("forward",))
        read = replace(part, inputs=part.inputs[:, ::-1], ids=None if part.ids is None else part.ids[:, ::-1])
        parts = [replace(read, expected=tuple(replace(e, values=e.values[:, ::-1]) for e in compared)), read]
    return replace(subject, network=network), parts, network.directions == ("forward",)


def _fitting(subject: Subject, case: Case, readings: list[Reading]) -> list[Fitting]:
    """Return those of the readings that fit, best first."""
    found = []
    of_arrays: dict[str, str] | None = None
    network = subject.network
    # Those that take the arrays alike come together, so that these are laid out once.
    for reading in sorted(readings, key=_arrays_of):
        own = {key: reading[key] for key in _OF_ARRAYS if key in reading}
        try:
            if own != of_arrays:
                network, of_arrays = subject.read_as(own), own
            rest = {key: value for key, value in reading.items() if key not in own and key != READOUT}
            rows = measure(override(network, rest), case, subject.masked_id, subject.merge)
        except UsageError:
            continue
        if (far := excess(rows)) <= 1:
            found.append(Fitting(reading, far))
    return sorted(found, key=lambda one: one.excess)


def _arrays_of(reading: Mapping[str, str]) -> list[str]:
    return [reading.get(key, "") for key in _OF_ARRAYS]
