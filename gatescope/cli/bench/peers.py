"""The peers that need no more than NumPy, and which of the others are installed."""

from __future__ import annotations

import importlib
import importlib.util
from typing import Any

import numpy as np

from gatescope.cli.bench.duel import Contestant
from gatescope.engine.network import Network


def sgemv(network: Network, tokens: int) -> Contestant:
    """Time the recurrent matrix times a state, once a token: the least that any implementation must do."""
    parameters = network.layers[0][0]
    matrix = np.ascontiguousarray(parameters.U.reshape(-1, parameters.units))
    state = np.full(parameters.units, 0.5, network.dtype)
    out = np.empty(len(matrix), network.dtype)

    def once() -> None:
        for _ in range(tokens):
            np.dot(matrix, state, out=out)

    return Contestant(once)


def installed(*names: str) -> bool:
    """Return whether all these packages can be imported."""
    return all(importlib.util.find_spec(name) is not None for name in names)


def library(name: str) -> Any:
    """Import a package that GateScope does not depend on: it is a peer only where it is installed."""
    return importlib.import_module(name)
