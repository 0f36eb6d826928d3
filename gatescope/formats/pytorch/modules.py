"""The parts of what was pickled, named as a ``state_dict`` would name them, and what modules say about themselves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeGuard

from gatescope.formats.pytorch.objects import Made, NumpyArray, Tensor, TensorView, UnreadableTensor

_MOST_LEVELS = 64
_LONGEST_NAME = 512
_TORCHSCRIPT = "__torch__"
_QUANTIZED = ("quantized", "qint8", "quint8")
_TOLD = (
    "nonlinearity", "num_layers", "bidirectional", "batch_first", "dropout", "padding_idx", "bias", "input_size",
    "hidden_size", "proj_size",
)  # fmt: skip
# `mode` of torch.nn.RNNBase.
_MODES = {"RNN_TANH": ("RNN", "tanh"), "RNN_RELU": ("RNN", "relu"), "GRU": ("GRU", None), "LSTM": ("LSTM", None)}


@dataclass(frozen=True, eq=False)
class Parts:
    """Everything below an object that can be read.

    Attributes:
        tensors: by the name that a ``state_dict`` would have for them, in its order.
        quantized: names of the tensors and modules that are; their weights cannot be read.
        hints: of every module, by its path (see `stored.Hints`).
    """

    tensors: dict[str, Tensor] = field(default_factory=dict)
    quantized: list[str] = field(default_factory=list)
    hints: dict[str, Mapping[str, Any]] = field(default_factory=dict)


def parts_of(root: object, leave_out: frozenset[str] = frozenset()) -> Parts:
    """Return the tensors and the modules below `root`, except what its entries called `leave_out` hold."""
    found = Parts()
    if isinstance(root, TensorView | UnreadableTensor | NumpyArray):
        found.tensors["tensor"] = root
    _collect(found, root, "", leave_out, set(), 0)
    return found


def is_module(value: object) -> TypeGuard[Made]:
    """Whether `value` is a module of PyTorch's that was pickled whole, or one of TorchScript's."""
    return isinstance(value, Made) and (_has_groups(value) or value.what.module.split(".")[0] == _TORCHSCRIPT)


def _has_groups(made: Made) -> bool:
    return {"_parameters", "_modules"} <= made.attributes.keys()


def class_name(made: Made) -> str:
    """Its class without the module that defines it."""
    return made.what.name.rpartition(".")[2]


def children(value: object) -> Iterator[tuple[str, object]]:
    """The entries of a dict, list or object, by their names; of a module what its ``state_dict`` has."""
    if isinstance(value, Made) and _has_groups(value):
        yield from _of_module(value)
    elif is_module(value):
        # TorchScript has the weights of a recurrent layer once more, as a list.
        yield from ((name, part) for name, part in _of_mapping(value.attributes) if not isinstance(part, list))
    elif isinstance(value, Made):
        yield from _of_mapping(value.attributes if value.pairs is None else value.pairs)
        yield from _of_list(value.items or [])
    elif isinstance(value, dict):
        yield from _of_mapping(value)
    elif isinstance(value, list | tuple):
        yield from _of_list(value)


def _of_module(module: Made) -> Iterator[tuple[str, object]]:
    attributes = module.attributes
    passing = attributes.get("_non_persistent_buffers_set")
    left_out = {name for name in passing if isinstance(name, str)} if isinstance(passing, list) else set()
    for group in ("_parameters", "_buffers", "_modules"):
        yield from ((name, part) for name, part in _of_mapping(attributes.get(group)) if name not in left_out)


def _of_mapping(entries: object) -> Iterator[tuple[str, object]]:
    if isinstance(entries, Mapping):
        yield from ((str(key), value) for key, value in entries.items() if isinstance(key, str | int))


def _of_list(entries: list[object] | tuple[object, ...]) -> Iterator[tuple[str, object]]:
    yield from ((str(place), value) for place, value in enumerate(entries))


def _collect(found: Parts, value: object, name: str, leave_out: frozenset[str], seen: set[int], level: int) -> None:
    """Add what is below `value`, which is called `name`, but for the containers in `seen`: some hold themselves."""
    if isinstance(value, Made):
        found.hints[name] = _hints(value)
        if ".quantized." in f".{value.what.module}.":
            found.quantized.append(name)
    for key, child in children(value):
        below = f"{name}.{key}" if name and key else name or key
        if key in leave_out or len(below) > _LONGEST_NAME:
            continue
        if isinstance(child, TensorView | UnreadableTensor | NumpyArray):
            found.tensors.setdefault(below, child)
            if (child.kind if isinstance(child, UnreadableTensor) else child.dtype) in _QUANTIZED:
                found.quantized.append(below)
        elif isinstance(child, dict | list | tuple | Made) and level < _MOST_LEVELS and id(child) not in seen:
            seen.add(id(child))
            _collect(found, child, below, frozenset(), seen, level + 1)


def _hints(module: Made) -> dict[str, Any]:
    attributes = module.attributes
    told: dict[str, Any] = {"class": class_name(module)}
    if attributes.get("mode") in _MODES:
        told["class"], nonlinearity = _MODES[str(attributes["mode"])]
        if nonlinearity is not None:
            told["nonlinearity"] = nonlinearity
    for name in _TOLD:
        if isinstance(attributes.get(name), str | int | float | bool):
            told[name] = attributes[name]
    return told
