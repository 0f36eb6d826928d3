"""What a file is, its content tells and not its name, wherever it is opened: in the window, in Python, on the command
line."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

import gatescope as gs
from gatescope.app.files.opened import (
    OpenedFigure,
    OpenedLesson,
    OpenedModel,
    OpenedProject,
    OpenedText,
    OpenedVectors,
    read_path,
)
from gatescope.cli.main import main
from gatescope.formats.files.text import read_text
from gatescope.progress import silent
from gatescope.session.document.changes import opened
from gatescope.session.document.document import Focus
from gatescope.session.project.work import Work, save
from tests.app.inspector.files import gru_file

pytestmark = pytest.mark.usefixtures("qapp")

SUFFIXES = (".toml", ".txt", ".png", ".svg", ".gatescope", ".pt", ".npy", ".csv", ".json", "", ".PNG")


def picture(kind: str) -> Callable[[Path], None]:
    def write(path: Path) -> None:
        whole = path.with_name(f"whole.{kind}")
        gs.render(gs.trace("sentiment-gru", "not good"), path=whole, view="readout")
        whole.rename(path)

    return write


def project(path: Path) -> None:
    model = gs.load("sentiment-gru")
    save(Work(opened([model], "not good"), Focus(model=model.name)), path)


def npy(path: Path) -> None:
    with path.open("wb") as file:
        np.save(file, np.ones((3, 2)))


def model(path: Path) -> None:
    shutil.move(gru_file(path.with_name("whole.safetensors")), path)


KINDS: dict[str, tuple[Callable[[Path], None], type]] = {
    "PNG": (picture("png"), OpenedFigure),
    "SVG": (picture("svg"), OpenedFigure),
    "PDF": (picture("pdf"), OpenedFigure),
    "project": (project, OpenedProject),
    "array": (npy, OpenedVectors),
    "model": (model, OpenedModel),
}


@pytest.fixture(scope="module", params=KINDS)
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    path = tmp_path_factory.mktemp("made") / "file"
    KINDS[request.param][0](path)
    return request.param, path


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_every_entry_point_goes_by_the_content(
    made: tuple[str, Path], suffix: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kind, whole = made
    path = tmp_path / f"mine{suffix}"
    shutil.copy(whole, path)
    # What a drop, the open dialog, the recent files and a name on the command line of the window have in common.
    found = read_path(path, silent)
    assert type(found) is KINDS[kind][1]
    figure, loads = KINDS[kind][1] is OpenedFigure, kind == "model"
    if figure:
        assert gs.scene(path).text == "not good"
        assert main(["render", "--scene", str(path), "-o", str(tmp_path / "again.png")]) == 0
    else:
        with pytest.raises(gs.GateScopeError, match="is no picture"):
            gs.scene(path)
        assert main(["render", "--scene", str(path), "-o", str(tmp_path / "again.png")]) == 1
    if loads:
        assert gs.load(path).network.cell.name == "gru"
    else:
        with pytest.raises(gs.GateScopeError, match=r"not a model|numpy.savez"):
            gs.load(path)
    assert main(["inspect", str(path)]) == (0 if loads else 1)
    capsys.readouterr()


@pytest.mark.parametrize(
    ("suffix", "kind"),
    [(".txt", OpenedText), (".md", OpenedText), (".toml", OpenedLesson), (".csv", OpenedVectors),
     (".gatescope", OpenedProject)],
)  # fmt: skip
@pytest.mark.parametrize("content", ["1,2\n3,4\n", "", "<p>no <svg here</p>"])
def test_among_texts_the_name_tells(content: str, suffix: str, kind: type, tmp_path: Path) -> None:
    path = tmp_path / f"mine{suffix}"
    path.write_text(content)
    assert type(read_path(path, silent)) is kind


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_a_text_is_read_in_every_encoding_of_unicode(encoding: str, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("Straße\n".encode(encoding))
    opened = read_path(path, silent)
    assert isinstance(opened, OpenedText)
    assert (opened.text, read_text(path)) == ("Straße\n", "Straße\n")


def test_the_window_opens_a_picture_and_a_project_under_any_name(qtbot, desktop, tmp_path):
    projects: list[Path] = []
    opening = desktop.controller.opening
    opening.project_wanted.disconnect()
    opening.project_wanted.connect(projects.append)
    picture("png")(tmp_path / "picture.toml")
    project(tmp_path / "project.png")
    desktop.controller.open_paths([tmp_path / "project.png", tmp_path / "picture.toml"])
    qtbot.waitUntil(lambda: desktop.session.document.text == "not good")
    assert projects == [tmp_path / "project.png"]


def test_cards_that_are_opened_together_are_played_together(qtbot, desktop, tmp_path):
    played: list[list[Path]] = []
    opening = desktop.controller.opening
    opening.lessons_wanted.disconnect()
    opening.lessons_wanted.connect(played.append)
    paths = [tmp_path / name for name in ("a.toml", "b.txt", "c.toml")]
    for path in paths:
        path.write_text("a text")
    desktop.controller.open_paths(paths)
    qtbot.waitUntil(lambda: bool(played))
    assert played == [[paths[0], paths[2]]]
