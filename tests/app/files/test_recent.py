"""Files that are gone are told apart in the list of recent ones before they are chosen."""

from __future__ import annotations


def test_missing_files_are_grey_and_say_why(qtbot, desktop, tmp_path):
    recent, here, gone = desktop.controller.recent, tmp_path / "here.pt", tmp_path / "gone.pt"
    here.write_bytes(b"")
    for path in (here, gone):
        recent.add(path)
    recent.aboutToShow.emit()
    qtbot.waitUntil(lambda: not recent.looks.running)
    by_path = {action.data(): action for action in recent.actions() if action.data() is not None}
    assert [by_path[path].isEnabled() for path in (here, gone)] == [True, False]
    assert "not there any more" in by_path[gone].toolTip()
    gone.write_bytes(b"")
    recent.look()
    qtbot.waitUntil(lambda: not recent.looks.running)
    assert by_path[gone].isEnabled()
    assert by_path[gone].toolTip() == str(gone)
