"""Fixtures of the analyses' tests."""

from __future__ import annotations

import pytest

from gatescope.engine import executors
from gatescope.engine.executors import Executor


@pytest.fixture(params=["reference", "kernels"])
def executor(request: pytest.FixtureRequest) -> Executor:
    return executors.reference if request.param == "reference" else executors.load_kernels()
