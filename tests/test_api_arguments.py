"""Whatever a script hands to the functions that draw, it is answered by one sentence of theirs."""

from __future__ import annotations

import inspect
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import gatescope as gs
from gatescope.api.argument_kinds import KINDS, kind_of

pytestmark = pytest.mark.usefixtures("qapp")

DRAWING = (gs.figure, gs.render, gs.animate)
WRONG: tuple[Any, ...] = (
    object(),
    {},
    b"x",
    float("nan"),
    ["x", 1],
    np.array([0.5, 1.5]),
    (1, 2, 3.5),
    True,
    0.5,
    10**9,
)
"""What is of no kind, of another one."""


@pytest.fixture(scope="module")
def trace() -> gs.Recording:
    return gs.trace("sentiment-gru", "not good")


@pytest.mark.parametrize("function", DRAWING, ids=lambda function: function.__name__)
def test_a_wrong_argument_is_named_in_one_sentence(function: Any, trace: gs.Recording, tmp_path: Path) -> None:
    usual: dict[str, Any] = {
        "figure": {"views": "readout"},
        "render": {"view": "readout", "path": tmp_path / "a.svg"},
        "animate": {"view": "readout", "path": tmp_path / "a.gif", "frames": 1},
    }[function.__name__]
    for name, parameter in inspect.signature(function).parameters.items():
        fits, kind = KINDS[kind_of(parameter)]
        for value in WRONG:
            given = {"shown": trace, **usual, name: value}
            if not fits(value):
                with pytest.raises(gs.GateScopeError) as caught:
                    function(**given)
                assert str(caught.value).startswith(f"{function.__name__} takes {kind} as {name}, not ")
                assert "\n" not in str(caught.value)


def test_numbers_of_numpy_and_what_can_be_walked_once_are_taken(trace: gs.Recording, tmp_path: Path) -> None:
    plain = gs.figure(trace, ["heatmap", "saturation"], units=[1, 3], width_mm=90, path="svg")
    same = gs.figure(
        iter([trace]), iter(["heatmap", "saturation"]), units=np.array([1, 3]), width_mm=np.float64(90), path="svg"
    )
    assert same == plain
    gs.animate(trace, path=tmp_path / "a.gif", units=np.array([1, 3]), frames=np.int64(2), size=[200, 120])


def test_what_does_not_exist_is_said_before_a_figure_is_shown(trace: gs.Recording) -> None:
    with pytest.raises(gs.GateScopeError, match="there is no theme 'lihgt'"):
        gs.figure(trace, "readout", theme="lihgt")
    with pytest.raises(gs.GateScopeError, match="there is no palette 'save'"):
        gs.figure(trace, "readout", palette="save")
    with pytest.raises(gs.GateScopeError, match="nothing is typed by 'word'; there are letter, token"):
        gs.animate(trace, by="word")  # type: ignore[arg-type]
