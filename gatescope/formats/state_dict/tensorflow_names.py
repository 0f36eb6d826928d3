"""Recurrent modules by the names that cells of TensorFlow 1 give their variables, brought into PyTorch's layout.

``…/basic_lstm_cell/kernel`` holds the columns of the gates i j f o over the rows [x, h], ``…/gru_cell/gates/kernel`` r
and u, ``…/gru_cell/candidate/kernel`` the candidate, of which the reset gate scales h before the product; u keeps the
old state. 1.0 is added to an LSTM's forget gate when it runs. ELMo has ``RNN_0/RNN/MultiRNNCell/Cell0/LSTMCell/W_0``.
Source: tensorflow/python/ops/rnn_cell_impl.py of 1.15; bilm-tf, training.py and allennlp's elmo_lstm.py.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from gatescope.engine.cells import Convention
from gatescope.formats.core.found import Assumption
from gatescope.formats.core.obstacles import attention_around, states_clipped
from gatescope.formats.core.stored import StoredTensor, Tensors
from gatescope.formats.state_dict.names import (
    HIDDEN,
    INPUT,
    INPUT_BIAS,
    PEEPHOLES,
    PROJECTION,
    Part,
    RecurrentModule,
)
from gatescope.formats.state_dict.relayout import in_order, stacked, stacked_biases
from gatescope.words import mark

_CELL = re.compile(
    r"(?P<before>(?:.*/)?)"
    r"(?P<cell>(?:layer_norm_)?(?:cudnn_compatible_)?(?:basic_)?(?:lstm|gru|rnn)(?:_fused|_block)?_cell(?:_\d+)?"
    r"|(?:Basic)?(?:LSTM|GRU|RNN)Cell)/"
    r"(?P<role>(?:gates/|candidate/|projection/|Gates/|Candidate/)?(?:Linear/)?"
    r"(?:kernel|weights|Matrix|bias|biases|Bias)|W_0|B|W_P_0|w_[ifo]_diag)(?::0)?",
    re.DOTALL,
)
_LAYER = re.compile(r"(?:^|(?<=/))[cC]ell_?(?P<layer>\d{1,3})/")
_SIDE = re.compile(r"(?:^|(?<=/))(?:(?P<side>fw|bw)|RNN_(?P<number>[01])(?=/RNN/))/")
_SPELLINGS = {
    "W_0": "kernel", "weights": "kernel", "Matrix": "kernel", "B": "bias", "biases": "bias", "Bias": "bias",
    "W_P_0": "projection/kernel",
}  # fmt: skip
# i j f o as PyTorch's i f g o.
_ROWS = (0, 2, 1, 3)

_FORGET = Assumption(
    mark("forget bias"),
    "1.0",
    mark("cells of TensorFlow 1 add it when they run, unless told otherwise"),
    "forget_bias=0.0",
)


@dataclass(frozen=True)
class _Place:
    """One cell in the names of a file.

    Attributes:
        module: the path before its layers and directions.
        path: all that stands before its variables.
        side: ``"fw"``, ``"bw"`` or empty; `stacked` whether every layer has both sides, which feed the next one
            together, rather than either side its own layers.
    """

    module: str
    path: str
    cell: str
    layer: int
    side: str
    stacked: bool


def tensorflow_modules(tensors: Tensors) -> tuple[RecurrentModule, ...]:
    """Return the modules with TensorFlow's names, in the order of the file; what does not fit is left alone."""
    cells: dict[_Place, dict[str, StoredTensor]] = {}
    for name, tensor in tensors.items():
        match = _CELL.fullmatch(name)
        if match is not None and tensor.floating and 0 not in tensor.shape:
            cells.setdefault(_place(match), {})[_role(match["role"])] = tensor
    parts = {place: part for place, roles in cells.items() if (part := _part(place.cell, roles)) is not None}
    groups: dict[tuple[str, str, str], dict[_Place, Part]] = {}
    for place, part in parts.items():
        deep = any(other.module == place.module and other.layer > 0 for other in parts)
        side = "" if place.stacked or not deep else place.side
        groups.setdefault((place.module, side, part.cell), {})[place] = part
    return tuple(_module(side, group) for (_, side, _), group in groups.items())


def without_slots(tensors: Tensors) -> Tensors:
    """Return `tensors` without what TensorFlow's optimisers keep of one under its name: ``kernel/Adam_1``."""
    names = {name.removesuffix(":0") for name in tensors}
    return {name: tensor for name, tensor in tensors.items() if name.rpartition("/")[0] not in names}


def _place(match: re.Match[str]) -> _Place:
    before, cell = match["before"], match["cell"]
    layer, side = _LAYER.search(before), _SIDE.search(before)
    starts = [found.start() for found in (layer, side) if found is not None]
    told = "" if side is None else side["side"] or ("bw" if side["number"] == "1" else "fw")
    return _Place(
        module=before[: min(starts)] if starts else f"{before}{cell}/",
        path=f"{before}{cell}/",
        cell=cell.lower(),
        layer=0 if layer is None else int(layer["layer"]),
        side=told,
        stacked=layer is not None and side is not None and layer.start() < side.start(),
    )


def _role(text: str) -> str:
    head, _, last = text.lower().replace("linear/", "").rpartition("/")
    last = _SPELLINGS.get(text.rpartition("/")[2], last)
    return f"{head}/{last}" if head else last


def _module(side: str, group: Mapping[_Place, Part]) -> RecurrentModule:
    """Return the layers of one module, or of one of its two sides where either has layers of its own."""
    first = next(iter(group))
    one_side = len({place.side for place in group}) == 1
    layers = sorted({place.layer for place in group})
    cell = group[first].cell
    path = first.path if len(group) == 1 else first.module
    name = (first.module or first.path).strip("/")
    elmo = any(tensor.endswith("/W_0") for tensor in group[first].names)
    forget = cell == "lstm" and "cudnn_compatible" not in first.cell
    obstacles = [states_clipped(name, skips=len(layers) > 1)] if elmo else []
    obstacles += [attention_around(name)] if "attention" in first.path else []
    return RecurrentModule(
        path=path,
        parts={(layers.index(place.layer), not one_side and place.side == "bw"): part for place, part in group.items()},
        is_cell=False,
        name=f"{name}/{side}" if side else name,
        convention=Convention(reset_after=cell != "gru", forget_bias=1.0 if forget else 0.0),
        assumptions=(_FORGET,) if forget else (),
        obstacles=tuple(obstacles),
        backwards=one_side and first.side == "bw",
    )


def _part(cell: str, roles: Mapping[str, StoredTensor]) -> Part | None:
    """Return the variables of one cell in PyTorch's layout; None where their shapes do not fit together."""
    names = tuple(tensor.name for tensor in roles.values())
    if "gru" in cell:
        kernels = [roles.get(f"{which}/kernel") for which in ("gates", "candidate")]
        biases = [roles.get(f"{which}/bias") for which in ("gates", "candidate")]
    else:
        kernels, biases = [roles.get("kernel")], [roles.get("bias")]
    found = [kernel for kernel in kernels if kernel is not None and len(kernel.shape) == 2]
    gates = {"lstm": 4, "gru": 3}.get("lstm" if "lstm" in cell else "gru" if "gru" in cell else "", 1)
    columns = sum(kernel.shape[1] for kernel in found)
    units = columns // gates
    projection = roles.get("projection/kernel")
    outputs = units if projection is None or len(projection.shape) != 2 else projection.shape[1]
    rows = {kernel.shape[0] for kernel in found}
    if len(found) < len(kernels) or columns % gates or len(rows) != 1 or min(rows) <= outputs or not units:
        return None
    inputs = min(rows) - outputs
    arrays = {INPUT: stacked(found, True, slice(0, inputs)), HIDDEN: stacked(found, True, slice(inputs, None))}
    if all(bias is not None and len(bias.shape) == 1 for bias in biases):
        arrays[INPUT_BIAS] = stacked_biases([bias for bias in biases if bias is not None])
    if projection is not None:
        arrays[PROJECTION] = stacked([projection], True)
    # Of an LSTM, in the engine's order.
    peepholes = [roles[f"w_{gate}_diag"] for gate in "ifo" if f"w_{gate}_diag" in roles]
    if len(peepholes) == 3:
        flat = stacked_biases(peepholes)
        arrays[PEEPHOLES] = StoredTensor(flat.name, (3, units), flat.dtype, lambda: flat.read().reshape(3, -1))
        if flat.size != 3 * units:
            return None
    if "lstm" not in cell:
        return Part("", arrays, names, "gru" if "gru" in cell else "rnn", "")
    by_gate = (INPUT, HIDDEN, INPUT_BIAS)
    arrays = {role: in_order(tensor, _ROWS) if role in by_gate else tensor for role, tensor in arrays.items()}
    return Part("", arrays, names, "lstm", "i j f o")
