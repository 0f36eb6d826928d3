"""Stored answers of Keras: literals of its own unit tests. What saved models answer, `tests.formats.keras` tests."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest

from gatescope.engine.executors import Executor
from gatescope.engine.network import Array
from tests.engine.oracles_keras import keras_network, run_layer
from tests.shared import ORACLES, needs_oracles

FILES, LITERALS = ORACLES / "keras_oracle", ORACLES / "keras_literal" / "cases.json"
CASES = json.loads(LITERALS.read_text())["cases"] if LITERALS.is_file() else []
GATES = {"SimpleRNN": 1, "GRU": 3, "LSTM": 4}


@needs_oracles
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


@needs_oracles
def test_the_two_hard_sigmoids_are_told_apart(executor: Executor) -> None:
    """The older definition read as the newer one is far outside the tolerance."""
    name = "k2_lstm_hardsigmoid"
    with np.load(FILES / f"{name}.npz") as file:
        arrays: dict[str, Array] = dict(file)
    weights = [arrays[f"w{n}"] for n in (1, 2, 3)]
    network = keras_network("LSTM", {"recurrent_activation": "hard_sigmoid"}, weights, version=3)
    outputs, _ = run_layer(network, {}, arrays["x"][0], executor)
    assert np.abs(outputs[-1] - arrays["rnn_out"][0]).max() > 1e-4
