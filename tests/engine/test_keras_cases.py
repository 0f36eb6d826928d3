"""Stored answers of Keras 2 and 3: literals of its own unit tests, and models saved to files."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from gatescope.engine.executors import Executor
from gatescope.engine.network import Array
from tests.engine.oracles_keras import keras_network, run_layer

ORACLES = Path(__file__).parents[3] / "shared" / "oracles"
FILES, LITERALS = ORACLES / "keras_oracle", ORACLES / "keras_literal" / "cases.json"
CASES = json.loads(LITERALS.read_text())["cases"] if LITERALS.is_file() else []
NAMES = [entry["name"] for entry in json.loads((FILES / "index.json").read_text())] if FILES.is_dir() else []
# A file of weights alone says nothing of the layer; it was a GRU as Keras makes it.
WEIGHTS_ONLY = {"k3_gru_weights_only.weights.h5": ("GRU", {})}
GATES = {"SimpleRNN": 1, "GRU": 3, "LSTM": 4}
absent = pytest.mark.skipif(not CASES, reason="../shared/oracles is not on this machine")


@absent
@pytest.mark.parametrize("case", CASES, ids=[f"{case['kind']}-{case['name']}" for case in CASES])
def test_literals(case: Mapping[str, Any], executor: Executor) -> None:
    kind, config, units = case["kind"], case["kwargs"], case["units"]
    x = np.arange(np.prod(case["shape"]), dtype=np.float32).reshape(case["shape"])
    columns = GATES[kind] * units
    weights = [
        np.full((x.shape[2], columns), case["kernel"], np.float32),
        np.full((units, columns), case["recurrent"], np.float32),
    ]
    if config.get("use_bias", True):
        split = kind == "GRU" and config.get("reset_after", True)
        bias = np.full((2, columns) if split else (columns,), case["bias"], np.float32)
        if kind == "LSTM" and config.get("unit_forget_bias", True):
            bias[units : 2 * units] = 1
        weights.append(bias)
    network = keras_network(kind, config, weights)
    for b, sequence in enumerate(x):
        states = None if case["initial_state"] is None else [np.array(s[b], np.float32) for s in case["initial_state"]]
        mask = None if case["mask"] is None else case["mask"][b]
        for _ in range(case["calls"]):
            outputs, states = run_layer(network, config, sequence, executor, states, mask)
        found = outputs if config.get("return_sequences") else outputs[-1]
        np.testing.assert_allclose(found, case["expected"][b], rtol=0, atol=1e-5)


@absent
@pytest.mark.parametrize("name", NAMES)
def test_files(name: str, executor: Executor) -> None:
    """Ids → embedding → layer → last output, with the weights as the file's twin in NumPy has them."""
    with np.load(FILES / f"{name.split('.')[0]}.npz") as file:
        arrays = dict(file)
    kind, config, wrapper = recurrent_layer(name)
    version = 2 if name.startswith("k2") else 3
    weights = [arrays[f"w{n}"] for n in range(sum(key[0] == "w" for key in arrays))]
    embedding, *cells = weights[:-2]
    masked = layers_of(name)["Embedding"].get("mask_zero", False) if name not in WEIGHTS_ONLY else False
    sides = [(cells, config)]
    if wrapper is not None:
        half = len(cells) // 2
        sides = [(cells[:half], config), (cells[half:], {**config, "go_backwards": not config.get("go_backwards")})]
    for b, ids in enumerate(arrays["ids"]):
        np.testing.assert_array_equal(embedding[ids], arrays["x"][b])
        last = [
            run_layer(
                keras_network(kind, c, w, version), c, embedding[ids], executor, mask=ids != 0 if masked else None
            )
            for w, c in sides
        ]
        merge = {None: np.concatenate, "concat": np.concatenate, "sum": lambda parts: np.sum(parts, axis=0)}
        found = merge[None if wrapper is None else wrapper["merge_mode"]]([outputs[-1] for outputs, _ in last])
        np.testing.assert_allclose(found, arrays["rnn_out"][b], rtol=0, atol=1e-5)


def recurrent_layer(name: str) -> tuple[str, Mapping[str, Any], Mapping[str, Any] | None]:
    """Class, configuration and, if it is wrapped in a Bidirectional, that one's configuration."""
    if name in WEIGHTS_ONLY:
        return *WEIGHTS_ONLY[name], None
    layers = layers_of(name)
    if "Bidirectional" in layers:
        inner = layers["Bidirectional"]["layer"]
        return inner["class_name"], inner["config"], layers["Bidirectional"]
    kind = next(kind for kind in GATES if kind in layers)
    return kind, layers[kind], None


def layers_of(name: str) -> dict[str, Mapping[str, Any]]:
    path = FILES / name
    if name.endswith(".keras"):
        with zipfile.ZipFile(path) as archive:
            config = json.loads(archive.read("config.json"))
    else:
        pyfive = pytest.importorskip(
            "pyfive", reason="pyfive is not installed; it reads the configuration in .h5 files"
        )
        with pyfive.File(io.BytesIO(path.read_bytes())) as file:
            config = json.loads(file.attrs["model_config"])
    return {layer["class_name"]: layer["config"] for layer in config["config"]["layers"]}


@absent
def test_the_two_hard_sigmoids_are_told_apart(executor: Executor) -> None:
    """The older definition read as the newer one is far outside the tolerance."""
    name = "k2_lstm_hardsigmoid"
    with np.load(FILES / f"{name}.npz") as file:
        arrays: dict[str, Array] = dict(file)
    weights = [arrays[f"w{n}"] for n in (1, 2, 3)]
    network = keras_network("LSTM", {"recurrent_activation": "hard_sigmoid"}, weights, version=3)
    outputs, _ = run_layer(network, {}, arrays["x"][0], executor)
    assert np.abs(outputs[-1] - arrays["rnn_out"][0]).max() > 1e-4
