"""The dialog for a picture: it is closed by a picture that is written, and by nothing else that goes wrong."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QDialogButtonBox, QLineEdit

SETTINGS = {"Width × height before the scale": 1, "Pixels per point: 2× is crisp on a projector": 0}


def test_a_missing_folder_is_named_and_the_settings_stay(qtbot, desktop, tmp_path):
    folder, before = tmp_path / "term 2" / "figures", desktop.settings.folder
    seen = []

    def use():
        dialog = QApplication.activeModalWidget()
        combos = {one.accessibleName(): one for one in dialog.findChildren(QComboBox)}
        field = next(one for one in dialog.findChildren(QLineEdit) if one.accessibleName() == "File")
        save = dialog.findChild(QDialogButtonBox).button(QDialogButtonBox.StandardButton.Save)
        for name, row in SETTINGS.items():
            combos[name].setCurrentIndex(row)
        field.setText(str(folder / "gates.png"))
        height = dialog.height()
        QTest.mouseClick(save, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: bool(dialog.problem))
        seen.append(dialog.problem)
        assert dialog.isVisible()
        assert dialog.height() >= dialog.minimumSizeHint().height() >= height - 40
        assert (field.text(), {n: combos[n].currentIndex() for n in SETTINGS}) == (str(folder / "gates.png"), SETTINGS)
        assert desktop.settings.folder == before
        folder.mkdir(parents=True)
        QTest.keyClick(field, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: not dialog.isVisible())

    QTimer.singleShot(0, use)
    desktop.controller.actions["export_plot"].trigger()
    assert seen == [f"gates.png: cannot be written: the folder {folder} does not exist; make it first"]
    assert QImage(str(folder / "gates.png")).width() == 1600
    assert desktop.settings.folder == folder
    assert desktop.window.message_bar.isHidden()


def test_who_gives_up_is_told_nothing_more(qtbot, desktop, tmp_path):
    def use():
        dialog = QApplication.activeModalWidget()
        next(one for one in dialog.findChildren(QLineEdit) if one.accessibleName() == "File").setText(
            str(tmp_path / "gates.jpg")
        )
        QTest.keyClick(dialog, Qt.Key.Key_Return)
        assert dialog.problem == "gates.jpg: a picture is written as .png or .svg or .pdf or .csv or .npz"
        QTest.keyClick(dialog, Qt.Key.Key_Escape)

    QTimer.singleShot(0, use)
    desktop.controller.actions["export_plot"].trigger()
    assert desktop.window.message_bar.isHidden()
    assert not list(tmp_path.glob("gates*"))
