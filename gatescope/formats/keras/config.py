"""The layers of a Keras model in its configuration: their kinds, and the layers that feed them.

A configuration is JSON from a file, so nothing in it is taken for what it should be.
Sources: ``get_config`` of Sequential and Functional in Keras 2 (keras/engine) and 3 (keras/src/models); the names in
the weights file are those of keras/src/saving/saving_lib.py.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from gatescope.errors import FormatError
from gatescope.words import tr

_MODELS = ("Sequential", "Functional", "Model")
_MOST_DEPTH = 8
_MOST_LAYERS = 5_000
_LONGEST_NAME = 200

_Tensor = tuple[str, int]
"""A layer by its name, and which of its outputs."""


@dataclass(frozen=True, eq=False)
class LayerConfig:
    """One layer of a model.

    Attributes:
        name: unique in the model; below a nested model's name: ``"encoder/lstm_1"``.
        kind: its class: ``"LSTM"``, ``"Bidirectional"``; empty where the file has weights alone and they do not tell.
        config: its configuration; empty in a file of weights alone.
        store: where Keras 3 has its weights: ``"layers/lstm_1"``.
        inputs: names of the layers that feed it, the sequence before the initial states.
        output: which of the outputs of the first of `inputs` it takes; a recurrent layer may give its states, too.
        calls: how often it is used, the models around it counted in.
        starts: names of the layers that give its initial states.
        masks: names of those that say which tokens it leaves out, where its call has a mask; of Keras 3 also where
            that of an embedding is handed on.
        numbers: that its call takes beside what other layers give.
        guessed: the file has weights alone; what it is and what feeds it was read off those.
        unordered: it does not even list its layers in their order.
    """

    name: str
    kind: str
    config: Mapping[str, Any] = field(default_factory=dict)
    store: str = ""
    inputs: tuple[str, ...] = ()
    starts: tuple[str, ...] = ()
    masks: tuple[str, ...] = ()
    numbers: tuple[float, ...] = ()
    output: int = 0
    calls: int = 1
    guessed: bool = False
    unordered: bool = False

    @property
    def inner(self) -> LayerConfig | None:
        """The layer, or the cell, that a Bidirectional, TimeDistributed or RNN wraps; None where it wraps none."""
        inside = self.config.get("cell" if self.kind == "RNN" else "layer")
        if not isinstance(inside, Mapping):
            return None
        config = _mapping(inside.get("config"))
        return LayerConfig(_text(config.get("name")) or self.name, _kind(inside), config)


def layers_of(path: Path, model: object) -> tuple[LayerConfig, ...]:
    """Return the layers of the model that ``config.json`` or the attribute ``model_config`` describes, in Keras' order.

    Empty for a model of a class of its own, whose configuration has no layers.

    Raises:
        FormatError: there are more than any model has.
    """
    found = tuple(islice(_layers(_mapping(model), "", "", 0), _MOST_LAYERS + 1))
    if len(found) > _MOST_LAYERS:
        raise FormatError(path, tr("describes more than {layers:,} layers, which no model has", layers=_MOST_LAYERS))
    return found


def snake_case(kind: str) -> str:
    """Return a class as Keras 3 spells it in a weights file: ``SimpleRNN`` is ``simple_rnn``
    (keras/src/utils/naming.py)."""
    name = re.sub(r"(.)([A-Z][a-z]+)", r"\1_\2", re.sub(r"\W+", "", kind))
    return re.sub(r"([a-z])([A-Z])", r"\1_\2", name).lower()


def _layers(model: Mapping[str, Any], prefix: str, store: str, depth: int, uses: int = 1) -> Iterator[LayerConfig]:
    if _kind(model) not in _MODELS or depth > _MOST_DEPTH:
        return
    inside = model.get("config")
    # Sequential's configuration was the bare list until Keras 2.2.2.
    entries = inside if isinstance(inside, list) else _mapping(inside).get("layers")
    used: Counter[str] = Counter()
    before = ""
    for entry in entries if isinstance(entries, list) else []:
        if not isinstance(entry, Mapping):
            continue
        kind, config = _kind(entry), _mapping(entry.get("config"))
        local = _text(entry.get("name")) or _text(config.get("name")) or snake_case(kind)
        name = prefix + local
        where = f"{store}layers/{counted(snake_case(kind), used)}"
        call = _inbound(entry) if _kind(model) != "Sequential" else ([(before, 0)] if before else [], [], [])
        inputs, starts, masks = (tuple(prefix + one for one, _ in tensors) for tensors in call)
        nodes = entry.get("inbound_nodes")
        # What is used twice in a model that is used twice is so four times.
        calls = uses * (len(nodes) if isinstance(nodes, list) else 1)
        output = call[0][0][1] if call[0] else 0
        numbers = _numbers(entry)
        yield LayerConfig(name, kind, config, where, inputs, starts, masks, numbers, output, calls)
        yield from _layers(entry, f"{name}/", f"{where}/", depth + 1, calls)
        before = local


def counted(name: str, used: Counter[str]) -> str:
    """Return how Keras 3 calls the next of several of one class: ``lstm``, ``lstm_1``, ``lstm_2``."""
    used[name] += 1
    return name if used[name] == 1 else f"{name}_{used[name] - 1}"


def _inbound(entry: Mapping[str, Any]) -> tuple[list[_Tensor], list[_Tensor], list[_Tensor]]:
    """Return what feeds a layer of a functional model where it is first called, what gives its initial states, and
    what its mask."""
    nodes = entry.get("inbound_nodes")
    if not isinstance(nodes, list) or not nodes:
        return [], [], []
    call = nodes[0]
    if isinstance(call, Mapping):
        fed = list(_histories(call.get("args"), 0))
        keywords = _mapping(call.get("kwargs"))
        starts, masks = (list(_histories(keywords.get(name), 0)) for name in ("initial_state", "mask"))
    else:
        # Keras 2: [[layer, node, tensor, keywords], …]
        tensors = [one for one in call if isinstance(one, list) and one] if isinstance(call, list) else []
        fed = [one for tensor in tensors for one in _tensor(tensor)]
        keywords = _mapping(tensors[0][3]) if tensors and len(tensors[0]) > 3 else {}
        starts = [one for tensor in keywords.get("initial_state") or () for one in _tensor(tensor)]
        masks = list(_tensor(keywords.get("mask")))
    if _is_recurrent_call(entry):
        # Further tensors of the call are states.
        fed, starts = fed[:1], [*fed[1:], *starts]
    return fed, starts, masks


def _numbers(entry: Mapping[str, Any]) -> tuple[float, ...]:
    """Return the numbers among the arguments of the first call of a layer, as Keras 3 writes them."""
    nodes = entry.get("inbound_nodes")
    call = nodes[0] if isinstance(nodes, list) and nodes else None
    arguments = call.get("args") if isinstance(call, Mapping) else None
    return tuple(one for one in arguments if type(one) in (int, float)) if isinstance(arguments, list) else ()


def _tensor(history: object) -> Iterator[_Tensor]:
    """Return ``[layer, node, tensor, …]`` as layer and tensor."""
    if isinstance(history, list) and history and isinstance(history[0], str):
        place = history[2] if len(history) > 2 else 0
        yield history[0], place if isinstance(place, int) else 0


def _histories(value: object, depth: int) -> Iterator[_Tensor]:
    """Yield the outputs of layers that stand in the arguments of a call, as Keras 3 writes them."""
    if depth > _MOST_DEPTH:
        return
    if isinstance(value, list):
        for one in value:
            yield from _histories(one, depth + 1)
    elif isinstance(value, Mapping):
        yield from _tensor(_mapping(value.get("config")).get("keras_history"))


def _is_recurrent_call(entry: Mapping[str, Any]) -> bool:
    return _kind(entry).endswith(("LSTM", "GRU", "RNN", "Bidirectional"))


def _kind(entry: Mapping[str, Any]) -> str:
    return _text(entry.get("class_name"))


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _text(value: object) -> str:
    return value[:_LONGEST_NAME] if isinstance(value, str) else ""
