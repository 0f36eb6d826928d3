"""Overrides of a convention that a file leaves open, as a person states them.

Some of it changes what the cell computes (`override`), some which parameters the file's numbers are (`reinterpret`):

    gate_order=i,f,o,g      the order of the gates' blocks in the file (see `gate_order`)
    update_gate_keeps=new   the file's z weights the new state, h = (1 − z) ⊙ h₋₁ + z ⊙ n. As 1 − σ(p) is σ(−p), this is
                            the engine's GRU with W_z, U_z and b_z negated, exactly
    transposed=U            W, U or both stand the other way round; their shapes do not say so where they are square
    direction=reverse       the one direction there is reads from the end (Keras' go_backwards)

and one, of any network with read-outs, what these make of their scores:

    readout=linear          plain values; logistic and softmax make probabilities of the read-outs of one column, and of
                            those of several
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, get_args

import numpy as np

from gatescope.engine.activations import Kind, squash
from gatescope.engine.cells import Cell, Convention
from gatescope.engine.network import LayerParameters, Network, ReadOut, ReadOutKind
from gatescope.engine.read_out import numbered_labels
from gatescope.errors import GateScopeError, UsageError
from gatescope.formats.conventions import gate_order as orders
from gatescope.words import tr

_SHARED = ("clip",)
MEANT: dict[str, tuple[str, ...]] = {
    "rnn": ("activation", *_SHARED),
    "gru": ("reset_after", "gate_activation", "candidate_activation", "update_gate_keeps", *_SHARED),
    "lstm": ("gate_activation", "candidate_activation", "output_activation", "forget_bias", "coupled", *_SHARED),
}
"""The fields of a `Convention` that mean something for a cell."""

_READING: dict[str, tuple[str, ...]] = {
    "rnn": ("transposed", "direction"),
    "gru": ("gate_order", "transposed", "direction"),
    "lstm": ("gate_order", "transposed", "direction"),
}
READOUT = "readout"
"""The key that is about read-outs, not about the cell: hidden states do not depend on it."""

_TRANSPOSED = {"none": (), "w": ("W",), "u": ("U",), "w,u": ("W", "U"), "u,w": ("W", "U")}

_TRUTH = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}


def keys(cell: Cell) -> tuple[str, ...]:
    """Return everything that `reinterpret` takes for a cell."""
    return (*MEANT[cell.name], *_READING[cell.name], READOUT)


def reinterpret(network: Network, overrides: Mapping[str, object], gate_order: str = "") -> Network:
    """Return the network that a file holds when it is read as `overrides` says.

    Args:
        network: as it was read.
        overrides: key → value for any of `keys`; values, or texts as ``--convention`` has them.
        gate_order: the order of the file's blocks as it was read, such as ``"z r h"``; the engine's by default.

    Raises:
        UsageError: there is no such key, it means nothing for this cell, or cannot have that value.
    """
    cell = network.cell
    for key in overrides:
        check_key(key, cell, keys(cell))
    convention_fields = {key: value for key, value in overrides.items() if key not in _READING[cell.name]}
    changed = override(network, convention_fields)
    order = orders.rows(cell, gate_order, str(overrides["gate_order"])) if "gate_order" in overrides else None
    matrices = _transposed(network, str(overrides.get("transposed", "none")))
    was_new, is_new = (n.convention.update_gate_keeps == "new" for n in (network, changed))
    if order is not None or matrices or was_new != is_new:
        if is_new:
            _check_symmetric(changed.convention)
        turned = _Reading(cell, order, matrices, was_new, is_new)
        changed = replace(changed, layers=tuple(tuple(turned(p) for p in row) for row in network.layers))
    return changed if "direction" not in overrides else _directed(changed, str(overrides["direction"]))


def override(network: Network, overrides: Mapping[str, object]) -> Network:
    """Return `network` with its convention as `overrides` says, and everything else as it was.

    Args:
        overrides: fields of `engine.cells.Convention`; their values, or texts such as ``"false"`` and
            ``"hard_sigmoid"``; and ``readout``.

    Raises:
        UsageError: there is no such field, it means nothing for this cell, or cannot have that value.
    """
    values: dict[str, Any] = {}
    for key, value in overrides.items():
        check_key(key, network.cell, (*MEANT[network.cell.name], READOUT))
        if key != READOUT:
            values[key] = _value(key, value)
    if READOUT in overrides:
        network = _read_out_as(network, str(overrides[READOUT]))
    try:
        return replace(network, convention=replace(network.convention, **values))
    except UsageError:
        raise
    except GateScopeError as error:
        said = ", ".join(f"{key}={value}" for key, value in overrides.items())
        raise UsageError(tr("convention {said}: {error}", said=said, error=error)) from error


def _read_out_as(network: Network, text: str) -> Network:
    """Return `network` with its read-outs of the kind that `text` names, as far as their columns allow it."""
    kind: ReadOutKind | None = next((one for one in get_args(ReadOutKind) if one == text.strip().lower()), None)
    if kind is None:
        raise UsageError(
            tr("convention readout is {listed}, not {text!r}", listed=", ".join(get_args(ReadOutKind)), text=text)
        )
    if not network.readouts:
        raise UsageError(tr("convention readout is of a network with a read-out, and this one has none"))
    if not any(kind in kinds(readout) for readout in network.readouts):
        wanted = tr("one column" if kind == "logistic" else "several columns")
        raise UsageError(
            tr(
                "convention readout={kind} is of a read-out with {wanted}, and this network has none",
                kind=kind,
                wanted=wanted,
            )
        )
    changed = (read_out_as(one, kind) if kind in kinds(one) else one for one in network.readouts)
    return replace(network, readouts=tuple(changed))


def kinds(readout: ReadOut) -> tuple[ReadOutKind, ...]:
    """Return the kinds that a read-out of so many columns can be."""
    return ("linear", "logistic") if len(readout.weight) == 1 else ("linear", "softmax")


def read_out_as(readout: ReadOut, kind: ReadOutKind) -> ReadOut:
    """Return `readout` of another kind; its labels are kept where as many are wanted."""
    labels = numbered_labels(kind, len(readout.weight))
    return replace(readout, kind=kind, labels=readout.labels if len(labels) == len(readout.labels) else labels)


def check_key(key: str, cell: Cell, known: tuple[str, ...]) -> None:
    """Check that `key` is one of `known`, the keys that mean something for `cell`.

    Raises:
        UsageError: it is not; the sentence says whether it is a key of other cells.
    """
    if key in known:
        return
    everywhere = {READOUT} | {name for names in (*MEANT.values(), *_READING.values()) for name in names}
    takes = tr("has {listed}", listed=", ".join(known))
    if key in everywhere:
        raise UsageError(
            tr(
                "convention {key} means nothing for the {name}, which {takes}",
                key=key,
                name=cell.name.upper(),
                takes=takes,
            )
        )
    raise UsageError(
        tr("there is no convention {key!r}; the {name} {takes}", key=key, name=cell.name.upper(), takes=takes)
    )


def _value(key: str, value: object) -> object:
    """Return `value` in the type of the field; ``none`` removes the clip."""
    kind = type(getattr(Convention(), key))
    if key == "clip":
        return None if value is None or value == "none" else _number(key, value)
    if kind is bool:
        truth = value if isinstance(value, bool) else _TRUTH.get(str(value).strip().lower())
        if truth is None:
            raise UsageError(tr("convention {key} is true or false, not {value!r}", key=key, value=value))
        return truth
    if kind is float:
        return _number(key, value)
    if not isinstance(value, str):
        raise UsageError(tr("convention {key} is a name, not {value!r}", key=key, value=value))
    return value.strip()


def _number(key: str, value: object) -> float:
    if isinstance(value, str | int | float) and not isinstance(value, bool):
        try:
            return float(value)
        except ValueError:
            pass
    raise UsageError(tr("convention {key} is a number, not {value!r}", key=key, value=value))


class _Reading:
    """Takes the parameters of a layer for what they are."""

    def __init__(
        self, cell: Cell, order: list[int] | None, matrices: tuple[str, ...], was_new: bool, is_new: bool
    ) -> None:
        self._order, self._matrices = order, matrices
        self._signs = np.ones(len(cell.gates), np.int8)
        if "update_gate" in cell.gates:
            update = cell.gates.index("update_gate")
            # What was read as z was negated with it, wherever it belongs now.
            before, after = np.ones_like(self._signs), np.ones_like(self._signs)
            before[update], after[update] = -1 if was_new else 1, -1 if is_new else 1
            self._signs = (before if order is None else before[order]) * after

    def __call__(self, parameters: LayerParameters) -> LayerParameters:
        changed = {}
        for name in ("W", "U", "b_x", "b_h"):
            array = getattr(parameters, name)
            if name in self._matrices:
                array = np.ascontiguousarray(array.swapaxes(1, 2))
            if self._order is not None:
                array = array[self._order]
            if (self._signs < 0).any():
                array = array * self._signs.reshape(-1, *[1] * (array.ndim - 1)).astype(array.dtype)
            changed[name] = array
        return replace(parameters, **changed)


def _transposed(network: Network, text: str) -> tuple[str, ...]:
    """Return which matrices are to be turned; each must be square in every layer."""
    matrices = _TRANSPOSED.get(text.replace(" ", "").lower())
    if matrices is None:
        raise UsageError(tr("convention transposed is W, U, W,U or none, not {text!r}", text=text))
    for name in matrices:
        for k, row in enumerate(network.layers):
            _, units, width = getattr(row[0], name).shape
            if units != width:
                raise UsageError(
                    tr(
                        "convention transposed={text}: {name} of layer {k} has {units} × {width} values a gate, and "
                        "only what is square can stand either way round",
                        text=text,
                        name=name,
                        k=k,
                        units=units,
                        width=width,
                    )
                )
    return matrices


def _directed(network: Network, text: str) -> Network:
    match text.strip().lower():
        case _ if len(network.directions) != 1:
            raise UsageError(tr("convention direction is of a network with one direction, and this one has both"))
        case "forward":
            return replace(network, directions=("forward",))
        case "reverse":
            return replace(network, directions=("reverse",))
        case _:
            raise UsageError(tr("convention direction is forward or reverse, not {text!r}", text=text))


def _check_symmetric(convention: Convention) -> None:
    """Check that 1 − φ(p) is φ(−p), as it is for a sigmoid and for its linear stand-ins about ½."""
    kind, _, beta = squash(convention.gate_activation)
    if kind is Kind.SIGMOID or (kind in (Kind.HARD_SIGMOID, Kind.AFFINE) and beta == 0.5):
        return
    raise UsageError(
        tr(
            "convention update_gate_keeps=new: with gates of {gate_activation}, 1 − z is no gate of any weights",
            gate_activation=convention.gate_activation,
        )
    )
