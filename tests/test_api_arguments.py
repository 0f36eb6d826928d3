"""Whatever a script hands to the public functions, it is answered by one sentence of theirs."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import gatescope as gs
from gatescope.analysis.corpus.pattern import Pattern
from gatescope.api.argument_kinds import KINDS, kind_of

pytestmark = pytest.mark.usefixtures("qapp")

FUNCTIONS = [one for name in gs.__all__ if inspect.isfunction(one := getattr(gs, name)) and name != "models"]
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


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda function: function.__name__)
def test_a_wrong_argument_is_named_in_one_sentence(function: Any, trace: gs.Recording, tmp_path: Path) -> None:
    all_usual: dict[str, Any] = {
        "shown": trace,
        "trace": trace,
        "model": "sentiment-gru" if function in (gs.trace, gs.prove) else gs.load("sentiment-gru"),
        "path": tmp_path / "a.svg",
        "views": "readout",
        "view": "readout",
        "frames": 1,
        "text": "good" if function is gs.trace else None,
        "during": "good",
        "source": "sentiment-gru",
        "scene": tmp_path / "none.png" if function is gs.render_scene else True,
        "states": np.ones((3, 2)),
        "start": 0,
        "stop": 1,
        "pattern": Pattern((0,), 0.5, 1),
        "texts": ["good"],
        "corpus": tmp_path / "none.txt",
        "directory": tmp_path / "none",
        "reference": tmp_path / "none.npz",
    }
    parameters = inspect.signature(function).parameters
    usual = {name: value for name, value in all_usual.items() if name in parameters}
    for name, parameter in parameters.items():
        fits, kind = KINDS[kind_of(parameter)]
        for value in WRONG:
            given = {**usual, name: value}
            if not fits(value):
                if parameter.kind is inspect.Parameter.VAR_POSITIONAL:
                    with pytest.raises(gs.GateScopeError, match=f"takes {kind} as {name}, not "):
                        function(value)
                    continue
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


@pytest.mark.parametrize(
    ("function", "given", "said"),
    [
        (gs.saturation, {"bins": 0}, "a histogram has 1 bin or more, not 0"),
        (gs.find, {"directory": "none", "during": "good", "top": -1}, "find returns 0 places or more, not -1"),
        (gs.trace, {"model": "sentiment-gru", "text": "good", "ablate": iter([3.7])}, "a unit is a whole number, not"),
        (gs.unit_statistics, {"labels": {"quote": ["a", "b"]}}, "quote"),
        (gs.unit_statistics, {"labels": {"quote": [1, 2, 3]}}, "quote"),
        (gs.unit_statistics, {"labels": {"quote": [[1], [1, 2]]}}, "quote"),
        (
            gs.find_pattern,
            {"states": [[1.0, 0.0]], "pattern": Pattern((0,), 0.5, 1)},
            "takes an array of numbers with two",
        ),
        (gs.find_pattern, {"states": np.ones((3, 2)), "pattern": Pattern((0,), 0.5, 1), "most": -1}, "0 spans or more"),
        (gs.trace, {"model": "sentiment-gru", "text": "good", "clamp": iter([3])}, "3 is no clamp"),
    ],
)
def test_a_value_out_of_range_is_named(trace: gs.Recording, function: Any, given: dict[str, Any], said: str) -> None:
    usual = {"trace": trace} if "trace" in inspect.signature(function).parameters else {}
    with pytest.raises(gs.GateScopeError, match=said):
        function(**usual, **given)


class _Tensor:
    """An array of another library, as far as NumPy knows it; its elements are whole numbers of that library."""

    def __init__(self, values: list[int]) -> None:
        self._values = values

    def __array__(self, *_: object, **__: object) -> np.ndarray:
        return np.array(self._values)

    def __iter__(self) -> Iterator[_Element]:
        return map(_Element, self._values)


class _Element:
    def __init__(self, value: int) -> None:
        self._value = value

    def __index__(self) -> int:
        return self._value


def test_arrays_of_other_libraries_are_taken() -> None:
    found = gs.trace("sentiment-gru", ids=_Tensor([3, 4]), ablate=_Tensor([1, 2]))  # type: ignore[arg-type]
    same = gs.trace("sentiment-gru", ids=[3, 4], ablate=[1, 2])
    assert np.array_equal(found["hidden_state"], same["hidden_state"])


def test_what_does_not_exist_is_said_before_a_figure_is_shown(trace: gs.Recording) -> None:
    with pytest.raises(gs.GateScopeError, match="there is no theme 'lihgt'"):
        gs.figure(trace, "readout", theme="lihgt")
    with pytest.raises(gs.GateScopeError, match="there is no palette 'save'"):
        gs.figure(trace, "readout", palette="save")
    with pytest.raises(gs.GateScopeError, match="nothing is typed by 'word'; there are letter, token"):
        gs.animate(trace, by="word")  # type: ignore[arg-type]
