"""A report shows all that it has, leaves out what is the person's own, and is saved as it is shown."""

from __future__ import annotations

import platform

import numpy
import pytest
from PySide6.QtCore import qVersion
from PySide6.QtGui import QGuiApplication

from gatescope import __version__
from gatescope.app.report.about_page import AboutPage
from gatescope.app.report.parts import faults_text, report_of, settings_text
from gatescope.app.report.versions import versions_text
from gatescope.session import preferences
from gatescope.session.settings import Settings
from gatescope.session.user_folders import data_folder, home
from tests.window_text import cut_texts


@pytest.fixture
def report(qtbot, desktop):
    commands = desktop.controller.report
    commands.findings = lambda: f"settings  {home()}/x/gatescope.ini"
    desktop.window.message_bar.show_message(f"{home()}/model.pt cannot be read")
    desktop.controller.actions["report_problem"].trigger()
    dialog = commands.dialog
    qtbot.waitUntil(lambda: "looking…" not in dialog.text())
    return dialog


def test_versions_name_what_gatescope_stands_on(qapp):
    text = versions_text()
    for version in (__version__, platform.python_version(), qVersion(), numpy.__version__, platform.machine()):
        assert version in text


def test_it_has_everything_but_what_is_the_persons_own(desktop, report):
    text, sentence = report.text(), desktop.session.document.text
    for wanted in (
        __version__,
        "~/x/gatescope.ini",
        "~/model.pt cannot be read",
        "theme = system",
        "Versions\n--------",
    ):
        assert wanted in text
    assert str(home()) not in text
    assert sentence not in text
    assert "sentiment-lstm" not in text
    for title, words in (("The sentence", sentence), ("Open models", "sentiment-lstm: lstm, 1 × 32, in view")):
        report.ticks[title].setChecked(True)
        assert words in report.text()
    report.ticks["Versions"].setChecked(False)
    assert __version__ not in report.text()


def test_it_has_every_setting_that_a_person_chooses(tmp_path):
    settings = Settings(tmp_path / "gatescope.ini")
    every = {name: one for name, one in vars(preferences).items() if isinstance(one, preferences.Preference)}
    assert set(preferences.PREFERENCES) == set(every.values())
    for one in every.values():
        settings.choose(one, one.values[-1])
    lines = settings_text(settings).splitlines()
    assert {f"{one.name} = {one.values[-1]}" for one in every.values()} <= set(lines)
    assert "reduced_motion = on" in lines
    settings.save()


def test_what_is_copied_or_saved_is_what_is_shown(qtbot, desktop, report, tmp_path):
    report.copy_button.click()
    assert QGuiApplication.clipboard().text() == report.text()
    commands, path, said = desktop.controller.report, tmp_path / "<b>report.txt", []
    commands.ask_where = lambda parent, suggested: path
    desktop.window.status.show_message = said.append
    report.save_button.click()
    qtbot.waitUntil(lambda: bool(said))
    assert said[0].endswith("&lt;b&gt;report.txt")
    assert path.read_text("utf-8") == report.text() + "\n"
    commands.ask_where = lambda parent, suggested: tmp_path
    report.save_button.click()
    qtbot.waitUntil(lambda: "cannot be written" in desktop.window.message_bar.text())


def test_closed_while_something_is_looked_up_it_takes_nothing(qtbot, desktop):
    commands = desktop.controller.report
    commands.findings = lambda: "later"
    commands.report()
    commands.dialog.reject()
    assert commands.dialog is None
    qtbot.wait(50)


def test_the_newest_faults_are_in_it(tmp_path):
    for day in range(1, 6):
        (tmp_path / f"2026010{day}-000000-x.log").write_text(f"fault {day}" + "." * 30_000 + f"end {day}", "utf-8")
    text = faults_text(tmp_path)
    assert [day for day in range(1, 6) if f"end {day}" in text] == [3, 4, 5]
    assert len(text) < 70_000
    assert faults_text(tmp_path / "none") == ""
    assert report_of([("Faults", "")]) == "Faults\n------\nnothing\n"
    assert str(data_folder()) not in report_of([("Faults", str(data_folder()))])


@pytest.mark.parametrize("zooms", [0, 3])
def test_nothing_is_cut(qtbot, desktop, report, zooms):
    desktop.controller.design.zoom(zooms)
    qtbot.wait(20)
    assert cut_texts(report) == []


def test_about_copies_the_versions(desktop):
    desktop.controller.actions["about"].trigger()
    page = desktop.window.findChild(AboutPage)
    page.copy_button.click()
    assert QGuiApplication.clipboard().text() == page.versions
    assert __version__ in page.versions
    page.reject()
