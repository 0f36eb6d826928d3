"""What is remembered is what was laid out, and it is forgotten with its parameters."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from gatescope.engine.cells import Convention
from gatescope.engine.network import LayerParameters


class Laid:
    """A layout that can be watched."""

    def __init__(self, parameters: LayerParameters) -> None:
        self.array = parameters.U.copy()


LayOut = Callable[[Convention, LayerParameters], Laid]


def parameters(value: float) -> LayerParameters:
    return LayerParameters(
        np.full((1, 2, 3), value), np.full((1, 2, 2), value), np.full((1, 2), value), np.full((1, 2), value)
    )


@pytest.fixture
def calls() -> list[int]:
    return []


@pytest.fixture
def lay_out(calls: list[int]) -> LayOut:
    from gatescope.engine.executors import import_kernels

    import_kernels()
    from gatescope.engine.kernels.layouts import remembered

    @remembered
    def lay_out(convention: Convention, parameters: LayerParameters) -> Laid:
        calls.append(id(parameters))
        return Laid(parameters)

    return lay_out


def test_the_same_parameters_are_laid_out_once(lay_out: LayOut, calls: list[int]) -> None:
    first = parameters(1)
    assert lay_out(Convention(), first) is lay_out(Convention(), first)
    assert len(calls) == 1


def test_other_parameters_and_other_conventions_are_laid_out_anew(lay_out: LayOut, calls: list[int]) -> None:
    first = parameters(1)
    second = replace(first, U=first.U * 2)
    assert lay_out(Convention(), second).array[0, 0, 0] == 2
    assert lay_out(Convention(), first).array[0, 0, 0] == 1
    assert lay_out(Convention(reset_after=False), first) is not lay_out(Convention(), first)
    assert len(calls) == 3


def test_a_layout_dies_with_its_parameters(lay_out: LayOut) -> None:
    first = parameters(1)
    layout = weakref.ref(lay_out(Convention(), first))
    assert layout() is not None
    del first
    gc.collect()
    assert layout() is None


def test_only_the_last_ones_are_kept(lay_out: LayOut) -> None:
    from gatescope.engine.kernels.layouts import KEPT

    everything = [parameters(k) for k in range(KEPT + 1)]
    layouts = [weakref.ref(lay_out(Convention(), each)) for each in everything]
    gc.collect()
    assert [layout() is not None for layout in layouts] == [False] + [True] * KEPT
    # Looked at again, the second outlives the third.
    lay_out(Convention(), everything[1])
    lay_out(Convention(), everything[0])
    gc.collect()
    assert [layout() is not None for layout in layouts[1:3]] == [True, False]
