"""The entry of the app in a desktop's menu."""

from __future__ import annotations

import configparser
import subprocess
import sys
import xml.etree.ElementTree as ElementTree

import pytest

from gatescope.app.start import desktop_entry
from gatescope.cli.main import main
from gatescope.errors import FileError, UsageError
from gatescope.formats.detect.suffixes import PROJECT
from gatescope.resources import resource

linux = pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="the menu of desktops of freedesktop.org")


def entry(folder):
    parser = configparser.ConfigParser(interpolation=None, delimiters=("=",))
    parser.optionxform = str
    parser.read(folder / "applications" / "gatescope.desktop", encoding="utf-8")
    return parser["Desktop Entry"]


@linux
def test_it_starts_the_app_with_files_and_goes_again(tmp_path):
    written = desktop_entry.install(tmp_path, ["/opt/gate scope/bin/gatescope"])
    assert [path.relative_to(tmp_path).as_posix() for path in written] == list(desktop_entry.PLACES)
    found = entry(tmp_path)
    assert found["Exec"] == '"/opt/gate scope/bin/gatescope" %F'
    assert found["Icon"] == "gatescope"
    assert desktop_entry.remove(tmp_path) == written
    assert not list(tmp_path.rglob("gatescope.*"))
    assert desktop_entry.remove(tmp_path) == []


@linux
@pytest.mark.parametrize("name", ["plain", "two words", 'a"quote', "back\\slash", "dollar$", "tick`"])
def test_any_path_is_one_argument(tmp_path, name):
    desktop_entry.install(tmp_path, [f"/opt/{name}/gatescope"])
    # A value of a string in the file has its escapes first, then those of Exec's quotes, which are a shell's.
    value = entry(tmp_path)["Exec"].replace("\\\\", "\\")
    told = subprocess.run(["sh", "-c", f"printf '%s\\n' {value}"], capture_output=True, text=True, check=True)
    assert told.stdout.splitlines() == [f"/opt/{name}/gatescope", "%F"]


@linux
def test_a_percent_sign_is_no_field(tmp_path):
    desktop_entry.install(tmp_path, ["/opt/100%/gatescope"])
    assert entry(tmp_path)["Exec"] == '"/opt/100%%/gatescope" %F'


@linux
def test_a_folder_that_cannot_be_is_said(tmp_path):
    (tmp_path / "applications").write_text("a file")
    with pytest.raises(FileError, match="is a file, not a folder"):
        desktop_entry.install(tmp_path, ["gatescope"])


@linux
def test_the_command_line_puts_it_there(tmp_path, capsys):
    assert main(["desktop", "install", "--data", str(tmp_path)]) == 0
    assert entry(tmp_path)["Exec"].endswith(" %F")
    assert main(["desktop", "remove", "--data", str(tmp_path)]) == 0
    assert main(["desktop", "remove", "--data", str(tmp_path)]) == 0
    told = capsys.readouterr().out.splitlines()
    assert [line.rpartition(": ")[2] for line in told] == ["written"] * 3 + ["removed"] * 3 + ["there was no entry"]


def test_other_systems_have_another_way(tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "platform", "win32")
    with pytest.raises(UsageError, match="Start menu"):
        desktop_entry.install(tmp_path, ["gatescope"])


def test_the_desktop_knows_projects_by_the_suffix_that_the_app_gives_them():
    types = ElementTree.fromstring(resource("desktop", "gatescope.xml").read_bytes())
    space = "{http://www.freedesktop.org/standards/shared-mime-info}"
    kind = types.find(f"{space}mime-type")
    assert kind.find(f"{space}glob").get("pattern") == f"*{PROJECT}"
    assert f"MimeType={kind.get('type')};" in resource("desktop", "gatescope.desktop").read_text(encoding="utf-8")
