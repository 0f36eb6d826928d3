"""Writes keras_*.keras and keras_*.h5, and no_keras.h5, which is HDF5 of something else. All of them to be damaged.

    KERAS_BACKEND=torch python tests/data/make_keras_models.py

Most is what Keras' own oracles lack: embeddings, words, read-outs, a model inside the model, cells in an RNN, and an
encoder whose states a decoder starts from; keras_packed.h5 has the same weights in packed pieces. keras_plain.h5 and
keras_sum.keras are as plain as can be. The weights are random: only the form matters.
"""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import h5py
import keras
from keras import layers

HERE = Path(__file__).parent
STEPS, UNITS = 4, 2
# A layer that only TensorFlow can run; it is written into the configuration as Keras would write it.
WORDS = {
    "class_name": "TextVectorization",
    "config": {"name": "text", "standardize": "lower", "split": "whitespace", "vocabulary": ["good", "bad"]},
}


def translator() -> keras.Model:
    source, target = keras.Input((STEPS,), name="source"), keras.Input((STEPS,), name="target")
    embedded = layers.Embedding(5, 3, mask_zero=True, name="words_in")(source)
    below = keras.Sequential([keras.Input((STEPS, 3)), layers.Bidirectional(layers.GRU(UNITS, return_sequences=True))])
    _, state = layers.RNN(layers.GRUCell(UNITS), return_state=True, name="encoder")(below(embedded))
    words = layers.Embedding(5, 3, name="words_out")(target)
    decoded = layers.GRU(UNITS, return_sequences=True, name="decoder")(words, initial_state=state)
    scores = layers.Dense(5, activation="softmax", name="next")(layers.Dropout(0.1)(decoded))
    return keras.Model([source, target], scores)


def reviewer() -> keras.Model:
    embedding, readout = layers.Embedding(4, 3), layers.Dense(1, activation="sigmoid")
    return keras.Sequential([keras.Input((STEPS,)), embedding, layers.LSTM(UNITS), readout])


def plain() -> keras.Model:
    embedding, readout = layers.Embedding(10, 5, name="emb"), layers.Dense(2, activation="softmax", name="head")
    return keras.Sequential([keras.Input((7,)), embedding, layers.SimpleRNN(4, name="r"), readout], name="m")


def summed() -> keras.Model:
    both = layers.Bidirectional(layers.GRU(4), merge_mode="sum", name="r")
    readout = layers.Dense(2, activation="softmax", name="head")
    return keras.Sequential([keras.Input((7,)), layers.Embedding(10, 5, name="emb"), both, readout], name="m")


def weather(path: Path) -> None:
    """HDF5 that has nothing to do with Keras."""
    with h5py.File(path, "w") as file:
        file.attrs["title"] = "weather"
        file["temperature"] = range(24)


def with_words(path: Path) -> None:
    """Put the layer of words into the archive at `path`."""
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    config = json.loads(members["config.json"])
    config["config"]["layers"].insert(1, WORDS)
    members["config.json"] = json.dumps(config).encode()
    members["assets/layers/text_vectorization/vocabulary.txt"] = b"\n[UNK]\ngood\nbad"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)


def packed(source: Path, target: Path) -> None:
    """Copy the HDF5 file with every tensor in pieces that went through filters."""
    with h5py.File(source) as old, h5py.File(target, "w") as new:
        new.attrs.update(old.attrs)

        def copy(name: str, found: h5py.Group | h5py.Dataset) -> None:
            if isinstance(found, h5py.Group):
                made = new.require_group(name)
            else:
                pieces = tuple(max(1, length // 2) for length in found.shape)
                made = new.create_dataset(
                    name, data=found[...], chunks=pieces, compression="gzip", shuffle=True, fletcher32=len(pieces) == 1
                )
            made.attrs.update(found.attrs)

        old.visititems(copy)


def main() -> None:
    keras.utils.set_random_seed(3)
    model = translator()
    model.save(HERE / "keras_translator.keras")
    reviewer().save(HERE / "keras_words.keras")
    with_words(HERE / "keras_words.keras")
    unpacked = HERE / "unpacked.h5"
    model.save(unpacked)
    packed(unpacked, HERE / "keras_packed.h5")
    unpacked.unlink()
    plain().save(HERE / "keras_plain.h5")
    summed().save(HERE / "keras_sum.keras")
    weather(HERE / "no_keras.h5")


if __name__ == "__main__":
    main()
