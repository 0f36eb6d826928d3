"""Models of Keras, saved whole in either format."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from gatescope.formats.keras.config import snake_case
from tests.differential.drawn import Drawn, Recorded
from tests.formats.keras.generated import answer, keras, layers, saved

TOKENS, ROWS = 6, 7
_ACTIVATIONS = ("tanh", "relu", "sigmoid", "softsign", "linear", "elu")
_GATES = ("sigmoid", "hard_sigmoid", "tanh")

# What changes the numbers of a token, or the tokens.
_BEFORE: dict[str, Callable[[int], Any]] = {
    "Rescaling": lambda width: layers.Rescaling(2.0, 0.5),
    "Normalization": lambda width: layers.Normalization(mean=[0.5] * width, variance=[2.0] * width),
    "Dense": lambda width: layers.Dense(width + 1, activation="tanh"),
    "LayerNormalization": lambda width: layers.LayerNormalization(),
    "BatchNormalization": lambda width: layers.BatchNormalization(),
    "ReLU": lambda width: layers.ReLU(),
    "Activation": lambda width: layers.Activation("tanh"),
    "PReLU": lambda width: layers.PReLU(),
    "Conv1D": lambda width: layers.Conv1D(width + 1, 3, padding="same"),
    "Masking": lambda width: layers.Masking(0.0),
    "TimeDistributed": lambda width: layers.TimeDistributed(layers.Dense(width)),
    "ZeroPadding1D": lambda width: layers.ZeroPadding1D(1),
    "MaxPooling1D": lambda width: layers.MaxPooling1D(2, padding="same"),
    "Cropping1D": lambda width: layers.Cropping1D(1),
    "UnitNormalization": lambda width: layers.UnitNormalization(),
}
_WEIGHTED = ("Dense", "LayerNormalization", "BatchNormalization", "PReLU", "Conv1D", "TimeDistributed")
_PASSING: dict[str, Callable[[int], Any]] = {
    "Dropout": lambda width: layers.Dropout(0.5),
    "GaussianNoise": lambda width: layers.GaussianNoise(0.1),
    "SpatialDropout1D": lambda width: layers.SpatialDropout1D(0.5),
    "Identity": lambda width: layers.Identity(),
}


def drawn(seed: int, folder: Path) -> Drawn:
    """Draw a model and write it into `folder`."""
    rng = random.Random(seed)
    keras.utils.set_random_seed(seed)
    # A file of weights alone does not say what has no weights, nor what it is squashed by.
    suffix = rng.choice((".keras", ".h5", ".weights.h5"))
    plain = suffix == ".weights.h5"
    ids, inputs = rng.random() < 0.3, rng.choice((3, 4))
    mask = ids and not plain and rng.random() < 0.4
    start = keras.Input((TOKENS,), dtype="int32") if ids else keras.Input((TOKENS, inputs))
    value, parts = start, []
    if ids:
        value = layers.Embedding(ROWS, inputs, mask_zero=mask)(value)
    value = _between(rng, value, parts, 0.0 if mask else 0.4, plain)
    fed, given, merges = {}, {}, {}
    for number in range(rng.choice((1, 1, 2))):
        layer, merge, back = _recurrent(rng, f"{rng.choice(('lstm', 'gru'))}_{number}", plain)
        below, value = value, layer(value)
        fed[layer.name], given[layer.name], merges[layer.name] = below, value, (merge, back)
        parts.append(layer.name)
        if not plain and rng.random() < 0.2 and not back and value.shape[-1] == below.shape[-1]:
            value = layers.Add()([below, value])
            parts.append("Add")
        value = _between(rng, value, parts, 0.0 if mask else 0.3, plain)
        if back:
            # The tokens come turned round from here on.
            break
    if rng.random() < 0.4:
        value = layers.Dense(2, activation="softmax")(value)
    model = keras.Model(start, value)
    _shake(model, seed)
    x = np.array([rng.randrange(ROWS) for _ in range(TOKENS)]) if ids else _vectors(seed, inputs)
    if mask:
        # Keras' mask is of what is padding; at the end of it, too.
        x[rng.randrange(TOKENS)] = 0
    recorded = {}
    for name, (merge, back) in merges.items():
        took, gave = (answer(keras.Model(start, end), x[None]) for end in (fed[name], given[name]))
        stored = _stored_name(model, name) if plain else name
        recorded[stored] = Recorded(took, gave[::-1] if back else gave, merge)
    path = saved(model, folder, suffix)
    kept = x != 0 if mask else None
    story = f"keras, {path.suffix}: {'ids, ' if ids else ''}{', '.join(parts)}"
    return Drawn(path, story, x, recorded, kept)


def _stored_name(model: Any, name: str) -> str:
    """Return what a file of weights alone calls a layer: its class, and which of those it is."""
    kinds = [snake_case(type(layer).__name__) for layer in model.layers]
    place = [layer.name for layer in model.layers].index(name)
    before = kinds[:place].count(kinds[place])
    return f"{kinds[place]}_{before}" if before else kinds[place]


def _vectors(seed: int, inputs: int) -> np.ndarray:
    x = np.random.default_rng(seed).normal(size=(TOKENS, inputs)).astype(np.float32)
    x[2] = 0
    return x


def _between(rng: random.Random, value: Any, parts: list[str], chance: float, plain: bool) -> Any:
    while rng.random() < chance:
        table = _BEFORE if rng.random() < 0.7 else _PASSING
        name = rng.choice(list(table) if not plain or table is _PASSING else _WEIGHTED)
        if value.shape[1] is not None and value.shape[1] < 4 and name in ("MaxPooling1D", "Cropping1D"):
            continue
        value = table[name](value.shape[-1])(value)
        parts.append(name)
    return value


def _recurrent(rng: random.Random, name: str, plain: bool) -> tuple[Any, str, bool]:
    """Return a layer, how it joins its directions, and whether it gives the last token first."""
    kind = rng.choice(("SimpleRNN", "GRU", "LSTM"))
    units = rng.choice((3, 4, 5))
    options: dict[str, Any] = {"return_sequences": True, "use_bias": rng.random() < 0.8}
    if not plain and rng.random() < 0.4:
        options["activation"] = rng.choice(_ACTIVATIONS)
    if not plain and kind != "SimpleRNN" and rng.random() < 0.4:
        options["recurrent_activation"] = rng.choice(_GATES)
    if kind == "GRU":
        options["reset_after"] = plain or rng.random() < 0.5
    if rng.random() < 0.2:
        merge = "concat" if plain else rng.choice(("concat", "concat", "sum", "mul", "ave"))
        return layers.Bidirectional(getattr(layers, kind)(units, **options), merge_mode=merge, name=name), merge, False
    if rng.random() < 0.15:
        cell = getattr(layers, f"{kind}Cell")
        options.pop("return_sequences")
        return layers.RNN(cell(units, **options), return_sequences=True, name=name), "concat", False
    back = not plain and rng.random() < 0.2
    return getattr(layers, kind)(units, go_backwards=back, name=name, **options), "concat", back


def _shake(model: Any, seed: int) -> None:
    rng = np.random.default_rng(seed)
    weights = [rng.uniform(-0.7, 0.7, weight.shape).astype(np.float32) for weight in model.get_weights()]
    # Variances are positive.
    names = [variable.path for variable in model.weights]
    positive = ("variance", "moving_variance")
    model.set_weights([np.abs(w) + 0.5 if n.endswith(positive) else w for n, w in zip(names, weights, strict=True)])
