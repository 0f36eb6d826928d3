"""Models made by Keras itself, in every form it saves, against what it computes."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from gatescope.formats.core.found import Stack
from gatescope.formats.keras.reader import read
from tests.formats.keras.generated import (
    INPUTS,
    RECURRENT,
    STEPS,
    answer,
    keras,
    layers,
    quiet,
    saved,
    varied,
    vectors,
)
from tests.formats.keras.runs import last_states, merged, probabilities, sequence, trace_of

pytestmark = [pytest.mark.slow, quiet]
FULL = (".keras", ".h5")


def only_stack(path: Path) -> Stack:
    (stack,) = read(path).stacks
    return stack


@pytest.mark.parametrize("suffix", [".keras", ".h5", ".weights.h5"])
@pytest.mark.parametrize("kind", RECURRENT)
def test_two_stacked_layers(kind: str, suffix: str, tmp_path: Path) -> None:
    layer = getattr(layers, kind)
    model = varied(
        keras.Sequential(
            [keras.Input((STEPS, INPUTS)), layer(5, return_sequences=True), layers.Dropout(0.3),
             layer(4, return_sequences=True)]
        )
    )  # fmt: skip
    stack = only_stack(saved(model, tmp_path, suffix))
    assert [found.units for found in stack.layers] == [5, 4]
    x = vectors()
    np.testing.assert_allclose(sequence(stack, trace_of(stack, x[0]))[0], answer(model, x), rtol=0, atol=1e-5)


@pytest.mark.parametrize("suffix", FULL)
@pytest.mark.parametrize("merge", ["concat", "sum", "mul", "ave"])
@pytest.mark.parametrize("kind", RECURRENT)
def test_bidirectional_in_every_merge_mode(kind: str, merge: str, suffix: str, tmp_path: Path) -> None:
    model = varied(
        keras.Sequential(
            [keras.Input((STEPS, INPUTS)),
             layers.Bidirectional(getattr(layers, kind)(4, return_sequences=True), merge_mode=merge)]
        )
    )  # fmt: skip
    stack = only_stack(saved(model, tmp_path, suffix))
    x = vectors()
    found = merged(sequence(stack, trace_of(stack, x[0])), stack.layers[-1].merge)
    np.testing.assert_allclose(found, answer(model, x), rtol=0, atol=1e-5)
    assert any("seen apart" in note for note in stack.notes) == (merge != "concat")


@pytest.mark.parametrize("merge", ["sum", "ave"])
def test_a_read_out_of_merged_directions(merge: str, tmp_path: Path) -> None:
    model = varied(
        keras.Sequential(
            [keras.Input((STEPS, INPUTS)), layers.Bidirectional(layers.GRU(4), merge_mode=merge),
             layers.Dense(3, activation="softmax")]
        )
    )  # fmt: skip
    stack = only_stack(saved(model, tmp_path, ".keras"))
    x = vectors()
    np.testing.assert_allclose(probabilities(stack, trace_of(stack, x[0])), answer(model, x), rtol=0, atol=1e-5)


@pytest.mark.parametrize("suffix", FULL)
@pytest.mark.parametrize("kind", RECURRENT)
def test_backward_layers_hand_on_what_they_read_last_token_first(kind: str, suffix: str, tmp_path: Path) -> None:
    """What reads a reversed sequence forwards reads the text backwards, and the other way round."""
    layer = getattr(layers, kind)
    model = varied(
        keras.Sequential(
            [keras.Input((STEPS, INPUTS)), layer(4, go_backwards=True, return_sequences=True),
             layer(5, return_sequences=True)]
        )
    )  # fmt: skip
    stack = only_stack(saved(model, tmp_path, suffix))
    assert stack.layers[0].directions == stack.layers[1].directions == ("reverse",)
    x = vectors()
    np.testing.assert_allclose(sequence(stack, trace_of(stack, x[0]))[0], answer(model, x)[::-1], rtol=0, atol=1e-5)


def test_two_turns_make_a_layer_forward_again(tmp_path: Path) -> None:
    model = varied(
        keras.Sequential(
            [keras.Input((STEPS, INPUTS)), layers.LSTM(4, go_backwards=True, return_sequences=True),
             layers.LSTM(5, go_backwards=True, return_sequences=True)]
        )
    )  # fmt: skip
    found = read(saved(model, tmp_path, ".keras"))
    # The engine runs all layers of a stack in the same directions.
    assert [(stack.name, stack.layers[0].directions) for stack in found.stacks] == [
        (model.layers[0].name, ("reverse",)),
        (model.layers[1].name, ("reverse",)),
    ]


@pytest.mark.parametrize("suffix", FULL)
def test_a_bidirectional_whose_first_direction_reads_backwards(suffix: str, tmp_path: Path) -> None:
    inner = layers.LSTM(4, go_backwards=True)
    back = layers.LSTM(4)
    model = varied(keras.Sequential([keras.Input((STEPS, INPUTS)), layers.Bidirectional(inner, backward_layer=back)]))
    stack = only_stack(saved(model, tmp_path, suffix))
    assert stack.layers[0].directions == ("reverse", "forward")
    x = vectors()
    found = np.concatenate(last_states(stack, trace_of(stack, x[0])))
    np.testing.assert_allclose(found, answer(model, x), rtol=0, atol=1e-5)


@pytest.mark.parametrize("use_bias", [True, False])
@pytest.mark.parametrize("reset_after", [True, False])
@pytest.mark.parametrize("suffix", FULL)
def test_the_reset_forms_of_a_gru(suffix: str, reset_after: bool, use_bias: bool, tmp_path: Path) -> None:
    gru = layers.GRU(5, reset_after=reset_after, use_bias=use_bias, recurrent_activation="hard_sigmoid")
    model = varied(keras.Sequential([keras.Input((STEPS, INPUTS)), gru]))
    stack = only_stack(saved(model, tmp_path, suffix))
    assert stack.layers[0].convention.reset_after == reset_after
    x = vectors()
    np.testing.assert_allclose(last_states(stack, trace_of(stack, x[0]))[0], answer(model, x), rtol=0, atol=1e-5)


@pytest.mark.parametrize("activation", ["relu", "softsign", "elu", "leaky_relu", "linear"])
def test_other_activations(activation: str, tmp_path: Path) -> None:
    model = varied(keras.Sequential([keras.Input((STEPS, INPUTS)), layers.LSTM(4, activation=activation)]))
    stack = only_stack(saved(model, tmp_path, ".keras"))
    x = vectors()
    np.testing.assert_allclose(last_states(stack, trace_of(stack, x[0]))[0], answer(model, x), rtol=0, atol=1e-4)


@pytest.mark.parametrize("suffix", FULL)
def test_masked_ids_are_skipped(suffix: str, tmp_path: Path) -> None:
    model = varied(
        keras.Sequential(
            [keras.Input((STEPS,), dtype="int32"), layers.Embedding(9, INPUTS, mask_zero=True),
             layers.Bidirectional(layers.LSTM(4)), layers.Dense(1, activation="sigmoid")]
        )
    )  # fmt: skip
    stack = only_stack(saved(model, tmp_path, suffix))
    assert stack.masked_id == 0
    assert stack.readouts[0].kind == "logistic"
    ids = np.array([[3, 0, 8, 1, 0, 0]])
    np.testing.assert_allclose(probabilities(stack, trace_of(stack, ids[0])), answer(model, ids), rtol=0, atol=1e-5)
