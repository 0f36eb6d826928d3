"""Models of several layers: what feeds what, what lies between, what reads out."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from gatescope.engine.read_out import read_out
from gatescope.errors import FormatError
from gatescope.formats.keras.config import LayerConfig
from gatescope.formats.keras.graph import Graph
from gatescope.formats.keras.reader import read
from tests.formats.keras.generated import INPUTS, STEPS, answer, keras, layers, quiet, saved, varied, vectors
from tests.formats.keras.runs import last_states, probabilities, sequence, trace_of

pytestmark = quiet
FULL = (".keras", ".h5")


@pytest.mark.parametrize("suffix", FULL)
def test_a_layer_between_two_parts_them(suffix: str, tmp_path: Path) -> None:
    x = keras.Input((STEPS, INPUTS))
    first = layers.LSTM(5, return_sequences=True, name="first")(x)
    normal = layers.LayerNormalization(name="normal")(first)
    second = layers.LSTM(5, return_sequences=True, name="second")(normal)
    model = varied(keras.Model(x, [first, normal, second]))
    lower, upper = read(saved(model, tmp_path, suffix)).stacks
    assert (lower.name, upper.name) == ("first", "second")
    assert any("'normal' (LayerNormalization) stands before 'second'" in one for one in upper.obstacles)
    inputs = vectors()
    below, between, above = (np.asarray(keras.ops.convert_to_numpy(one))[0] for one in model(inputs))
    np.testing.assert_allclose(sequence(lower, trace_of(lower, inputs[0]))[0], below, rtol=0, atol=1e-5)
    np.testing.assert_allclose(sequence(upper, trace_of(upper, between))[0], above, rtol=0, atol=1e-5)


@pytest.mark.parametrize("suffix", FULL)
@pytest.mark.parametrize("wrapped", [False, True])
@pytest.mark.parametrize("masked", ["lower", "upper"])
def test_a_mask_of_a_call_is_said(masked: str, wrapped: bool, suffix: str, tmp_path: Path) -> None:
    ids = keras.Input((STEPS,), dtype="int32")
    y = layers.Embedding(7, INPUTS)(ids)
    for name in ("lower", "upper"):
        layer = layers.GRU(4, return_sequences=True, name=name)
        layer = layers.Bidirectional(layer, name=name) if wrapped else layer
        y = layer(y, mask=keras.ops.not_equal(ids, 0)) if name == masked else layer(y)
    (stack,) = read(saved(varied(keras.Model(ids, y)), tmp_path, suffix)).stacks
    said = [one.partition(" that 'not_equal")[0] for one in stack.obstacles if "here they are stepped" in one]
    assert len(stack.layers) == 2
    # Keras hands a mask on to what reads a layer.
    names = ("lower", "upper") if masked == "lower" else ("upper",)
    assert said == [f"'{name}' leaves out the tokens" for name in names]


@pytest.mark.parametrize("suffix", FULL)
@pytest.mark.parametrize("own", ["another id", "another input"])
def test_a_mask_of_a_call_stands_in_place_of_that_of_the_embedding(own: str, suffix: str, tmp_path: Path) -> None:
    ids, other = keras.Input((STEPS,), dtype="int32"), keras.Input((STEPS,), dtype="bool", name="other")
    mask = keras.ops.not_equal(ids, 5) if own == "another id" else other
    y = layers.GRU(4, return_sequences=True, name="lower")(layers.Embedding(7, INPUTS, mask_zero=True)(ids), mask=mask)
    (stack,) = read(saved(varied(keras.Model([ids, other], y)), tmp_path, suffix)).stacks
    assert stack.masked_id is None
    assert any(one.startswith("'lower' leaves out the tokens that ") for one in stack.obstacles)


@pytest.mark.parametrize(
    "value", [0, 0.0, -1.5, "x", None, [0], {"class_name": "a"}, 10**400], ids=lambda value: str(value)[:9]
)
def test_a_mask_is_that_of_a_masking_with_its_value_alone(value: object) -> None:
    x = LayerConfig("x", "InputLayer")
    masking = LayerConfig("masking", "Masking", {"mask_value": value}, inputs=("x",))
    unequal = LayerConfig("unequal", "NotEqual", inputs=("x",), numbers=(0.0,))
    anything = LayerConfig("any", "Any", inputs=("unequal",))
    top = LayerConfig("top", "GRU", inputs=("masking",), masks=("any",))
    assert Graph([x, masking, unequal, anything, top]).hands_on_mask(top, "any") == (value == 0)


@pytest.mark.parametrize("suffix", FULL)
def test_a_mask_that_reaches_another_stack_is_said_there(suffix: str, tmp_path: Path) -> None:
    ids = keras.Input((STEPS,), dtype="int32")
    y = layers.GRU(4, return_sequences=True, name="a")(layers.Embedding(7, INPUTS, mask_zero=True)(ids))
    y = layers.GRU(4, return_sequences=True, name="b")(layers.LayerNormalization()(y))
    below, above = read(saved(varied(keras.Model(ids, y)), tmp_path, suffix)).stacks
    assert (below.masked_id, above.masked_id) == (0, None)
    assert not any("here they are stepped" in one for one in below.obstacles)
    assert any(one.startswith("'b' leaves out the tokens that ") for one in above.obstacles)


@pytest.mark.parametrize("suffix", FULL)
@pytest.mark.parametrize("way", ["mask_zero", "Masking"])
def test_a_mask_that_is_known_is_said_no_second_time(way: str, suffix: str, tmp_path: Path) -> None:
    if way == "mask_zero":
        x = keras.Input((STEPS,), dtype="int32")
        y = layers.Embedding(7, INPUTS, mask_zero=True)(x)
    else:
        x = keras.Input((STEPS, INPUTS))
        y = layers.Masking()(x)
    for _ in range(2):
        y = layers.GRU(4, return_sequences=True)(y)
    (stack,) = read(saved(varied(keras.Model(x, y)), tmp_path, suffix)).stacks
    assert (len(stack.layers), stack.masked_id) == (2, 0 if way == "mask_zero" else None)
    said = [one for one in stack.obstacles if "here they are stepped" in one]
    assert len(said) == (0 if way == "mask_zero" else 1)


@pytest.mark.parametrize("suffix", FULL)
def test_an_encoder_and_a_decoder(suffix: str, tmp_path: Path) -> None:
    """Two embeddings, two layers; the second starts where the first ends and reads out a token at a time."""
    source, target = keras.Input((STEPS,), name="source"), keras.Input((STEPS,), name="target")
    embedded = layers.Embedding(7, INPUTS, name="words_in")(source)
    _, h, c = layers.LSTM(4, return_state=True, name="encoder")(embedded)
    words = layers.Embedding(11, 2, name="words_out")(target)
    decoded = layers.LSTM(4, return_sequences=True, name="decoder")(words, initial_state=[h, c])
    model = varied(keras.Model([source, target], layers.Dense(11, activation="softmax", name="next")(decoded)))
    stacks = {stack.name: stack for stack in read(saved(model, tmp_path, suffix)).stacks}
    encoder, decoder = stacks["encoder"], stacks["decoder"]
    assert encoder.embedding is not None
    assert decoder.embedding is not None
    assert encoder.embedding.shape == (7, INPUTS)
    assert decoder.embedding.shape == (11, 2)
    assert [readout.name for readout in decoder.readouts] == ["next"]
    assert encoder.readouts == ()
    assert any("starts from states that 'encoder' gives" in one for one in decoder.obstacles)


@pytest.mark.parametrize("suffix", FULL)
@pytest.mark.parametrize(
    ("wrap", "output", "note"),
    [
        (False, 0, None),
        (False, 1, None),
        (False, 2, "'tags' reads the cell state of 'layer', which is not read out here"),
        (True, 0, None),
        (True, 1, "'tags' reads a state of one direction of 'layer', which is not read out here"),
    ],
)
def test_what_reads_a_state(suffix: str, wrap: bool, output: int, note: str | None, tmp_path: Path) -> None:
    x = keras.Input((STEPS, INPUTS))
    layer = layers.LSTM(4, return_state=True, name="layer")
    if wrap:
        layer = layers.Bidirectional(layer, merge_mode="sum", name="layer")
    read_of = layers.Dropout(0.1)(layer(x)[output])
    model = varied(keras.Model(x, layers.Dense(3, activation="softmax", name="tags")(read_of)))
    (stack,) = read(saved(model, tmp_path, suffix)).stacks
    assert (note is None) == bool(stack.readouts)
    assert note is None or note in stack.notes
    if note is None:
        inputs = vectors()
        found = probabilities(stack, trace_of(stack, inputs[0]))
        np.testing.assert_allclose(found, answer(model, inputs), rtol=0, atol=1e-5)


@pytest.mark.parametrize("backwards", [True, False])
def test_a_mask_that_keras_does_not_turn_round_is_told(backwards: bool, tmp_path: Path) -> None:
    gru = [layers.GRU(4, return_sequences=True, go_backwards=backwards), layers.GRU(4, return_sequences=True)]
    model = varied(keras.Sequential([keras.Input((STEPS,)), layers.Embedding(7, INPUTS, mask_zero=True), *gru]))
    (stack,) = read(saved(model, tmp_path, ".keras")).stacks
    assert any("Keras' mask as it was" in one for one in stack.obstacles) == backwards


def test_a_layer_that_is_used_twice_is_told(tmp_path: Path) -> None:
    x, layer = keras.Input((STEPS, 4)), layers.GRU(4, return_sequences=True, name="twice")
    (stack,) = read(saved(varied(keras.Model(x, layer(layer(x)))), tmp_path, ".keras")).stacks
    assert any(note.startswith("'twice' is used 2 times in the model") for note in stack.notes)


@pytest.mark.parametrize("suffix", FULL)
@pytest.mark.parametrize(("times", "said"), [(1, 2), (2, 4)])
def test_a_layer_in_a_model_that_is_used_twice_is_told(times: int, said: int, suffix: str, tmp_path: Path) -> None:
    """In a model inside another one, too, in which it is used `times` times."""
    y = x = keras.Input((STEPS, 4))
    layer = layers.GRU(4, return_sequences=True, name="gru")
    for _ in range(times):
        y = layer(y)
    inner = keras.Model(x, y, name="inner")
    deeper = keras.Model(x, inner(x), name="deeper")
    (stack,) = read(saved(varied(keras.Model(x, deeper(deeper(x)))), tmp_path, suffix)).stacks
    assert [note.partition(" in the")[0] for note in stack.notes] == [f"'deeper/inner/gru' is used {said} times"]


@pytest.mark.parametrize("suffix", FULL)
def test_what_reads_a_layer_within_a_stack_is_told(suffix: str, tmp_path: Path) -> None:
    x = keras.Input((STEPS, INPUTS))
    lower = layers.GRU(5, return_sequences=True, name="lower")(x)
    upper = layers.GRU(4, return_sequences=True, name="upper")(lower)
    tags = [layers.Dense(2, name="of_lower")(lower), layers.Dense(3, name="of_upper")(upper)]
    (stack,) = read(saved(varied(keras.Model(x, tags)), tmp_path, suffix)).stacks
    assert stack.name == "lower+upper"
    assert [readout.name for readout in stack.readouts] == ["of_upper"]
    why = "it reads 'lower', on which another layer of the stack stands"
    assert stack.notes == (f"'of_lower' (5 → 2) is not read out: {why}",)


@pytest.mark.parametrize("hidden", [False, True])
def test_what_fits_a_layer_within_a_stack_of_weights_alone_is_told(hidden: bool, tmp_path: Path) -> None:
    """Unless it fits another dense layer as well."""
    x = keras.Input((STEPS, INPUTS))
    lower = layers.GRU(5, return_sequences=True)(x)
    upper = layers.GRU(4)(lower)
    out = [layers.Dense(2)(layers.Dense(5)(upper))] if hidden else [upper, layers.Dense(2)(lower)]
    (stack,) = read(saved(varied(keras.Model(x, out)), tmp_path, ".weights.h5")).stacks
    why = "'gru' alone gives what it takes, and another layer of the stack stands on that"
    assert stack.notes == (
        ("'dense' (4 → 5) is not read out: further layers take what it gives",)
        if hidden
        else (f"'dense' (5 → 2) is not read out: {why}",)
    )


@pytest.mark.parametrize("merge", ["concat", "sum"])
def test_what_reads_two_directions_that_run_apart_is_told(merge: str, tmp_path: Path) -> None:
    back = layers.GRU(4, go_backwards=True, return_sequences=True)
    both = layers.Bidirectional(
        layers.LSTM(4, return_sequences=True), backward_layer=back, merge_mode=merge, name="both"
    )
    model = varied(keras.Sequential([keras.Input((STEPS, INPUTS)), both, layers.Dense(3, name="tags")]))
    stacks = read(saved(model, tmp_path, ".keras")).stacks
    width, why = 8 if merge == "concat" else 4, "it reads the two directions of 'both', which are networks of their own"
    assert len(stacks) == 2
    for stack in stacks:
        assert stack.readouts == ()
        assert f"'tags' ({width} → 3) is not read out: {why}" in stack.notes


@pytest.mark.parametrize("suffix", FULL)
def test_a_model_inside_a_model(suffix: str, tmp_path: Path) -> None:
    inner = keras.Sequential([layers.GRU(4, return_sequences=True), layers.GRU(3)], name="inner")
    outer = [keras.Input((STEPS,)), layers.Embedding(9, INPUTS), inner, layers.Dense(2, activation="softmax")]
    model = varied(keras.Sequential(outer))
    (stack,) = read(saved(model, tmp_path, suffix)).stacks
    assert [layer.name.split("/")[0] for layer in stack.layers] == ["inner", "inner"]
    ids = np.array([[1, 8, 2, 2, 0, 5]])
    np.testing.assert_allclose(probabilities(stack, trace_of(stack, ids[0])), answer(model, ids), rtol=0, atol=1e-5)


@pytest.mark.parametrize("suffix", FULL)
def test_cells_in_an_rnn(suffix: str, tmp_path: Path) -> None:
    cells = [layers.LSTMCell(4), layers.LSTMCell(3)]
    model = varied(keras.Sequential([keras.Input((STEPS, INPUTS)), layers.RNN(cells, name="stacked")]))
    (stack,) = read(saved(model, tmp_path, suffix)).stacks
    assert [layer.name for layer in stack.layers] == ["stacked.0", "stacked.1"]
    x = vectors()
    np.testing.assert_allclose(last_states(stack, trace_of(stack, x[0]))[0], answer(model, x), rtol=0, atol=1e-5)


def test_more_than_ten_layers_keep_their_order(tmp_path: Path) -> None:
    many = [layers.SimpleRNN(INPUTS, return_sequences=True) for _ in range(12)]
    model = varied(keras.Sequential([keras.Input((STEPS, INPUTS)), *many]))
    x = vectors()
    for suffix in (".keras", ".h5", ".weights.h5"):
        (stack,) = read(saved(model, tmp_path, suffix)).stacks
        np.testing.assert_allclose(sequence(stack, trace_of(stack, x[0]))[0], answer(model, x), rtol=0, atol=1e-5)


def test_logits_are_squashed_as_the_loss_does(tmp_path: Path) -> None:
    model = varied(
        keras.Sequential(
            [keras.Input((STEPS,)), layers.Embedding(9, INPUTS), layers.GRU(4, return_sequences=True), layers.Dense(3)]
        )
    )
    path = saved(model, tmp_path, ".keras")
    assert [(readout.kind, len(readout.labels)) for readout in read(path).stacks[0].readouts] == [("linear", 3)]
    assert read(path).stacks[0].assumptions == ()
    for suffix in FULL:
        model.compile(loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True))
        (stack,) = read(saved(model, tmp_path, suffix)).stacks
        assert [(readout.kind, len(readout.labels)) for readout in stack.readouts] == [("softmax", 3)]
        assert stack.assumptions[0].why == "the model was trained by sparsecategoricalcrossentropy"


def test_several_sigmoids_are_no_choice(tmp_path: Path) -> None:
    model = varied(
        keras.Sequential(
            [keras.Input((STEPS, INPUTS)), layers.GRU(4), layers.Dense(3, activation="sigmoid", name="tags")]
        )
    )
    (stack,) = read(saved(model, tmp_path, ".keras")).stacks
    assert stack.readouts == ()
    assert any(note.startswith("'tags' (4 → 3) is not read out: its 3 probabilities are") for note in stack.notes)


def test_double_and_half_precision(tmp_path: Path) -> None:
    for dtype, stored in (("float64", "float64"), ("float16", "float16"), ("bfloat16", "bfloat16")):
        # An orthogonal start is one that PyTorch cannot compute in half precision.
        gru = layers.GRU(4, dtype=dtype, recurrent_initializer="zeros")
        model = keras.Sequential([keras.Input((STEPS, INPUTS), dtype=dtype), gru])
        weights = model.layers[0].weights
        for n, weight in enumerate(weights):
            weight.assign(np.linspace(-0.75, 0.5 + n, int(np.prod(weight.shape))).reshape(weight.shape))
        (stack,) = read(saved(model, tmp_path, ".keras")).stacks
        (layer,) = stack.layers
        assert layer.stored_dtype == stored
        kernel = keras.ops.convert_to_numpy(keras.ops.cast(weights[0], "float64"))
        found = layer.parameters[0].W[[1, 0, 2]].reshape(12, INPUTS).T
        assert found.dtype == (np.float64 if dtype == "float64" else np.float32)
        np.testing.assert_array_equal(found, kernel)


@pytest.mark.parametrize("suffix", FULL)
def test_an_activation_that_the_engine_lacks_is_named(suffix: str, tmp_path: Path) -> None:
    model = keras.Sequential([keras.Input((STEPS, INPUTS)), layers.LSTM(4, activation="selu", name="odd")])
    with pytest.raises(FormatError, match="'odd' is left out: it squashes by selu"):
        read(saved(model, tmp_path, suffix))


@pytest.mark.parametrize("suffix", [*FULL, ".weights.h5"])
def test_a_model_without_recurrent_layers(suffix: str, tmp_path: Path) -> None:
    model = keras.Sequential([keras.Input((INPUTS,)), layers.Dense(4), layers.Dense(2)])
    with pytest.raises(FormatError, match="no RNN/GRU/LSTM weights found; it holds Dense"):
        read(saved(model, tmp_path, suffix))


def test_a_model_of_a_class_of_its_own(tmp_path: Path) -> None:
    """Its configuration names no layers, and the archive has the optimiser's variables too."""

    @keras.saving.register_keras_serializable()
    class Tagger(keras.Model):
        def __init__(self) -> None:
            super().__init__()
            self.words = layers.Embedding(9, INPUTS)
            self.reader = layers.LSTM(4, return_sequences=True)
            self.tags = layers.Dense(3, activation="softmax")

        def call(self, ids: np.ndarray) -> np.ndarray:
            return self.tags(self.reader(self.words(ids)))

    model = Tagger()
    ids = np.array([[3, 1, 8, 0, 5, 2]])
    model(ids)
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy")
    model.optimizer.build(model.trainable_variables)
    (stack,) = read(saved(varied(model), tmp_path, ".keras")).stacks
    (found,) = read_out(stack.network, sequence(stack, trace_of(stack, ids[0]))[0]).values()
    np.testing.assert_allclose(found, answer(model, ids), rtol=0, atol=1e-5)
