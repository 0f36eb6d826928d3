"""How many views stand side by side: all that draws several of them refuses the same numbers of columns."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import gatescope as gs
from gatescope.cli.main import main

pytestmark = pytest.mark.usefixtures("qapp")

NONE = (0, -1, -(10**12))
NO_WHOLE = (1.5, float("nan"), "two", True)
COMMAND = ["render", "--model", "sentiment-gru", "not good"]
VIEWS = ("readout", "readout,heatmap")


@pytest.fixture(scope="module")
def trace() -> gs.Recording:
    return gs.trace("sentiment-gru", "not good")


def by_figure(trace: gs.Recording, views: str, columns: Any, folder: Path) -> None:
    gs.figure(trace, views, columns=columns, path=folder / "a.svg")


def by_animate(trace: gs.Recording, views: str, columns: Any, folder: Path) -> None:
    gs.animate(trace, view=views, columns=columns, path=folder / "a.gif", frames=1, size=(200, 160))


IN_PYTHON = {"figure": by_figure, "animate": by_animate}
ON_THE_COMMAND_LINE = {"render": ["-o", "a.svg"], "animate": ["-o", "a.gif", "--animate", "typing"]}


@pytest.mark.parametrize("views", VIEWS)
@pytest.mark.parametrize("columns", NONE)
@pytest.mark.parametrize("draw", IN_PYTHON.values(), ids=IN_PYTHON)
def test_python_refuses_columns_that_no_figure_has(
    draw: Callable[..., None], columns: int, views: str, trace: gs.Recording, tmp_path: Path
) -> None:
    with pytest.raises(gs.GateScopeError) as caught:
        draw(trace, views, columns, tmp_path)
    assert str(caught.value) == f"there are no {columns} columns; a figure has 1 or more"
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("columns", NO_WHOLE)
@pytest.mark.parametrize("name", IN_PYTHON)
def test_python_names_what_is_no_whole_number(name: str, columns: object, trace: gs.Recording, tmp_path: Path) -> None:
    with pytest.raises(gs.GateScopeError) as caught:
        IN_PYTHON[name](trace, VIEWS[0], columns, tmp_path)
    assert str(caught.value) == f"{name} takes a whole number as columns, not {columns!r}"


@pytest.mark.parametrize("views", VIEWS)
@pytest.mark.parametrize("columns", [*NONE, *NO_WHOLE, "1_0", " 2 3"])
@pytest.mark.parametrize("output", ON_THE_COMMAND_LINE.values(), ids=ON_THE_COMMAND_LINE)
def test_the_command_line_refuses_the_same_ones(
    output: list[str],
    columns: object,
    views: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit) as ended:
        main([*COMMAND, "--view", views, *output, f"--columns={columns}"])
    assert ended.value.code == 2
    assert f"argument --columns: there are no {columns} columns; a figure has 1 or more" in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("columns", [None, 1, 3])
def test_numbers_of_columns_are_drawn(columns: int | None, trace: gs.Recording, tmp_path: Path) -> None:
    for draw in IN_PYTHON.values():
        draw(trace, VIEWS[1], columns, tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.gif", "a.svg"]
