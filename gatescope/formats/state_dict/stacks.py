"""From the tensors of a file to the stacks that they form."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from gatescope.engine.network import ReadOut, ReadOutKind
from gatescope.engine.read_out import numbered_labels
from gatescope.errors import FormatError
from gatescope.formats.core import squashing
from gatescope.formats.core.found import Assumption, Stack
from gatescope.formats.core.stored import Hints, Tensors
from gatescope.formats.state_dict.before import above, before
from gatescope.formats.state_dict.chains import joined
from gatescope.formats.state_dict.embedding import embedding_of
from gatescope.formats.state_dict.ends import Ends, ends_of
from gatescope.formats.state_dict.hand_written import hand_written_modules
from gatescope.formats.state_dict.inside import initial_states, inside
from gatescope.formats.state_dict.layers import FoundModule, found_module
from gatescope.formats.state_dict.linear import Linear
from gatescope.formats.state_dict.names import RecurrentModule, short_names, torch_modules
from gatescope.formats.state_dict.neighbours import Names, order_of
from gatescope.formats.state_dict.part import floats
from gatescope.formats.state_dict.tensorflow_names import tensorflow_modules, without_slots
from gatescope.formats.state_dict.unread import Unread
from gatescope.words import mark, tr, trn

_TRANSFORMER = re.compile(r"att(n|ention)|(^|[._])[qkv]_proj|(query|key|value)[._]|transformer", re.IGNORECASE)
_REFERENCE = re.compile(r"(^|[:._])h(64|n)?(_L\d+|_last)?$")
_CONVOLUTION = re.compile(r"conv", re.IGNORECASE)

# The largest networks have dozens; every one is compared with every matrix of the file.
_MOST_MODULES = 1000


class NothingRecurrentError(FormatError):
    """No tensor of a file has the name of a recurrent weight."""


def stacks_of(path: Path, tensors: Tensors, hints: Hints | None = None) -> tuple[Stack, ...]:
    """Return the recurrent stacks among `tensors`, in the order of the file.

    Args:
        hints: what the file says of its modules beside their tensors, by the path of the module.

    Raises:
        NothingRecurrentError: there is no recurrent module.
        FormatError: there is none whose tensors fit together.
    """
    hints = hints or {}
    found: list[FoundModule] = []
    failures: list[FormatError] = []
    tensors = without_slots(tensors)
    named = _modules_in(tensors)
    if len(named) > _MOST_MODULES:
        raise FormatError(
            path,
            tr(
                "holds {count:,} recurrent modules; more than {modules:,} are not read",
                count=len(named),
                modules=_MOST_MODULES,
            ),
        )
    for module in named:
        try:
            found.append(found_module(path, module, _hints_of(module, hints)))
        except FormatError as error:
            failures.append(error)
    if not found:
        raise failures[0] if failures else NothingRecurrentError(path, _nothing(tensors))
    modules = joined(found)
    every_end = _shortly_named(ends_of(tensors, modules, hints))
    taken = _taken(modules, every_end) | {part for tensor in tensors.values() for part in tensor.composed}
    starting = initial_states(modules, tensors, [name for name in tensors if name not in taken])
    taken |= _taken([module for module, _ in starting], ())
    left = Names(name for name in tensors if name not in taken)
    order = order_of(tensors)
    unread = Unread(tensors, modules, every_end, order, hints, taken)
    below, on_top = before(unread, modules, every_end, order), above(unread, modules, every_end)
    stacks = [
        _stack(module, ends, hints, (*inside(module, tensors, left), *said, *fed, *read))
        for (module, said), ends, fed, read in zip(starting, every_end, below, on_top, strict=True)
    ]
    # A module that cannot be read does not keep the others from being seen, but is not passed over in silence.
    left_out = tuple(tr("left out: {reason}", reason=error.reason) for error in failures)
    return _uniquely_named([replace(stacks[0], notes=(*stacks[0].notes, *left_out)), *stacks[1:]])


def _modules_in(tensors: Tensors) -> tuple[RecurrentModule, ...]:
    """Return the recurrent modules by the names of one framework, and beside PyTorch's those of hand-written gated
    cells; matrices named as those of a plain cell may be an attention's."""
    named = torch_modules(tensors)
    if not named:
        return tensorflow_modules(tensors) or hand_written_modules(tensors)
    read = {name for module in named for part in module.parts.values() for name in part.tensors}
    others = hand_written_modules({name: tensor for name, tensor in tensors.items() if name not in read})
    gated = [one for one in others if all(part.cell in ("lstm", "gru") for part in one.parts.values())]
    places = {name: place for place, name in enumerate(tensors)}

    def first(module: RecurrentModule) -> int:
        return min(places[name] for part in module.parts.values() for name in part.tensors)

    return tuple(sorted((*named, *gated), key=first))


def _shortly_named(every_end: Sequence[Ends]) -> list[Ends]:
    """Take the wrappers off the names of read-outs, as they are off those of modules."""
    short = short_names(linear.name for ends in every_end for linear in ends.readouts)

    def named(linear: Linear) -> Linear:
        return replace(linear, name=short(linear.name) or linear.name)

    return [replace(ends, readouts=tuple(map(named, ends.readouts))) for ends in every_end]


def _hints_of(module: RecurrentModule, hints: Hints) -> dict[str, Any]:
    return {**hints.get("", {}), **hints.get(module.path.rstrip("."), {})}


def _taken(modules: Sequence[FoundModule], every_end: Sequence[Ends]) -> set[str]:
    """Return the names of all tensors that went into some stack."""
    taken = {name for module in modules for layer in module.layers for name in layer.tensors}
    for ends in every_end:
        tensors = [tensor for linear in ends.readouts for tensor in (linear.weight, linear.bias)]
        taken |= {tensor.name for tensor in (*tensors, ends.embedding) if tensor is not None}
    return taken


def _stack(module: FoundModule, ends: Ends, hints: Hints, obstacles: Sequence[str]) -> Stack:
    assumptions = list(module.assumptions)
    embedding, notes = None, list(ends.notes)
    if ends.embedding is not None:
        embedding, told = embedding_of(ends.embedding, hints)
        notes += told
        why = mark(
            "its shape {shape} and its name fit the {inputs} inputs", shape=ends.embedding.shape, inputs=module.inputs
        )
        assumptions.append(Assumption(mark("embedding"), ends.embedding.name, why))
    readouts = []
    rows = None if embedding is None else len(embedding)
    for linear in ends.readouts:
        kind, reason = squashing.kind_of(_evidence(linear, rows, hints))
        readouts.append(_read_out(linear, kind))
        why = mark(
            "its shape {shape} and its name fit the {outputs} outputs, read at every token",
            shape=linear.weight.shape,
            outputs=module.outputs,
        )
        assumptions.append(Assumption(mark("read-out {name}", name=linear.name), linear.weight.name, why))
        reason = reason or mark("the file has a module for it")
        assumptions.append(squashing.assumption(linear.name, kind, reason, linear.outputs))
    return Stack(
        name=module.name,
        layers=module.layers,
        embedding=embedding,
        embedding_name="" if ends.embedding is None else ends.embedding.name,
        readouts=tuple(readouts),
        readout_tensors=tuple(
            tensor.name for linear in ends.readouts for tensor in (linear.weight, linear.bias) if tensor is not None
        ),
        assumptions=tuple(assumptions),
        obstacles=(*module.obstacles, *obstacles, *ends.obstacles),
        notes=tuple(notes),
    )


def _evidence(linear: Linear, rows: int | None, hints: Hints) -> squashing.Evidence:
    """Return what the file says of a read-out; a state dict has nothing but its name and sizes."""
    classes = [str(hint.get("class", "")) for hint in hints.values()]
    wanted = ("sigmoid",) if linear.outputs == 1 else ("softmax", "logsoftmax")
    applied = next((one for one in classes if squashing.plain(one) in wanted), "")
    losses = tuple(one for one in classes if one.endswith("Loss"))
    return squashing.Evidence(linear.outputs, linear.weight.name, applied, losses, rows=rows)


def _read_out(linear: Linear, kind: ReadOutKind) -> ReadOut:
    weight = floats(linear.weight)
    if linear.by_column:
        weight = np.ascontiguousarray(weight.T)
    bias = np.zeros(len(weight), weight.dtype) if linear.bias is None else floats(linear.bias).reshape(-1)
    return ReadOut(linear.name, kind, weight, bias, numbered_labels(kind, len(weight)))


def _uniquely_named(stacks: list[Stack]) -> tuple[Stack, ...]:
    counts = Counter(stack.name for stack in stacks)
    seen: Counter[str] = Counter()
    named = []
    for stack in stacks:
        seen[stack.name] += 1
        name = stack.name if counts[stack.name] == 1 else f"{stack.name} {seen[stack.name]}"
        named.append(replace(stack, name=name))
    return tuple(named)


def _nothing(tensors: Tensors) -> str:
    """Return what to say of a file without recurrent weights."""
    names = list(tensors)
    if not names:
        return tr("no tensors found; save the weights of the model by name")
    listed = ", ".join(names[:6])[:300]
    if len(names) > 6:
        listed += tr(" and {count} more", count=len(names) - 6)
    looks = ""
    if any(map(_TRANSFORMER.search, names)):
        looks = tr("; it looks like a transformer")
    elif any(map(_CONVOLUTION.search, names)):
        looks = tr("; it looks like a convolutional network")
    elif any(map(_REFERENCE.search, names)):
        looks = tr("; it looks like a reference, inputs and states that a model can be proved against")
    told = trn(
        "no RNN/GRU/LSTM weights found; it holds {count} tensor: {listed}",
        "no RNN/GRU/LSTM weights found; it holds {count} tensors: {listed}",
        len(names),
        listed=listed,
    )
    return told + looks
