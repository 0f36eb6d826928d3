"""Interventions as fields of JSON."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from gatescope.engine.interventions import Ablate, Clamp, Interventions
from gatescope.engine.network import Network
from gatescope.errors import FormatError, GateScopeError
from gatescope.formats.files.json_fields import Fields

_MOST_TOKENS = 1 << 24


def describe_interventions(interventions: Interventions) -> list[dict[str, Any]]:
    """Return one object for each, in their order; what is left to its default is null."""
    return [_describe(item) for item in interventions.items]


def read_interventions(path: Path, found: Sequence[object], network: Network) -> Interventions:
    """Return the interventions that `describe_interventions` described, for a run of `network`.

    Raises:
        FormatError: a field is not what it should be, or names a signal, unit, layer or direction that is not there.
    """
    items = tuple(_read(Fields(path, one, "the project's intervention")) for one in found)
    for item in items:
        last = item.tokens.stop if isinstance(item, Clamp) and item.tokens is not None else 0
        try:
            # Which tokens there are is known only when the text has been cut; here every one will do.
            Interventions((item,)).check(network, last)
        except GateScopeError as error:
            raise FormatError(path, f"holds an intervention that does not fit its model: {error}") from error
    return Interventions(items)


def _describe(item: Clamp | Ablate) -> dict[str, Any]:
    where = {"layer": item.layer, "direction": item.direction}
    if isinstance(item, Ablate):
        return {"ablate": list(item.units), **where}
    return {
        "clamp": item.signal,
        "value": item.value,
        "units": None if item.units is None else list(item.units),
        "tokens": None if item.tokens is None else [item.tokens.start, item.tokens.stop, item.tokens.step],
        **where,
    }


def _read(fields: Fields) -> Clamp | Ablate:
    found = fields.fields
    layer = None if found.get("layer") is None else fields.whole("layer")
    direction: Any = None if found.get("direction") is None else fields.one_of("direction", ("forward", "reverse"))
    if "ablate" in found:
        return Ablate(tuple(fields.whole_numbers("ablate")), layer, direction)
    return Clamp(
        fields.get("clamp", str),
        fields.number("value"),
        None if found.get("units") is None else tuple(fields.whole_numbers("units")),
        None if found.get("tokens") is None else _tokens(fields),
        layer,
        direction,
    )


def _tokens(fields: Fields) -> range:
    bounds = fields.whole_numbers("tokens")
    if len(bounds) != 3 or not 0 <= bounds[0] < bounds[1] <= _MOST_TOKENS or bounds[2] < 1:
        raise FormatError(fields.path, f"holds an intervention on the tokens {bounds!r:.60}, which are no range")
    return range(*bounds)
