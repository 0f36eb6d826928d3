"""Every kernel against its twin in the reference, compiled and, in a process of its own, as plain Python."""

from __future__ import annotations

import os
import subprocess
import sys

import numpy as np
import pytest

from gatescope.engine.backward import backward
from gatescope.engine.executors import load_kernels, reference
from gatescope.engine.network import Network
from gatescope.engine.run import run
from tests.engine.networks import DIRECTIONS, KINDS, random_network, vectors

pytestmark = pytest.mark.slow

SIZES = (1, 2, 3, 15, 16, 17, 31, 33, 64, 200)


@pytest.mark.parametrize("units", SIZES)
@pytest.mark.parametrize("kind", KINDS)
def test_all_sizes(kind: str, units: int) -> None:
    network = random_network(kind, units, 7, seed=units)
    assert_twins(network, 11)
    assert_twins(network.astype(np.float32), 11)


@pytest.mark.parametrize("directions", DIRECTIONS)
@pytest.mark.parametrize("layers", [1, 2, 3])
@pytest.mark.parametrize("kind", KINDS)
def test_all_stacks(kind: str, layers: int, directions: str) -> None:
    network = random_network(kind, 18, 5, layers, DIRECTIONS[directions], seed=layers)
    assert_twins(network, 9)
    assert_twins(network.astype(np.float32), 9)


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "rnn-relu"])
def test_saturated_gates(kind: str) -> None:
    assert_twins(random_network(kind, 17, 5, scale=40.0), 9)


def test_without_the_compiler() -> None:
    """The same files, stepped by the interpreter: what a debugger and a coverage run see."""
    code = (
        "from tests.engine.kernels.test_twins import assert_twins, KINDS, random_network\n"
        "from tests.engine.kernels.test_lock_step import assert_reference, assert_same_bits\n"
        "import numpy as np, numba\n"
        "assert numba.config.DISABLE_JIT\n"
        "for kind in KINDS:\n"
        "    for units in (1, 3, 17):\n"
        "        network = random_network(kind, units, 3, 2, ('forward', 'reverse'))\n"
        "        assert_twins(network, 4)\n"
        "        assert_twins(network.astype(np.float32), 4)\n"
        "        assert_same_bits(network.astype(np.float32))\n"
        "        assert_reference(network)\n"
        "print('same')\n"
    )
    environment = {**os.environ, "NUMBA_DISABLE_JIT": "1", "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    found = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, timeout=120, check=False
    )
    assert found.stdout == "same\n", found.stderr


def assert_twins(network: Network, tokens: int) -> None:
    kernels = load_kernels()
    double = network.dtype == np.float64
    x = vectors(network, tokens)
    expected, found = run(network, inputs=x, executor=reference), run(network, inputs=x, executor=kernels)
    for key in expected:
        pre = "preactivation" in key or network.convention.activation == "relu"
        rtol = 0 if not pre else 1e-14 if double else 1e-5
        np.testing.assert_allclose(found[key], expected[key], rtol=rtol, atol=1e-12 if double else 1e-5, err_msg=key)
    ask = np.random.default_rng(4).normal(size=expected.hidden.shape)
    wanted = backward(network, expected, ask, reference)
    got = backward(network, found, ask, kernels)
    tolerance = {"rtol": 1e-11, "atol": 1e-11} if double else {"rtol": 1e-3, "atol": 1e-4}
    np.testing.assert_allclose(got.inputs, wanted.inputs, **tolerance)
    for row, other in zip(got.layers, wanted.layers, strict=True):
        for a, b in zip(row, other, strict=True):
            for name in ("W", "U", "b_x", "b_h"):
                np.testing.assert_allclose(getattr(a, name), getattr(b, name), err_msg=name, **tolerance)
