"""Keep the focus on models, tokens, units and arrays that exist, by pure functions."""

from __future__ import annotations

from dataclasses import replace

from gatescope.engine.network import Network
from gatescope.engine.parameter_key import ParameterKey
from gatescope.engine.part import Part, split_key
from gatescope.errors import UsageError
from gatescope.session.document.document import ORDERS, Document, Focus, UnitRef
from gatescope.session.document.fronts import among
from gatescope.session.document.quantities import has
from gatescope.session.document.shading import ALL_UNITS, READOUT, SURPRISE, Shading
from gatescope.session.run.snapshot import Snapshot
from gatescope.text.tokens import TokenSequence

# What plays the same part in another cell, as the hues say.
_COUNTERPART = {
    "forget_gate": "reset_gate",
    "input_gate": "update_gate",
    "reset_gate": "forget_gate",
    "update_gate": "input_gate",
}


def cursor(tokens: TokenSequence, place: int | None) -> int | None:
    """Return the token at the character position `place`, as near as there is one; None for an empty sentence.

    None as the place means the end of the text.
    """
    if not len(tokens):
        return None
    at = len(tokens) - 1 if place is None else tokens.at(place)
    return 0 if at is None else at


def front_tokens(focus: Focus, snapshot: Snapshot | None) -> TokenSequence | None:
    """Return the tokens that the cursor counts: those of the model in front, or of any while it has not run."""
    if snapshot is None or not snapshot.runs:
        return None
    return (snapshot.run(focus.model) or snapshot.runs[0]).tokens


def clip(focus: Focus, document: Document, snapshot: Snapshot | None) -> Focus:
    """Return `focus` with everything that does not exist replaced by the nearest thing that does."""
    if not document.shown:
        return replace(focus, model="", token=None, span=None, units=(), point=None)
    model = focus.model if focus.model in document.shown else document.shown[0]
    network = document.networks[model]
    part = next((part for part in network.parts if part == focus.part), network.parts[-1])
    focus = replace(focus, model=model, part=part)
    tokens = front_tokens(focus, snapshot)
    return replace(
        focus,
        token=_token(focus.token, tokens),
        span=_span(focus.span, tokens),
        shading=_shading(focus.shading, document),
        units=tuple(unit for unit in focus.units if _exists(unit, document)),
        lively=tuple(unit for unit in focus.lively if _exists(unit, document)),
        order=focus.order if focus.order in ORDERS else ORDERS[0],
        parameter=_parameter(focus.parameter, part, network),
        point=focus.point if focus.point is not None and focus.point.model in document.shown else None,
        fronts=among(focus.fronts, document.models),
    )


def array_in(part: Part, key: str) -> str:
    """Return the key of the array in `part` that `key` names in another part; a key without a part stays as it is."""
    before, rest = split_key(key)
    return key if before is None else f"{part}.{rest}"


def _token(token: int | None, tokens: TokenSequence | None) -> int | None:
    if tokens is None or not len(tokens):
        return None
    return min(max(token or 0, 0), len(tokens) - 1)


def _span(span: range | None, tokens: TokenSequence | None) -> range | None:
    """Return what of `span` the text has; all of it while that is not known."""
    if span is None:
        return None
    inside = span if tokens is None else span[: max(len(tokens) - span.start, 0)]
    return inside or None


def _shading(shading: Shading, document: Document) -> Shading:
    """Return the shading, of a quantity that a shown model has."""
    shown = document.shown
    of = shading.model if shading.model in shown and len(shown) > 1 else ""
    quantity = shading.quantity
    if of and not has(document, of, quantity):
        of = ""
    names = (quantity, _COUNTERPART.get(quantity, ""), READOUT)
    quantity = next((name for name in names if any(has(document, one, name) for one in shown)), "hidden_state")
    units = shading.units
    if isinstance(units, str):
        known = units in ALL_UNITS
    else:
        most = max(document.networks[name].units for name in shown)
        known = quantity not in (READOUT, SURPRISE) and 0 <= units < most
    return Shading(quantity, of, units if known else "chosen")


def _exists(unit: UnitRef, document: Document) -> bool:
    network = document.networks.get(unit.model)
    if network is None or unit.part not in network.parts:
        return False
    return 0 <= unit.unit < network.parameters(unit.part).units


def _parameter(key: str, part: Part, network: Network) -> str:
    keys = network.keys()
    if key in keys:
        return key
    first = next((s for s in network.cell.signals if s in network.cell.gates), network.cell.gates[0])
    fallback = f"{part}.U.{first}"
    try:
        named = ParameterKey.parse(key)
    except UsageError:
        return fallback
    counterpart = str(replace(named, gate=_COUNTERPART.get(named.gate, "")))
    return counterpart if counterpart in keys else fallback
