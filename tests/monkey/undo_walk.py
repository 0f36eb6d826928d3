"""Undoes every step and redoes it: each state of the work is, bit for bit, what it was on the way down."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from operator import itemgetter
from typing import Any

import numpy as np

from gatescope.engine.network import Network
from gatescope.formats.core.model import Model
from gatescope.session.document.document import Document
from tests.monkey.stage import Stage

Print = tuple[object, ...]
_PARTS = ("text", "models", "networks", "vectors", "interventions")


def walk(stage: Stage) -> Iterator[str]:
    """Undo to the bottom, redo to the top; say where a state of the way up is another one than on the way down."""
    stack, known = stage.session.undo_stack, {}
    top, before = stack.index(), _FingerPrints()
    known[top] = before.of(stage.session.document)
    while stack.canUndo():
        stack.undo()
        known[stack.index()] = before.of(stage.session.document)
    after = _FingerPrints()
    while stack.canRedo():
        other = _other(after.of(stage.session.document), known.get(stack.index()))
        if other:
            label = stack.text(stack.index() - 1)
            yield f"step {stack.index()} of {top} ({label}) is another one after it was undone and redone: {other}"
        if stack.index() == top:
            break
        stack.redo()
    other = _other(after.of(stage.session.document), known[top])
    if stack.index() == top and other:
        yield f"undone to the bottom and redone to the top, the work is another one ({top} steps): {other}"


def _other(now: Print, then: Print | None) -> str:
    """Return what differs, as it was and as it is; nothing where that is the same, or where `then` is not known."""
    if then is None:
        return ""
    pairs = zip(_PARTS, then, now, strict=True)
    return "; ".join(
        f"{name} was {before!r:.400}, is {after!r:.400}" for name, before, after in pairs if before != after
    )


class _FingerPrints:
    """Of documents; a network that many of them share is read once."""

    def __init__(self) -> None:
        self._networks: dict[int, tuple[Network, Print]] = {}

    def of(self, document: Document) -> Print:
        return (
            document.text,
            tuple((name, self._model(model)) for name, model in document.models.items()),
            tuple((name, self._network(network)) for name, network in document.networks.items()),
            # What is said of one model after the other says nothing by its order.
            tuple((name, fed.name, _crc(fed.vectors)) for name, fed in sorted(document.fed.items(), key=itemgetter(0))),
            dict(document.interventions),
        )

    def _model(self, model: Model) -> Print:
        # A run that is undone and redone makes its model anew.
        said = (id(model.vocabulary), id(model.tokenizer), model.masked_id, model.origin, repr(model.card))
        return self._network(model.network), *said

    def _network(self, network: Network) -> Print:
        if id(network) not in self._networks:
            found = tuple((key, _crc(network.array(key))) for key in network.keys())  # noqa: SIM118
            self._networks[id(network)] = network, found
        return self._networks[id(network)][1]


def _crc(array: Any) -> tuple[object, ...]:
    values = np.ascontiguousarray(array)
    return values.shape, values.dtype.str, zlib.crc32(values.tobytes())
