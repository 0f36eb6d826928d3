"""The dialog that asks where a project goes: it always comes to a name that opens as a project."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QWidget

from gatescope.app.project.dialogs import ask_where


@pytest.mark.parametrize(
    ("typed", "there", "named"),
    [
        (["work"], (), "work.gatescope"),
        (["work.gatescope"], (), "work.gatescope"),
        (["Work.GATESCOPE"], (), "Work.GATESCOPE"),
        (["thesis.v2"], (), "thesis.v2.gatescope"),
        (["thesis.v2", "thesis.v2.gatescope"], ("thesis.v2.gatescope",), "thesis.v2.gatescope"),
        (["thesis.v2", "thesis.v3"], ("thesis.v2.gatescope",), "thesis.v3.gatescope"),
        (["thesis.v2", ""], ("thesis.v2.gatescope",), None),
        ([""], (), None),
    ],
)
def test_a_project_gets_the_suffix_of_one(qtbot, tmp_path, monkeypatch, typed, there, named):
    for name in there:
        (tmp_path / name).write_text("of before")
    answers, suggested = iter(typed), []

    def answer(dialog: QFileDialog) -> int:
        suggested.append(Path(dialog.selectedFiles()[0]).name)
        name = next(answers)
        dialog.selectFile(name)
        return bool(name)

    monkeypatch.setattr(QFileDialog, "exec", answer)
    window = QWidget()
    qtbot.addWidget(window)
    path = ask_where(window, tmp_path / "untitled.gatescope")
    assert path == (None if named is None else tmp_path / named)
    # What would be replaced unasked is shown, so that the dialog asks.
    assert suggested == ["untitled.gatescope", *(there if len(typed) > 1 else ())]
