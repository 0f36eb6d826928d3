"""A new kind of file is one line, and the command line, Python and the dialog all know it."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget

from gatescope import api
from gatescope.app.files.export_dialog import ExportDialog
from gatescope.cli.main import main
from gatescope.errors import UsageError
from gatescope.export.file_kinds import RECORDINGS, VIEWS, FileKind
from gatescope.plots.description import Plot
from tests.cli.toys import saved


@pytest.fixture
def toy_kind(monkeypatch: pytest.MonkeyPatch) -> None:
    def write(plot: Plot, path: Path, width: int, height: int, *_: object) -> None:
        path.write_text(f"{plot.facts()['Title']} {width}×{height}", encoding="utf-8")

    monkeypatch.setitem(VIEWS, ".toy", FileKind("Toy picture", write))


@pytest.mark.usefixtures("toy_kind")
def test_the_command_line_and_python_write_a_new_kind_of_picture(tmp_path: Path) -> None:
    model = saved(tmp_path, "lstm")
    said = ["render", "a b", "--view", "heatmap", "--model", model, "--size", "60x40", "-o", str(tmp_path / "c.TOY")]
    assert main(said) == 0
    assert (tmp_path / "c.TOY").read_text(encoding="utf-8") == "Gates and states 60×40"
    api.render(api.load(model), "weights", tmp_path / "p.toy", size=(50, 30))
    assert (tmp_path / "p.toy").read_text(encoding="utf-8").endswith(" 50×30")


@pytest.mark.usefixtures("toy_kind")
def test_the_dialog_offers_a_new_kind_of_picture(qtbot, tmp_path: Path) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    dialog = ExportDialog({"maps": "Maps", "traces": "Traces"}, "maps", "light", tmp_path, parent)
    pictures = "PNG image (*.png);;SVG drawing (*.svg);;PDF page (*.pdf)"
    numbers = "Numbers drawn (*.csv);;Arrays drawn (*.npz)"
    assert VIEWS.dialog_filter() == f"{pictures};;{numbers};;Toy picture (*.toy)"
    assert dialog.choice().path == tmp_path / "gatescope-maps.png"
    dialog._path.setText(str(tmp_path / "gatescope-maps.toy"))
    dialog._view.setCurrentIndex(1)
    assert dialog.choice().path == tmp_path / "gatescope-traces.toy"
    dialog._path.setText("mine")
    assert dialog.choice().path == tmp_path / "mine.png"


def test_another_suffix_is_refused_with_those_that_there_are() -> None:
    with pytest.raises(UsageError, match=r"^t\.doc: a trace is written as \.npz or \.csv$"):
        RECORDINGS.of(Path("somewhere/t.doc"))
    assert RECORDINGS.of(Path("T.CSV")).counted == "rows"
