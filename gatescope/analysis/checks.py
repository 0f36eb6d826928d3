"""Checks of the traces that analyses are called with."""

from __future__ import annotations

from collections.abc import Sequence

from gatescope.engine.health import first_bad
from gatescope.engine.network import Network
from gatescope.engine.part import Part
from gatescope.engine.trace import Trace
from gatescope.errors import ModelError, UsageError
from gatescope.words import tr


def check_trace(network: Network, trace: Trace) -> None:
    """Check that `trace` fits `network`, has tokens, and holds finite numbers only.

    Raises:
        UsageError: it has no tokens.
        ModelError: anything else.
    """
    if trace.cell is not network.cell or trace.parts != network.parts:
        raise ModelError(
            tr(
                "this trace is of the {name} {listed}, the network is the {name2} {listed2}",
                name=trace.cell.name.upper(),
                listed=", ".join(trace.parts),
                name2=network.cell.name.upper(),
                listed2=", ".join(network.parts),
            )
        )
    for part in network.parts:
        found, units = trace.records[part].pre.shape[1], len(network.cell.gates) * network.parameters(part).units
        if found != units:
            raise ModelError(
                tr(
                    "{part} of this trace has {found} pre-activations, the network's has {units}",
                    part=part,
                    found=found,
                    units=units,
                )
            )
    check_tokens(trace)
    check_finite(trace)


def check_tokens(trace: Trace) -> None:
    """Raise UsageError where a trace has no tokens."""
    if not trace.length:
        raise UsageError(tr("there is nothing to analyse: the text has no tokens"))


def check_finite(trace: Trace) -> None:
    """Raise ModelError where a trace holds NaN or ±∞."""
    bad = first_bad(trace)
    if bad is not None:
        token, key, unit = bad
        raise ModelError(
            tr(
                "{key} of unit {unit} is not a finite number at token {token}: mend the weights first",
                key=key,
                unit=unit,
                token=token,
            )
        )


def finite_beginning(trace: Trace) -> Trace:
    """Return the tokens before the first at which any layer is not finite; none where a reverse direction has read
    it."""
    # The lowest layer's first bad token is found first; a layer above may have gone bad before, by weights of its own.
    while trace.length and (bad := first_bad(trace)) is not None:
        trace = trace.first(0 if "reverse" in trace.directions else bad[0])
    return trace


def check_part(trace: Trace, part: str | None) -> Part:
    """Return `part`, or the last layer's first direction where it is None.

    Raises:
        UsageError: the trace has no such part.
    """
    if part is None:
        return trace.default_part
    for known in trace.parts:
        if known == part:
            return known
    raise UsageError(tr("there is no part {part!r}; the trace has {listed}", part=part, listed=", ".join(trace.parts)))


def check_cell(trace: Trace, cells: Sequence[str], what: str) -> None:
    """Raise UsageError unless the trace's cell is one of `cells`."""
    if trace.cell.name not in cells:
        raise UsageError(
            tr(
                "{what} needs {listed}: an {name} has none",
                what=what,
                listed=" or ".join(c.upper() for c in cells),
                name=trace.cell.name.upper(),
            )
        )
