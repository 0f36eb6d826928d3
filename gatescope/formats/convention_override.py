"""What a person says about a convention that a file leaves open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any

from gatescope.engine.cells import Convention
from gatescope.engine.network import Network
from gatescope.errors import GateScopeError, UsageError

_SHARED = ("clip",)
MEANT: dict[str, tuple[str, ...]] = {
    "rnn": ("activation", *_SHARED),
    "gru": ("reset_after", "gate_activation", "candidate_activation", "update_gate_keeps", *_SHARED),
    "lstm": ("gate_activation", "candidate_activation", "output_activation", "forget_bias", "coupled", *_SHARED),
}
"""The fields of a `Convention` that mean something for a cell."""

_TRUTH = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}


def override(network: Network, given: Mapping[str, object]) -> Network:
    """Return `network` with its convention as `given` says, and everything else as it was.

    Args:
        given: fields of `engine.cells.Convention`; their values, or texts such as ``"false"`` and ``"hard_sigmoid"``.

    Raises:
        UsageError: there is no such field, it means nothing for this cell, or cannot have that value.
    """
    cell = network.cell.name
    known = [field.name for field in fields(Convention)]
    values: dict[str, Any] = {}
    for key, value in given.items():
        if key not in known:
            raise UsageError(f"there is no convention {key!r}; the {cell.upper()} has {', '.join(MEANT[cell])}")
        if key not in MEANT[cell]:
            raise UsageError(
                f"convention {key} means nothing for the {cell.upper()}, which has {', '.join(MEANT[cell])}"
            )
        values[key] = _value(key, value)
    try:
        return replace(network, convention=replace(network.convention, **values))
    except UsageError:
        raise
    except GateScopeError as error:
        said = ", ".join(f"{key}={value}" for key, value in given.items())
        raise UsageError(f"convention {said}: {error}") from error


def _value(key: str, value: object) -> object:
    """`value` in the type of the field; ``none`` takes the clip away."""
    kind = type(getattr(Convention(), key))
    if key == "clip":
        return None if value is None or value == "none" else _number(key, value)
    if kind is bool:
        truth = value if isinstance(value, bool) else _TRUTH.get(str(value).strip().lower())
        if truth is None:
            raise UsageError(f"convention {key} is true or false, not {value!r}")
        return truth
    if kind is float:
        return _number(key, value)
    if not isinstance(value, str):
        raise UsageError(f"convention {key} is a name, not {value!r}")
    return value.strip()


def _number(key: str, value: object) -> float:
    if isinstance(value, str | int | float) and not isinstance(value, bool):
        try:
            return float(value)
        except ValueError:
            pass
    raise UsageError(f"convention {key} is a number, not {value!r}")
