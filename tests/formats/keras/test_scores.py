"""What squashes the scores of a dense layer, wherever in the model it stands; against what Keras gives out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from gatescope.engine.read_out import read_out
from gatescope.formats.keras.reader import read
from tests.formats.keras.generated import INPUTS, STEPS, answer, keras, layers, quiet, saved, varied, vectors
from tests.formats.keras.runs import probabilities, sequence, trace_of

pytestmark = quiet
FULL = (".keras", ".h5")
Parts = Callable[[], list[Any]]
OTHER_AXIS = "a softmax over another axis than that of its scores"


def last() -> Any:
    return layers.LSTM(4)


def every() -> Any:
    return layers.LSTM(4, return_sequences=True)


def model_of(parts: list[Any]) -> Any:
    return varied(keras.Sequential([keras.Input((STEPS, INPUTS)), *parts]))


@pytest.mark.parametrize("suffix", FULL)
@pytest.mark.parametrize(
    ("parts", "kind"),
    [
        (lambda: [last(), layers.Dense(1), layers.Dropout(0.2), layers.Activation("sigmoid")], "logistic"),
        (lambda: [keras.Sequential([last(), layers.Dense(1)]), layers.Activation("sigmoid")], "logistic"),
        (
            lambda: [
                last(), layers.Dense(1), keras.Sequential([layers.Dropout(0.2), layers.Activation("sigmoid")]),
            ],
            "logistic",
        ),
        (lambda: [last(), layers.Dense(3), layers.Flatten(), layers.Softmax()], "softmax"),
        (lambda: [last(), layers.Dense(3), layers.Reshape((-1,)), layers.Softmax()], "softmax"),
        (lambda: [last(), layers.Dense(3), layers.Softmax(axis=1)], "softmax"),
        (lambda: [last(), layers.Dense(3), layers.Dropout(0.2)], "linear"),
    ],
    ids=["dropout", "in a model", "above in a model", "flattened", "reshaped", "the axis of the scores", "nothing"],
)  # fmt: skip
def test_what_squashes_the_scores_of_a_text(parts: Parts, kind: str, suffix: str, tmp_path: Path) -> None:
    model = model_of(parts())
    (stack,) = read(saved(model, tmp_path, suffix)).stacks
    assert ([readout.kind for readout in stack.readouts], stack.notes) == ([kind], ())
    x = vectors()
    np.testing.assert_allclose(probabilities(stack, trace_of(stack, x[0])), answer(model, x), rtol=0, atol=1e-5)


@pytest.mark.parametrize("suffix", FULL)
@pytest.mark.parametrize(
    ("above", "kind"),
    [
        (lambda: [layers.Dense(1), layers.Reshape((STEPS,)), layers.Activation("sigmoid")], "logistic"),
        (lambda: [layers.TimeDistributed(layers.Dense(1)), layers.Flatten(), layers.Activation("sigmoid")], "logistic"),
        (lambda: [layers.Dense(3), layers.Reshape((-1, 3)), layers.Softmax()], "softmax"),
        (lambda: [layers.Dense(3), layers.Flatten(), layers.Reshape((2, 3, 3)), layers.Softmax(axis=3)], "softmax"),
        (lambda: [layers.Dense(3), layers.Softmax(axis=2)], "softmax"),
    ],
    ids=["reshaped", "flattened", "as it was", "there and back", "the axis of the scores"],
)
def test_what_squashes_the_scores_of_every_token(above: Parts, kind: str, suffix: str, tmp_path: Path) -> None:
    model = model_of([every(), *above()])
    (stack,) = read(saved(model, tmp_path, suffix)).stacks
    assert ([readout.kind for readout in stack.readouts], stack.notes) == ([kind], ())
    x = vectors()
    (found,) = read_out(stack.network, sequence(stack, trace_of(stack, x[0]))[0]).values()
    np.testing.assert_allclose(found.ravel(), answer(model, x).ravel(), rtol=0, atol=1e-5)


@pytest.mark.parametrize("suffix", FULL)
@pytest.mark.parametrize(
    ("parts", "by"),
    [
        (lambda: [every(), layers.Dense(3, name="d"), layers.Softmax(axis=1)], OTHER_AXIS),
        (lambda: [every(), layers.Dense(1, name="d"), layers.Flatten(), layers.Softmax()], OTHER_AXIS),
        (lambda: [every(), layers.Dense(3, name="d"), layers.Flatten(), layers.Activation("softmax")], OTHER_AXIS),
        (lambda: [every(), layers.Dense(3, name="d"), layers.Reshape((3, STEPS)), layers.Softmax()], OTHER_AXIS),
        (lambda: [last(), layers.Dense(1, "sigmoid", name="d"), layers.Activation("tanh")], "sigmoid, then tanh"),
        (lambda: [last(), layers.Dense(1, name="d"), *[layers.Activation("sigmoid") for _ in range(2)]],
         "sigmoid, then sigmoid"),
    ],
    ids=["over time", "one score over time", "over all", "across", "two activations", "one activation twice"],
)  # fmt: skip
def test_what_is_no_read_out_is_told(parts: Parts, by: str, suffix: str, tmp_path: Path) -> None:
    (stack,) = read(saved(model_of(parts()), tmp_path, suffix)).stacks
    assert stack.readouts == ()
    (note,) = stack.notes
    assert note.endswith(f"is not read out: it is squashed by {by}, which is no kind of read-out")


@pytest.mark.parametrize("suffix", FULL)
def test_scores_that_are_joined_to_others_go_on(suffix: str, tmp_path: Path) -> None:
    """As the second of the inputs of a layer, too, and as the state that another one starts from."""
    x = keras.Input((STEPS, INPUTS))
    hidden = layers.GRU(4, name="gru")(x)
    joined = layers.Concatenate()([hidden, layers.Dense(3, name="joined")(hidden)])
    started = layers.GRU(5, name="other")(x, initial_state=layers.Dense(5, name="start")(hidden))
    model = varied(keras.Model(x, [joined, started]))
    stack = next(stack for stack in read(saved(model, tmp_path, suffix)).stacks if stack.name == "gru")
    assert stack.readouts == ()
    assert [note.partition(" ")[0] for note in stack.notes if "further layers take" in note] == ["'joined'", "'start'"]
