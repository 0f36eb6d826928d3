"""Recognises what stands before and behind recurrent layers: the embedding and the read-outs.

By shape first (the width must be that of the layer's inputs or outputs), then by name: a state dict does not say what
is connected to what, so that everything found here is an assumption, and told as one.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from gatescope.formats.state_dict.layers import FoundModule
from gatescope.formats.stored import Hints, StoredTensor, Tensors

_EMBEDDING = re.compile(r"emb|lookup|wte\b|word_?vec|token|(^|[._])(encoder|enc)[._](weight|w)$", re.IGNORECASE)
_NO_EMBEDDING = re.compile(r"pos(ition)?_?emb|position|segment|token_type|norm", re.IGNORECASE)
_READ_OUT = re.compile(
    r"fc|lin(ear)?\b|linear|out|decoder|head|classif|dense|logit|proj|pred|hidden2|h(idden)?_?(2|to)_?|score|label|tag",
    re.IGNORECASE,
)
_NO_READ_OUT = re.compile(
    r"att(n|ention)|query|key|value|norm|conv|emb|pool|highway|skip|bridge|init|quer|weight_[ih]h|input", re.IGNORECASE
)
_LAST = re.compile(r"decoder|out(put)?s?$|head|logit|classif|score|pred|[yqo]$|fc$", re.IGNORECASE)
_WEIGHT = re.compile(r"(?P<stem>.*?)(?P<kind>[._]?(weight|w|W))")
_HIDDEN_TO_OUTPUT = re.compile(r"(?P<stem>(.*[._])?)(?P<kind>[WwVU])_?(?P<to>(h_?)?[yqo])")
"""``Why`` and ``by``, ``W_hq`` and ``b_q``: as papers and courses write the last matrix."""

# Every matrix is held against every module; no model that reads text comes near this.
_MOST_PAIRS = 100_000


@dataclass(frozen=True, eq=False)
class Linear:
    """A matrix that may be a read-out, with its bias."""

    name: str
    weight: StoredTensor
    bias: StoredTensor | None
    by_column: bool = False

    @property
    def outputs(self) -> int:
        return self.weight.shape[1 if self.by_column else 0]

    @property
    def inputs(self) -> int:
        return self.weight.shape[0 if self.by_column else 1]


@dataclass(eq=False)
class Ends:
    """What belongs to one module."""

    embedding: StoredTensor | None = None
    readouts: list[Linear] = field(default_factory=list)


def ends_of(tensors: Tensors, modules: Sequence[FoundModule], hints: Hints) -> list[Ends]:
    """Return the ends of every one of `modules`, which are in the order of the file."""
    used = {name for module in modules for layer in module.layers for name in layer.tensors}
    matrices = [
        tensor
        for tensor in tensors.values()
        if tensor.name not in used and len(tensor.shape) == 2 and tensor.floating and 0 not in tensor.shape
    ]
    found = [Ends() for _ in modules]
    if len(matrices) * len(modules) > _MOST_PAIRS:
        return found
    linears = [_linear(tensor, tensors) for tensor in matrices]
    embeddings = [
        linear.weight for linear in linears if linear.bias is None and _is_embedding(linear.weight.name, modules, hints)
    ]
    for tensor in embeddings:
        for place in _fed_by(tensor, modules):
            found[place].embedding = _better(found[place].embedding, tensor, modules[place])
    taken = {end.embedding.name for end in found if end.embedding is not None}
    goes_on = {linear.inputs for linear in linears if linear.weight.name not in taken and linear.bias is not None}
    for linear in linears:
        if linear.weight.name not in taken and _is_read_out(linear, modules, hints):
            reads = _read_from(linear, modules)
            if reads is not None and not _is_hidden_layer(linear, goes_on):
                found[reads].readouts.append(linear)
    return found


def _linear(weight: StoredTensor, tensors: Tensors) -> Linear:
    """`weight` with the bias that its name asks for, where there is one of its size."""
    names = [(weight.name, "")]
    if (match := _HIDDEN_TO_OUTPUT.fullmatch(weight.name)) is not None:
        to = match["to"][-1]
        names = [
            (weight.name, f"{match['stem']}{b}") for b in (f"b{to}", f"b_{to}", f"b{match['to']}", f"b_{match['to']}")
        ]
    elif (match := _WEIGHT.fullmatch(weight.name)) is not None:
        kind = match["kind"]
        ending = kind.replace("weight", "bias") if "weight" in kind else kind[:-1] + "b"
        names = [(match["stem"], match["stem"] + ending)]
    for stem, name in names:
        bias = tensors.get(name)
        # Hand-written biases may be columns, (C, 1), or rows.
        if bias is not None and bias.size in weight.shape and bias.size == max(bias.shape, default=0):
            return Linear(stem, weight, bias, by_column=bias.size != weight.shape[0])
    return Linear(names[0][0], weight, None)


def _is_embedding(name: str, modules: Sequence[FoundModule], hints: Hints) -> bool:
    if _class_of(name, hints):
        return _class_of(name, hints) in ("Embedding", "EmbeddingBag")
    if _NO_EMBEDDING.search(name):
        return False
    return _EMBEDDING.search(name) is not None or any(_position(name) < p for p in _positions(modules))


def _is_read_out(linear: Linear, modules: Sequence[FoundModule], hints: Hints) -> bool:
    name = linear.weight.name
    if _NO_READ_OUT.search(name):
        return False
    named = _READ_OUT.search(name) is not None or _HIDDEN_TO_OUTPUT.fullmatch(name) is not None
    behind = linear.bias is not None and any(_position(name) > p for p in _positions(modules))
    return named or behind or _class_of(name, hints) == "Linear"


def _class_of(name: str, hints: Hints) -> str:
    return str(hints.get(name.rpartition(".")[0], {}).get("class", ""))


def _positions(modules: Iterable[FoundModule]) -> list[float]:
    """Places of the modules in a ``torch.nn.Sequential``, which names what it holds by numbers."""
    return [number for module in modules for path in module.paths if (number := _position(path)) == number]


def _position(name: str) -> float:
    """The number that `name` begins with, or NaN, which is neither before nor behind anything."""
    head = name.split(".")[0]
    return float(head) if head.isascii() and head.isdigit() and len(head) < 5 else float("nan")


def _fed_by(embedding: StoredTensor, modules: Sequence[FoundModule]) -> list[int]:
    """The modules that take what `embedding` gives: of its width, and nearest to it in the tree of names."""
    fitting = [k for k, module in enumerate(modules) if module.inputs == embedding.shape[1]]
    nearest = max((_shared(embedding.name, modules[k]) for k in fitting), default=0)
    fitting = [k for k in fitting if _shared(embedding.name, modules[k]) == nearest]
    # A module whose inputs are as wide as what another one gives may just as well be fed by that.
    return [k for k in fitting if not any(modules[j].outputs == modules[k].inputs for j in fitting if j < k)]


def _better(one: StoredTensor | None, other: StoredTensor, module: FoundModule) -> StoredTensor:
    return other if one is None or _shared(other.name, module) > _shared(one.name, module) else one


def _read_from(linear: Linear, modules: Sequence[FoundModule]) -> int | None:
    """The module whose last layer the read-out fits: the nearest in the tree of names, among equals the last."""
    fitting = [k for k, module in enumerate(modules) if module.outputs == linear.inputs]
    return max(fitting, key=lambda k: (_shared(linear.name, modules[k]), k), default=None)


def _is_hidden_layer(linear: Linear, goes_on: Collection[int]) -> bool:
    """Whether another matrix goes on from where `linear` ends.

    Args:
        goes_on: the widths that the file's matrices take.
    """
    if linear.outputs == linear.inputs:
        # It would go on from its own end; its name has to tell.
        return _LAST.search(linear.name) is None
    return linear.outputs in goes_on


def _shared(name: str, module: FoundModule) -> int:
    """How many steps the paths of a tensor and of a module have in common."""
    best = 0
    for path in module.paths:
        count = 0
        for one, other in zip(_steps(name), _steps(path), strict=False):
            if one != other:
                break
            count += 1
        best = max(best, count)
    return best


def _steps(name: str) -> list[str]:
    return [step for step in re.split(r"[._/]", name) if step]
