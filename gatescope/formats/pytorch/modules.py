"""The parts of what was pickled, named as a ``state_dict`` would name them, and what modules say about themselves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeGuard

from gatescope.formats.pytorch.objects import Made, Named, NumpyArray, Tensor, TensorView, UnreadableTensor

Holders = frozenset[int]

_MOST_LEVELS = 64
_LONGEST_NAME = 512
MOST_ENTERED = 20_000
"""A few lists that hold each other over and over expand to more than can be walked through."""
_TORCHSCRIPT = "__torch__"
_QUANTIZED = ("quantized", "qint8", "quint8")
_TOLD = (
    "nonlinearity", "num_layers", "bidirectional", "batch_first", "dropout", "padding_idx", "bias", "input_size",
    "hidden_size", "proj_size", "max_norm", "norm_type",
)  # fmt: skip
# `mode` of torch.nn.RNNBase.
_MODES = {"RNN_TANH": ("RNN", "tanh"), "RNN_RELU": ("RNN", "relu"), "GRU": ("GRU", None), "LSTM": ("LSTM", None)}


@dataclass(eq=False)
class Parts:
    """Everything below an object that can be read.

    Attributes:
        tensors: by the name that a ``state_dict`` would have for them, in its order.
        quantized: names of the tensors and modules that are; their weights cannot be read.
        hints: of every module, by its path (see `stored.Hints`).
        classes: of the modules of TorchScript, by their paths.
        entered: how many containers there were; beyond `MOST_ENTERED` the rest is missing.
    """

    tensors: dict[str, Tensor] = field(default_factory=dict)
    quantized: list[str] = field(default_factory=list)
    hints: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    classes: dict[str, Named] = field(default_factory=dict)
    entered: int = 0


def parts_of(
    root: object, holders: Holders, leave_out: frozenset[str] = frozenset(), above: frozenset[int] = frozenset()
) -> Parts:
    """Return the tensors and the modules below `root`, except what its entries called `leave_out` hold.

    Args:
        holders: what `holders_in` gives for `root`, or for something that it is a part of.
        above: ids of the containers that hold `root`; those may be met again below it, and are not entered.
    """
    found = Parts()
    if is_tensor(root):
        found.tensors["tensor"] = root
    _collect(found, root, "", holders, leave_out, above | {id(root)})
    return found


def holders_in(root: object) -> Holders:
    """Return the ids of the containers at and below `root` that have a tensor below them; each is looked at once."""
    known: dict[int, bool] = {}
    _holds(root, known, 0)
    return frozenset(container for container, holds in known.items() if holds)


def is_tensor(value: object) -> TypeGuard[Tensor]:
    """Return whether `value` is one, readable or not."""
    return isinstance(value, TensorView | UnreadableTensor | NumpyArray)


def is_module(value: object) -> TypeGuard[Made]:
    """Return whether `value` is a module of PyTorch's that was pickled whole, or one of TorchScript's."""
    return isinstance(value, Made) and (_has_groups(value) or _is_script(value))


def _is_script(made: Made) -> bool:
    return made.what.module.split(".")[0] == _TORCHSCRIPT


def _has_groups(made: Made) -> bool:
    return {"_parameters", "_modules"} <= made.attributes.keys()


def class_name(made: Made) -> str:
    """Return its class without the module that defines it."""
    return made.what.name.rpartition(".")[2]


def children(value: object) -> Iterator[tuple[str, object]]:
    """Yield the entries of a dict, list or object, by their names; of a module what its ``state_dict`` has."""
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


def _collect(
    found: Parts, value: object, name: str, holders: Holders, leave_out: frozenset[str], above: frozenset[int]
) -> None:
    """Add what is below `value`, which is called `name`. `above` has the ids of what holds it, and its own."""
    found.entered += 1
    if isinstance(value, Made):
        found.hints[name] = _hints(value)
        if _is_script(value):
            found.classes[name] = value.what
        if _is_quantized(value):
            found.quantized.append(name)
    for key, child in children(value):
        below = f"{name}.{key}" if name and key else name or key
        if key in leave_out or len(below) > _LONGEST_NAME:
            continue
        if is_tensor(child):
            found.tensors.setdefault(below, child)
            if (child.kind if isinstance(child, UnreadableTensor) else child.dtype) in _QUANTIZED:
                found.quantized.append(below)
        elif id(child) in holders and id(child) not in above and _goes_on(found, above):
            _collect(found, child, below, holders, frozenset(), above | {id(child)})
        elif is_module(child) and id(child) not in above and _goes_on(found, above):
            # A softmax or a loss has no tensors, and says what the numbers are; so may modules inside it.
            _collect(found, child, below, holders, frozenset(), above | {id(child)})


def _goes_on(found: Parts, above: frozenset[int]) -> bool:
    return len(above) <= _MOST_LEVELS and found.entered <= MOST_ENTERED


def _holds(value: object, known: dict[int, bool], level: int) -> bool:
    """Return whether a tensor lies below `value`; noted in `known`, as False until it is found out: it may hold
    itself."""
    known[id(value)] = False
    holds, inner = _is_quantized(value), False
    for _, child in children(value):
        if is_tensor(child):
            holds = True
        elif isinstance(child, dict | list | tuple | Made) and level < _MOST_LEVELS:
            inner = True
            holds |= known[id(child)] if id(child) in known else _holds(child, known, level + 1)
    if holds or inner:
        known[id(value)] = holds
    else:
        # Soon looked at again; a million pairs of words would take memory.
        del known[id(value)]
    return holds


def _is_quantized(value: object) -> bool:
    return isinstance(value, Made) and ".quantized." in f".{value.what.module}."


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
