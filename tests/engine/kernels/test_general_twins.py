"""The general kernels against their twins in the reference, compiled and, in a process of its own, as plain Python."""

from __future__ import annotations

import os
import subprocess
import sys

import numpy as np
import pytest

from gatescope.engine.backward import backward
from gatescope.engine.executors import load_kernels, reference
from gatescope.engine.interventions import NONE, Interventions
from gatescope.engine.network import Network
from gatescope.engine.run import run
from tests.engine.networks import DIRECTIONS, KINDS, random_network, vectors
from tests.engine.options import OPTIONS, random_interventions, random_option

TOKENS = 9


@pytest.mark.slow
@pytest.mark.parametrize("units", [1, 3, 17, 33])
@pytest.mark.parametrize("name", OPTIONS)
def test_every_option(name: str, units: int) -> None:
    network = random_option(name, units, 7, seed=units)
    assert_twins(network)
    assert_twins(network.astype(np.float32))


@pytest.mark.parametrize("directions", DIRECTIONS)
@pytest.mark.parametrize("name", ["rnn softsign", "gru before", "lstm everything"])
def test_stacks(name: str, directions: str) -> None:
    assert_twins(random_option(name, 18, 5, 3, DIRECTIONS[directions]))


@pytest.mark.slow
@pytest.mark.parametrize("directions", DIRECTIONS)
@pytest.mark.parametrize("name", [*OPTIONS, *KINDS])
def test_interventions(name: str, directions: str) -> None:
    make = random_network if name in KINDS else random_option
    network = make(name, 5, 4, 2, DIRECTIONS[directions])
    for seed in range(3):
        what_if = random_interventions(network, TOKENS, seed)
        assert_twins(network, what_if)
        assert_twins(network.astype(np.float32), what_if)


@pytest.mark.slow
def test_without_the_compiler() -> None:
    """The same files, stepped by the interpreter: what a debugger and a coverage run see."""
    code = (
        "from tests.engine.kernels.test_general_twins import *\n"
        "import numba\n"
        "assert numba.config.DISABLE_JIT\n"
        "for name in OPTIONS:\n"
        "    network = random_option(name, 5, 3, 2, ('forward', 'reverse'))\n"
        "    assert_twins(network)\n"
        "    assert_twins(network.astype(np.float32), random_interventions(network, TOKENS))\n"
        "print('same')\n"
    )
    environment = {**os.environ, "NUMBA_DISABLE_JIT": "1", "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    found = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, timeout=120, check=False
    )
    assert found.stdout == "same\n", found.stderr


def assert_twins(network: Network, interventions: Interventions = NONE) -> None:
    kernels = load_kernels()
    double = network.dtype == np.float64
    x = vectors(network, TOKENS)
    expected = run(network, inputs=x, interventions=interventions, executor=reference)
    found = run(network, inputs=x, interventions=interventions, executor=kernels)
    for key in expected:
        np.testing.assert_allclose(
            found[key], expected[key], rtol=1e-13 if double else 1e-5, atol=1e-13 if double else 1e-5, err_msg=key
        )
    ask = np.random.default_rng(4).normal(size=expected.hidden.shape)
    # The same states for both: in float32 the two may stand on different sides of a kink.
    wanted = backward(network, expected, ask, reference)
    got = backward(network, expected, ask, kernels)
    tolerance = {"rtol": 1e-11, "atol": 1e-11} if double else {"rtol": 1e-3, "atol": 1e-4}
    np.testing.assert_allclose(got.inputs, wanted.inputs, **tolerance)
    for row, other in zip(got.layers, wanted.layers, strict=True):
        for a, b in zip(row, other, strict=True):
            assert a.arrays().keys() == b.arrays().keys()
            for name, array in a.arrays().items():
                np.testing.assert_allclose(array, b.arrays()[name], err_msg=name, **tolerance)
