"""A matrix with the bias that its name asks for."""

from __future__ import annotations

import re
from dataclasses import dataclass

from gatescope.formats.core.stored import StoredTensor, Tensors

_WEIGHT = re.compile(r"(?P<stem>.*?)(?P<kind>[._]?(weight|w|W))")
# Keras' and TensorFlow's dense layers, whose rows are the inputs.
_KERNEL = re.compile(r"(?P<stem>.*?)/(?P<kind>kernel|weights)(?P<end>(:0)?)", re.DOTALL)
HIDDEN_TO_OUTPUT = re.compile(r"(?P<stem>(.*[._])?)(?P<kind>[WwVU])_?(?P<to>(h_?)?[yqo])")
"""``Why`` and ``by``, ``W_hq`` and ``b_q``: as papers and courses write the last matrix."""


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

    def __str__(self) -> str:
        return f"{self.name} ({self.inputs} → {self.outputs})"


def linear_of(weight: StoredTensor, tensors: Tensors) -> Linear:
    """Return `weight` with the bias that its name asks for, where one of its size exists."""
    names = [(weight.name, "")]
    if (match := _KERNEL.fullmatch(weight.name)) is not None:
        bias = tensors.get(f"{match['stem']}/{'bias' if match['kind'] == 'kernel' else 'biases'}{match['end']}")
        fits = bias is not None and bias.shape == weight.shape[1:]
        return Linear(match["stem"], weight, bias if fits else None, by_column=True)
    if (match := HIDDEN_TO_OUTPUT.fullmatch(weight.name)) is not None:
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
