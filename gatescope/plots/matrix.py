"""Describes one parameter array as a map: its name, its range, and what its rows and columns count."""

from __future__ import annotations

from collections.abc import Sequence

from gatescope.engine.identity import same_memory
from gatescope.engine.network import Array, Network
from gatescope.engine.parameter_key import ParameterKey
from gatescope.plots.matrix_plot import MatrixPlot
from gatescope.plots.notation import in_notation, state_letter
from gatescope.plots.ranges import symmetric
from gatescope.plots.signals import CELL_NAMES, part_title, subscript, title
from gatescope.words import mark, tr

_SIDES = {
    "W": mark("input → gate"),
    "U": mark("hidden → gate"),
    "b_x": mark("input side"),
    "b_h": mark("hidden side"),
    "peepholes": mark("cell state → gate"),
    "projection": mark("output → hidden state"),
    "initial_hidden": mark("before the first token"),
    "initial_cell": mark("before the first token"),
}


def matrix(
    network: Network, model: str, key: str, words: Sequence[str] = (), trained: Network | None = None
) -> MatrixPlot:
    """Describe the array called `key`: units × inputs for W, units × units for U, one row for a bias, a peephole or an
    initial state, states × units for a projection, words × inputs for the embedding, labels × units for a read-out.

    Args:
        words: the vocabulary in the order of its ids, the row labels of the embedding.
        trained: the network before any edit. The range of the colours is that of its array, so that a stronger matrix
            looks stronger, and never moves under a drag; what lies beyond has the end's colour.

    Raises:
        UsageError: the network has no such array.
    """
    values = network.array(key)
    before = values if trained is None else trained.array(key)
    low, high = symmetric(before)
    edited = not same_memory(values, before)
    said = " · ".join((CELL_NAMES[network.cell.name], model, key))
    named = ParameterKey.parse(key)
    place = "" if named.part is None else part_title(network, named.part)
    name, symbol, row_label, column_label, rows = _about(network, named, place, tuple(words))
    return MatrixPlot(
        model=model,
        key=key,
        title=name,
        symbol=symbol,
        values=_as_matrix(values),
        low=low,
        high=high,
        row_label=row_label,
        column_label=column_label,
        place=place,
        rows=rows,
        trained=_as_matrix(before) if edited else None,
        caption=tr("{said} · framed: no longer as trained", said=said) if edited else said,
    )


def _as_matrix(values: Array) -> Array:
    return values if values.ndim == 2 else values[None, :]


def _about(
    network: Network, key: ParameterKey, place: str, words: tuple[str, ...]
) -> tuple[str, str, str, str, tuple[str, ...]]:
    """Return title, symbol, row label, column label and row labels of an array."""
    if key.kind == "readout":
        name = key.readout
        readout = next(r for r in network.readouts if r.name == name)
        labels = readout.labels[-1:] if readout.kind == "logistic" else readout.labels
        row = "output" if readout.kind == "linear" else "label"
        if key.matrix == "bias":
            return tr("{name} read-out (bias)", name=name), "<i>b</i><sub><i>y</i></sub>", "", row, ("bias",)
        return tr("{name} read-out (hidden → {row})", name=name, row=row), "<i>V</i>", row, "unit", labels
    if key.part is None:
        fits = network.embedding is not None and len(words) == len(network.embedding)
        return tr("embedding (word → input)"), "<i>E</i>", "word", "input", words if fits else ()
    side, gate = key.matrix, key.gate
    where = f", {place}" if place else ""
    if side.startswith("b_"):
        return (
            tr("{gate} bias ({sides}{where})", gate=title(gate), sides=tr(_SIDES[side]), where=where),
            _symbol("b", network.cell.name, gate, side[2:].replace("h", state_letter())),
            "",
            "unit",
            ("bias",),
        )
    if side == "peepholes":
        return (
            tr("{gate} peephole ({sides}{where})", gate=title(gate), sides=tr(_SIDES[side]), where=where),
            _symbol("p", network.cell.name, gate),
            "",
            "unit",
            ("p",),
        )
    if side == "projection":
        return tr("projection R ({sides}{where})", sides=tr(_SIDES[side]), where=where), "<i>R</i>", "state", "unit", ()
    if side in ("initial_hidden", "initial_cell"):
        symbol = "<i>c</i><sub>0</sub>" if side == "initial_cell" else in_notation("<i>h</i><sub>0</sub>")
        return (
            tr("initial {gate} ({sides}{where})", gate=title(gate), sides=tr(_SIDES[side]), where=where),
            symbol,
            "",
            "unit",
            ("0",),
        )
    source = "unit" if network.parameters(key.part).projection is None else "state"
    inputs = source if side == "U" else "input" if key.part.layer == 0 else tr("{source} below", source=source)
    return (
        f"{title(gate)} {side} ({tr(_SIDES[side])}{where})",
        _symbol(side, network.cell.name, gate),
        "unit",
        inputs,
        (),
    )


def _symbol(letter: str, cell: str, gate: str, side: str = "") -> str:
    below = side + subscript(gate, cell)
    return f"<i>{letter}</i><sub><i>{below}</i></sub>" if below else f"<i>{letter}</i>"
