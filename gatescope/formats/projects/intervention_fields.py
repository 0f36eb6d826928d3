"""Interventions as fields of JSON; the values of patches are arrays of their own."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from gatescope.engine.cells import CELLS
from gatescope.engine.held import HeldValues
from gatescope.engine.interventions import Ablate, Clamp, CopiedWeights, Held, Interventions, Patch, fits
from gatescope.engine.network import Array, Network
from gatescope.errors import FormatError
from gatescope.formats.files.json_fields import Fields
from gatescope.words import mark, tr

_MOST_TOKENS = 1 << 24
_SIGNALS = frozenset(signal for cell in CELLS.values() for signal in (*cell.signals, *cell.gates))


def describe_interventions(interventions: Interventions) -> list[dict[str, Any]]:
    """Return one object for each, in their order; what is left to its default is null."""
    return [_describe(item) for item in interventions.items]


def patched_arrays(interventions: Interventions) -> dict[str, Array]:
    """Return the values of each patch, by its place in the list."""
    return {str(k): item.values.array for k, item in enumerate(interventions.items) if isinstance(item, Patch)}


def read_interventions(path: Path, found: Sequence[object], arrays: Mapping[str, Array], owner: str) -> Interventions:
    """Return the interventions that `describe_interventions` described, with the values of `patched_arrays`.

    `owner` has them, for the sentence: ``"the project"``.

    What the model has no unit, layer or gate for is kept: a person sees why it does not act.

    Raises:
        FormatError: a field is not what it should be, or names a signal that no cell has.
    """
    return Interventions(
        tuple(_read(Fields(path, one, owner, mark("intervention")), arrays.get(str(k))) for k, one in enumerate(found))
    )


def is_new(interventions: Interventions, network: Network) -> bool:
    """Return whether the first form of the project file, which knew clamps and ablations that act, cannot hold them."""
    return any(
        isinstance(item, Patch | CopiedWeights) or not item.on or not fits(item, network)
        for item in interventions.items
    )


def _describe(item: Held) -> dict[str, Any]:
    where = {"layer": item.layer, "direction": item.direction, **({} if item.on else {"on": False})}
    if isinstance(item, Ablate):
        return {"ablate": list(item.units), **where}
    if isinstance(item, CopiedWeights):
        return {"copy": item.source, "onto": item.target, **where}
    units = None if item.units is None else list(item.units)
    tokens = None if item.tokens is None else [item.tokens.start, item.tokens.stop, item.tokens.step]
    if isinstance(item, Patch):
        return {"patch": item.signal, "source": item.source, "units": units, "tokens": tokens, **where}
    return {"clamp": item.signal, "value": item.value, "units": units, "tokens": tokens, **where}


def _read(fields: Fields, values: Array | None) -> Held:
    found = fields.fields
    layer = None if found.get("layer") is None else fields.whole("layer")
    direction: Any = None if found.get("direction") is None else fields.one_of("direction", ("forward", "reverse"))
    # Projects of before 0.3.0 know no switches.
    on = fields.get("on", bool) if "on" in found else True
    if "ablate" in found:
        return Ablate(_units(fields, "ablate"), layer, direction, on)
    if "copy" in found:
        return CopiedWeights(_signal(fields, "copy"), _signal(fields, "onto"), layer, direction, on)
    units = None if found.get("units") is None else _units(fields, "units")
    if "patch" in found:
        signal, tokens = _signal(fields, "patch"), _tokens(fields)
        table = _values(fields, values, len(tokens), units)
        return Patch(signal, table, tokens, units, layer, direction, fields.get("source", str), on)
    value = fields.number("value")
    if not math.isfinite(value):
        raise FormatError(fields.path, tr("holds a signal at {value}, which is no finite number", value=value))
    tokens_of = None if found.get("tokens") is None else _tokens(fields)
    return Clamp(_signal(fields, "clamp"), value, units, tokens_of, layer, direction, on)


def _signal(fields: Fields, name: str) -> str:
    signal: str = fields.get(name, str)
    if signal not in _SIGNALS:
        raise FormatError(
            fields.path, tr("holds an intervention on {signal!r:.60}: there is no signal {signal!r:.60}", signal=signal)
        )
    return signal


def _units(fields: Fields, name: str) -> tuple[int, ...]:
    units = tuple(fields.whole_numbers(name))
    if not units:
        raise FormatError(fields.path, tr("holds an intervention on no unit at all"))
    return units


def _values(fields: Fields, values: Array | None, tokens: int, units: tuple[int, ...] | None) -> HeldValues:
    if values is None or values.ndim != 2 or len(values) != tokens or not values.shape[1]:
        raise FormatError(fields.path, tr("lacks the values of a patch, or has others than it takes"))
    if units is not None and values.shape[1] != len(units):
        raise FormatError(fields.path, tr("lacks the values of a patch, or has others than it takes"))
    if not np.isfinite(values).all():
        raise FormatError(fields.path, tr("holds a patch with what is no finite number"))
    return HeldValues.of(values)


def _tokens(fields: Fields) -> range:
    bounds = fields.whole_numbers("tokens")
    if len(bounds) != 3 or not 0 <= bounds[0] < bounds[1] <= _MOST_TOKENS or bounds[2] < 1:
        raise FormatError(
            fields.path, tr("holds an intervention on the tokens {bounds!r:.60}, which are no range", bounds=bounds)
        )
    return range(*bounds)
