"""ONNX' names of activations with their constants, as the engine writes them.

Source: the operators RNN, GRU and LSTM, "activations", "activation_alpha" and "activation_beta": the constants are
consumed in the order of the functions, by those that have any.
"""

from __future__ import annotations

from dataclasses import dataclass

from gatescope.formats.onnx.node import Node
from gatescope.words import mark

USUAL = {"RNN": ("Tanh",), "GRU": ("Sigmoid", "Tanh"), "LSTM": ("Sigmoid", "Tanh", "Tanh")}
"""What each operator takes where nothing else is said, for one direction."""


@dataclass(frozen=True)
class _Squash:
    """The engine's name, and the defaults of alpha and beta where it has them.

    Attributes:
        zero: that onnxruntime takes 0 where the file gives no constants, against the operators' text.
    """

    name: str
    alpha: float | None = None
    beta: float | None = None
    zero: bool = False


_SQUASHES = {
    "sigmoid": _Squash("sigmoid"),
    "tanh": _Squash("tanh"),
    "relu": _Squash("relu"),
    "softsign": _Squash("softsign"),
    "softplus": _Squash("softplus"),
    "hardsigmoid": _Squash("hard_sigmoid", 0.2, 0.5),
    "leakyrelu": _Squash("leaky_relu", 0.01),
    "elu": _Squash("elu", 1.0),
    "affine": _Squash("affine", 1.0, 0.0, zero=True),
    "thresholdedrelu": _Squash("thresholded_relu", 1.0, zero=True),
    "scaledtanh": _Squash("scaled_tanh", 1.0, 1.0, zero=True),
}


class UnknownActivationError(Exception):
    """The argument is the clause that says what is wrong."""


def activations(node: Node, directions: int) -> tuple[list[tuple[str, ...]], list[str]]:
    """Return the engine's names for each direction of a recurrent `node`, and sentences worth knowing.

    Raises:
        UnknownActivationError: ONNX has no such activation, or there are too few of them.
    """
    usual = USUAL[node.operator]
    listed = list(node.texts("activations")) or list(usual) * directions
    notes: list[str] = []
    if len(listed) == len(usual) < len(usual) * directions:
        notes.append(
            mark(
                "{place} names the activations of one direction; both directions were read with them", place=node.place
            )
        )
        listed *= directions
    if len(listed) != len(usual) * directions:
        raise UnknownActivationError(
            mark("it names {count} activations instead of {wanted}", count=len(listed), wanted=len(usual) * directions)
        )
    alphas, betas = list(node.numbers("activation_alpha")), list(node.numbers("activation_beta"))
    names = []
    for name in listed:
        squash = _SQUASHES.get(name.lower())
        if squash is None:
            raise UnknownActivationError(
                mark("it names the activation {name!r:.40}, which ONNX does not have", name=name)
            )
        names.append(_with_constants(node, name, squash, alphas, betas, notes))
    return [tuple(names[k * len(usual) : (k + 1) * len(usual)]) for k in range(directions)], list(dict.fromkeys(notes))


def _with_constants(
    node: Node, name: str, squash: _Squash, alphas: list[float], betas: list[float], notes: list[str]
) -> str:
    constants = []
    for default, listed, what in ((squash.alpha, alphas, "alpha"), (squash.beta, betas, "beta")):
        if default is None:
            continue
        said = bool(listed)
        constants.append(listed.pop(0) if said else default)
        if squash.zero and not said:
            notes.append(
                mark(
                    "{place} gives no {what} for {name}: it was read as {default:g}, as the operator's text has it; "
                    "onnxruntime computes with 0",
                    place=node.place,
                    what=what,
                    name=name,
                    default=default,
                )
            )
    if constants == [squash.alpha, squash.beta][: len(constants)]:
        return squash.name
    return f"{squash.name}({', '.join(f'{constant!r}' for constant in constants)})"
