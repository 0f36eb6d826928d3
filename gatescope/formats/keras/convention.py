"""The convention of a recurrent layer of Keras, by its configuration or by the defaults of its version.

Sources: keras/src/layers/rnn/{lstm,gru,simple_rnn}.py and activations.py of Keras 3; keras/layers/recurrent.py and
cudnn_recurrent.py of Keras 2.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from gatescope.engine.cells import Convention
from gatescope.errors import ModelError
from gatescope.formats.core.found import Assumption
from gatescope.words import mark

CELL_OF = {
    "SimpleRNN": "rnn",
    "SimpleRNNCell": "rnn",
    "GRU": "gru",
    "GRUCell": "gru",
    "GRUV2": "gru",
    "CuDNNGRU": "gru",
    "LSTM": "lstm",
    "LSTMCell": "lstm",
    "LSTMV2": "lstm",
    "CuDNNLSTM": "lstm",
}
"""Class of a layer or cell → the engine's cell."""


@dataclass(frozen=True)
class Writer:
    """The version of Keras that wrote a file; `version` is empty where the file does not state it."""

    version: str = ""

    @property
    def number(self) -> tuple[int, int]:
        """Major and minor version; those of Keras 3 where the file does not say."""
        found = re.match(r"(\d{1,4})\.(\d{1,4})", self.version)
        return (int(found[1]), int(found[2])) if found else (3, 0)

    @property
    def before_tensorflow(self) -> bool:
        """Whether it is Keras before 2.3 and outside of TensorFlow, which had other defaults."""
        return self.number < (2, 3) and not self.version.endswith("-tf")

    @property
    def hard_sigmoid(self) -> str:
        """clip(0.2 x + 0.5, 0, 1) before Keras 3, relu6(x + 3) / 6 since."""
        return "hard_sigmoid" if self.number < (3, 0) else "hard_sigmoid_keras3"

    def __str__(self) -> str:
        return f"Keras {self.version}" if self.version else "Keras"


class UnknownActivationError(Exception):
    """An activation that the engine does not have; its argument is the name."""


def configured(cell: str, kind: str, config: Mapping[str, Any], writer: Writer) -> tuple[Convention, list[Assumption]]:
    """Return the convention of a layer of class `kind` whose configuration is `config`.

    Raises:
        UnknownActivationError: it squashes by something that the engine does not have.
    """
    if kind.startswith("CuDNN"):
        return Convention(), []
    activation = _activation(config.get("activation", "tanh"), writer)
    gate = config.get("recurrent_activation", "sigmoid")
    assumed = []
    if cell != "rnn" and activation_name(gate) == "hard_sigmoid" and not writer.version:
        assumed.append(
            Assumption(
                mark("hard sigmoid"), "relu6(x + 3) / 6", mark("the file does not say whether it is Keras 2's or 3's"),
                "gate_activation=hard_sigmoid",
            )
        )  # fmt: skip
    convention = Convention(
        activation=activation,
        candidate_activation=activation,
        output_activation=activation,
        gate_activation=_activation(gate, writer) if cell != "rnn" else "sigmoid",
        # Before Keras 2.1.3 there was no other.
        reset_after=bool(config.get("reset_after", False)) if cell == "gru" else True,
    )
    return convention, assumed


def assumed(
    cell: str, gates_certain: bool, reset_after: bool | None, writer: Writer
) -> tuple[Convention, list[Assumption]]:
    """Return the convention of a layer in a file of weights alone, and what had to be assumed.

    Args:
        gates_certain: the weights are CuDNN's, whose gates have a sigmoid and whose candidate a tanh.
        reset_after: as the shape of the bias tells; None without a bias.
    """
    if gates_certain:
        return Convention(), []
    alone = mark("a file of weights alone does not say")
    notes = []
    gate = "sigmoid"
    if cell != "rnn":
        gate = "hard_sigmoid" if writer.before_tensorflow else "sigmoid"
        other = "sigmoid" if gate == "hard_sigmoid" else writer.hard_sigmoid
        notes.append(
            Assumption(
                mark("gate activation"),
                gate,
                mark("{alone}; it is the default of {writer}", alone=alone, writer=writer),
                f"gate_activation={other}",
            )
        )
    what = "activation" if cell == "rnn" else "candidate_activation"
    notes.append(
        Assumption(
            mark("activation" if cell == "rnn" else "candidate activation"),
            "tanh",
            mark("{alone}; it is Keras' default", alone=alone),
            f"{what}=relu",
        )
    )
    if cell == "gru" and reset_after is None:
        reset_after = not writer.before_tensorflow
        notes.append(
            Assumption(
                mark("reset gate"),
                mark("after the product" if reset_after else "before the product"),
                mark("{alone} where there are no biases; it is the default of {writer}", alone=alone, writer=writer),
                f"reset_after={str(not reset_after).lower()}",
            )
        )
    notes.append(Assumption(mark("direction"), "forward", mark("{alone}; go_backwards is off by default", alone=alone)))
    return Convention(gate_activation=gate, reset_after=reset_after is not False), notes


def _activation(value: object, writer: Writer) -> str:
    name = activation_name(value)
    constants: Mapping[str, Any] = {}
    if isinstance(value, Mapping) and isinstance(value.get("config"), Mapping):
        constants = value["config"]
    taken = {
        "hard_sigmoid": writer.hard_sigmoid,
        "leaky_relu": f"leaky_relu({constants.get('negative_slope', 0.2)})",
        "LeakyReLU": f"leaky_relu({constants.get('negative_slope', constants.get('alpha', 0.3))})",
        "ELU": f"elu({constants.get('alpha', 1.0)})",
        "ReLU": "relu",
        "None": "linear",
    }.get(name, name)
    if name == "ReLU" and any(constants.get(key) for key in ("max_value", "negative_slope", "threshold")):
        raise UnknownActivationError(name)
    try:
        Convention(activation=taken)
    except ModelError as error:
        raise UnknownActivationError(name) from error
    return taken


def activation_name(value: object) -> str:
    """Return the name, such as ``"tanh"``, of an activation that was serialised as a name, a function or a layer."""
    if isinstance(value, Mapping):
        inside = value.get("config")
        return inside if isinstance(inside, str) else str(value.get("class_name"))
    return str(value)
