"""Cells that an RNN stacks, and directions of a Bidirectional, that do not run as one network; against Keras."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from gatescope.engine.network import Array
from gatescope.errors import FormatError
from gatescope.formats.core.found import ModelFile, Stack
from gatescope.formats.detect.reading import read
from tests.formats.keras.generated import INPUTS, STEPS, answer, keras, layers, quiet, saved, varied, vectors
from tests.formats.keras.runs import sequence, trace_of

pytestmark = quiet
FULL = (".keras", ".h5")
ALL = (*FULL, ".weights.h5")
Make = Callable[[], list[Any]]


def beside_a_plain_layer(layer: Any) -> Any:
    """A model of `layer`, and of a plain LSTM on the same inputs."""
    x = keras.Input((STEPS, INPUTS))
    plain = layers.LSTM(4, return_sequences=True, name="plain")(x)
    return varied(keras.Model(x, [layers.Concatenate()([layer(x), plain])]))


def stacks_of(file: ModelFile, *names: str) -> list[Stack]:
    return [stack for stack in file.stacks if stack.name.startswith(names)]


def chained(stacks: list[Stack], inputs: Array) -> Array:
    """(T, H) what the last of `stacks` gives, each of one direction and fed by the one before."""
    for stack in stacks:
        (inputs,) = sequence(stack, trace_of(stack, inputs))
    return inputs


@pytest.mark.parametrize("suffix", FULL)
@pytest.mark.parametrize("backwards", [False, True])
@pytest.mark.parametrize(
    "cells",
    [
        lambda: [layers.LSTMCell(4, activation="relu"), layers.LSTMCell(4)],
        lambda: [layers.GRUCell(4, reset_after=False), layers.GRUCell(4)],
        lambda: [layers.SimpleRNNCell(3), layers.SimpleRNNCell(4, activation="relu")],
        # Keras 3 stores these by class, in the order of the alphabet.
        lambda: [layers.LSTMCell(INPUTS), layers.GRUCell(INPUTS), layers.LSTMCell(INPUTS)],
    ],
    ids=["activations", "resets", "tanh and relu", "classes"],
)
def test_cells_of_two_kinds_are_networks_of_their_own(
    cells: Make, backwards: bool, suffix: str, tmp_path: Path
) -> None:
    rnn = layers.RNN(cells(), return_sequences=True, go_backwards=backwards, name="mixed")
    model = beside_a_plain_layer(rnn)
    file = read(saved(model, tmp_path, suffix))
    parts = stacks_of(file, "mixed")
    assert [stack.name for stack in parts] == [f"mixed.{k}" for k in range(len(cells()))]
    assert parts[0].obstacles == ()
    for below, above in pairwise(parts):
        said = f"'{above.name}' takes the output of '{below.name}', which is a network of its own here"
        assert above.obstacles == (said,)
    assert [stack.warnings for stack in file.stacks] == [()] * len(file.stacks)
    x = vectors()
    found = chained(parts, x[0])
    wanted = answer(model, x)
    np.testing.assert_allclose(found[::-1] if backwards else found, wanted[:, : found.shape[1]], rtol=0, atol=1e-5)
    np.testing.assert_allclose(chained(stacks_of(file, "plain"), x[0]), wanted[:, -4:], rtol=0, atol=1e-5)


@pytest.mark.parametrize("suffix", FULL)
def test_what_stands_above_cells_of_two_kinds_goes_on_the_last(suffix: str, tmp_path: Path) -> None:
    cells = [layers.LSTMCell(5), layers.GRUCell(4)]
    parts = [
        layers.RNN(cells, return_sequences=True, name="mixed"), layers.GRU(3, name="top"),
        layers.Dense(2, activation="softmax", name="tags"),
    ]  # fmt: skip
    model = varied(keras.Sequential([keras.Input((STEPS, INPUTS)), *parts]))
    lower, upper = read(saved(model, tmp_path, suffix)).stacks
    assert (lower.name, upper.name) == ("mixed.0", "mixed.1+top")
    assert (lower.readouts, [readout.name for readout in upper.readouts]) == ((), ["tags"])


@pytest.mark.parametrize("suffix", ALL)
@pytest.mark.parametrize("units", [(4, 3), (INPUTS, INPUTS)], ids=["narrower", "as wide"])
def test_two_directions_of_stacked_cells_run_apart(units: tuple[int, int], suffix: str, tmp_path: Path) -> None:
    """The cells of a direction feed each other; Keras joins the directions above the last ones."""
    rnn = layers.RNN([layers.GRUCell(count) for count in units], return_sequences=True, name="rnn")
    model = beside_a_plain_layer(layers.Bidirectional(rnn, name="both"))
    file = read(saved(model, tmp_path, suffix))
    sides = stacks_of(file, "both", "bidirectional")
    assert [[layer.directions for layer in side.layers] for side in sides] == [[("forward",)] * 2, [("reverse",)] * 2]
    x = vectors()
    found = np.hstack([chained([side], x[0]) for side in sides])
    np.testing.assert_allclose(found, answer(model, x)[:, : 2 * units[1]], rtol=0, atol=1e-5)


@pytest.mark.parametrize("suffix", ALL)
@pytest.mark.parametrize(
    "back",
    [
        lambda: layers.LSTM(3, go_backwards=True, return_sequences=True, name="back"),
        lambda: layers.GRU(4, go_backwards=True, return_sequences=True, name="back"),
    ],
    ids=["units", "cell"],
)
def test_two_directions_that_differ_run_apart(back: Callable[[], Any], suffix: str, tmp_path: Path) -> None:
    forward = layers.LSTM(4, return_sequences=True)
    model = beside_a_plain_layer(layers.Bidirectional(forward, backward_layer=back(), name="both"))
    file = read(saved(model, tmp_path, suffix))
    x = vectors()
    found = np.hstack([chained([side], x[0]) for side in stacks_of(file, "both", "bidirectional")])
    np.testing.assert_allclose(found, answer(model, x)[:, : found.shape[1]], rtol=0, atol=1e-5)
    assert len(file.stacks) == 3


def test_weights_alone_do_not_tell_the_order_of_cells_of_two_classes(tmp_path: Path) -> None:
    rnn = layers.RNN([layers.LSTMCell(INPUTS), layers.GRUCell(INPUTS)], return_sequences=True)
    file = read(saved(beside_a_plain_layer(rnn), tmp_path, ".weights.h5"))
    assert [stack.name for stack in file.stacks] == ["lstm"]
    assert file.notes == (
        "'rnn' is left out: it stacks cells of several classes, and no configuration says in which order",
    )


def test_classes_that_are_not_known_are_named(tmp_path: Path) -> None:
    @keras.saving.register_keras_serializable()
    class Own(layers.LSTM):
        pass

    inner = keras.Input((2, STEPS, INPUTS))
    for layer, x, why in (
        (Own(4, name="own"), keras.Input((STEPS, INPUTS)), "is of the class Own, which is not known"),
        (
            layers.TimeDistributed(layers.LSTM(4), name="own"),
            inner,
            "runs LSTM anew at every step of an outer sequence",
        ),
        (layers.TimeDistributed(layers.Bidirectional(layers.GRU(4)), name="own"), inner, "runs Bidirectional anew"),
    ):
        with pytest.raises(FormatError, match=f"'own' is left out: it {why}"):
            read(saved(keras.Model(x, layer(x)), tmp_path, ".keras"))
    own = Own(4, return_sequences=True, name="own")
    file = read(saved(beside_a_plain_layer(own), tmp_path, ".h5"))
    assert [stack.name for stack in file.stacks] == ["plain"]
    assert any("'own' is left out: it is of the class Own, which is not known" in note for note in file.notes)


@pytest.mark.parametrize("suffix", FULL)
@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda y: layers.BatchNormalization(name="part")(y), r"'part' \(BatchNormalization\)"),
        (lambda y: layers.GlobalAveragePooling1D(name="part")(y), r"'part' \(GlobalAveragePooling1D\)"),
        (lambda y: layers.Flatten(name="part")(y), r"'part' \(Flatten\)"),
        (lambda y: layers.Dropout(0.1)(layers.Activation("tanh", name="part")(y)), r"'part' \(Activation\)"),
        (lambda y: layers.Concatenate(name="part")([keras.ops.sin(y), y]), r"'part' \(Concatenate\)"),
        (lambda y: y[:, -1], r"'get_item[_0-9]*' \(GetItem\)"),
    ],
    ids=["norm", "pooling", "flat", "squashed", "joined", "one step"],
)
def test_a_part_between_a_stack_and_what_would_read_it_out_is_said(
    make: Callable[[Any], Any], said: str, suffix: str, tmp_path: Path
) -> None:
    x = keras.Input((STEPS, INPUTS))
    between = make(layers.LSTM(4, return_sequences=True, name="layer")(x))
    (stack,) = read(saved(keras.Model(x, layers.Dense(2, name="tags")(between)), tmp_path, suffix)).stacks
    assert stack.readouts == ()
    assert [
        note for note in stack.notes if re.search(rf"^'tags' \(\d+ → 2\) is not read out: {said} stands between", note)
    ]
