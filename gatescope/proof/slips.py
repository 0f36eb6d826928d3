"""The other readings that a proof tries: every single slip, then every two of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations

from gatescope.formats.conventions.choices import as_read, choices, differing
from gatescope.formats.conventions.override import READOUT
from gatescope.proof.subject import Subject

Reading = Mapping[str, str]


def slips(subject: Subject, overrides: Mapping[str, object], changes: int) -> list[Reading]:
    """Return the readings that differ from the file's own, or from the overrides, in exactly so many keys; the
    likeliest first.

    Each holds only the differences from how the file was read: an empty one is the file's own reading. With no change
    it is the only reading, and only where overrides were given.
    """
    own = subject.network
    said = differing(own, overrides, subject.gate_order)
    options, as_is = choices(own, subject.gate_order), as_read(own, subject.gate_order)
    found: dict[frozenset[tuple[str, str]], Reading] = {}
    kept = {key: value for key, value in said.items() if key == READOUT}
    for base in (said, kept) if said != kept else (said,):
        now = {**as_is, **base}
        others = {
            key: tuple(value for value in values if value != now[key])
            for key, values in options.items()
            if key != READOUT
        }
        for reading in _changed(base, others, changes):
            minimal = differing(own, reading, subject.gate_order)
            if minimal != said:
                found.setdefault(frozenset(minimal.items()), minimal)
    return list(found.values())


def _changed(base: Reading, options: Mapping[str, tuple[str, ...]], changes: int) -> Iterator[Reading]:
    """Yield `base` with `changes` keys set to each of their `options`, those that come first there first."""
    made = []
    for keys in combinations(options, changes):
        ranked: list[tuple[int, dict[str, str]]] = [(0, {})]
        for key in keys:
            ranked = [
                (rank + place, {**before, key: value})
                for rank, before in ranked
                for place, value in enumerate(options[key])
            ]
        made += ranked
    for _, changed in sorted(made, key=lambda one: one[0]):
        yield {**base, **changed}
