"""Finds the recurrent modules of a state dict by the names that PyTorch gives to their tensors.

``torch.nn.RNN``, ``GRU`` and ``LSTM`` name layer k's tensors ``weight_ih_l{k}``, ``weight_hh_l{k}``, ``bias_ih_l{k}``,
``bias_hh_l{k}`` and, with a projection, ``weight_hr_l{k}``, those of the other direction with ``_reverse`` behind;
``RNNCell``, ``GRUCell`` and ``LSTMCell`` leave the ``_l{k}`` out. Before that stands the path of the module.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from gatescope.engine.cells import Convention
from gatescope.formats.core.found import Assumption
from gatescope.formats.core.stored import StoredTensor, Tensors

INPUT, HIDDEN, INPUT_BIAS, HIDDEN_BIAS, PROJECTION = "weight_ih", "weight_hh", "bias_ih", "bias_hh", "weight_hr"
PEEPHOLES = "peepholes"
"""A role of other frameworks' cells, which PyTorch's do not have."""

_TORCH = re.compile(
    rf"(?:(?P<module>.+)[./_:])?(?P<role>{INPUT}|{HIDDEN}|{INPUT_BIAS}|{HIDDEN_BIAS}|{PROJECTION})"
    r"(?:_l(?P<layer>\d{1,4})(?P<reverse>_reverse)?)?",
    re.DOTALL,
)
# What data parallelism, torch.compile, Lightning and training scripts put before the names of the model's own.
_COMPILED = "_orig_mod"
_WRAPPERS = ("module", _COMPILED, "_forward_module", "model", "net", "network", "state_dict")


@dataclass(frozen=True, eq=False)
class Part:
    """One layer in one direction: tensors by role, laid out as PyTorch lays them out.

    Attributes:
        ending: what stands behind the role in the names: ``"_l0_reverse"``.
        arrays: `INPUT` (G·H, I), `HIDDEN` (G·H, P), `INPUT_BIAS` and `HIDDEN_BIAS` (G·H,), `PROJECTION` (P, H),
            `PEEPHOLES` (3, H).
        names: of the file's tensors in them, where those are not the arrays themselves.
        cell: where the names of hand-written arrays tell it.
        gate_order: of the blocks in the file, where that is another one than PyTorch's: ``"i f o g"``; the arrays are
            in PyTorch's order all the same.
    """

    ending: str
    arrays: Mapping[str, StoredTensor]
    names: tuple[str, ...] = ()
    cell: str = ""
    gate_order: str = ""

    @property
    def tensors(self) -> tuple[str, ...]:
        """Names of all tensors of the file that went into it."""
        return self.names or tuple(tensor.name for tensor in self.arrays.values())


@dataclass(frozen=True, eq=False)
class RecurrentModule:
    """What in the file carries one recurrent module's tensors.

    Attributes:
        path: before the roles in the names, separator included: ``"encoder.rnn."``.
        parts: by layer and whether it is the reverse direction.
        is_cell: it is one step's cell, named without ``_l0``.
        name: for a person, without what wraps the whole model: ``"encoder.rnn"``; empty for a module that is the file.
        convention: of hand-written arrays, where PyTorch's is not the likeliest.
        assumptions: that finding it took.
        obstacles: what its names say that is not computed, as `found.Stack` has it.
        backwards: its one direction is the reverse one.
    """

    path: str
    parts: Mapping[tuple[int, bool], Part]
    is_cell: bool
    name: str = ""
    convention: Convention | None = None
    assumptions: tuple[Assumption, ...] = ()
    obstacles: tuple[str, ...] = ()
    backwards: bool = False

    def named(self, role: str, part: Part) -> str:
        """Return the name that the tensor of `role` has, or would have if it were there."""
        return part.arrays[role].name if role in part.arrays else f"{self.path}{role}{part.ending}"


def torch_modules(tensors: Tensors) -> tuple[RecurrentModule, ...]:
    """Return the modules with PyTorch's names, in the order of the file; their shapes are not looked at."""
    found: dict[tuple[str, bool], dict[tuple[int, bool], Part]] = {}
    for name, tensor in tensors.items():
        match = _TORCH.fullmatch(name)
        if match is None:
            continue
        ending = name[match.end("role") :]
        parts = found.setdefault((name[: match.start("role")], not ending), {})
        place = (int(match["layer"] or 0), match["reverse"] is not None)
        before = parts.get(place, Part(ending, {}))
        parts[place] = replace(before, arrays={**before.arrays, match["role"]: tensor})
    short = short_names(path.rstrip("./_:") for path, _ in found)
    return tuple(
        RecurrentModule(path, parts, is_cell, short(path.rstrip("./_:"))) for (path, is_cell), parts in found.items()
    )


def short_names(names: Iterable[str]) -> Callable[[str], str]:
    """Return what takes the wrappers off a name, so far as all of `names` stay apart from each other."""
    every = set(names)
    stripped = {name: _strip(name) for name in every}
    if len(set(stripped.values())) < len(every):
        return lambda name: name
    return _strip


def _strip(name: str) -> str:
    # A part of a model may be compiled, too.
    name = ".".join(part for part in name.split(".") if part != _COMPILED)
    while True:
        head, dot, rest = name.partition(".")
        if head not in _WRAPPERS:
            return name
        if not dot:
            return ""
        name = rest
