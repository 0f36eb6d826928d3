"""Where a person's settings and work lie, with and without a HOME."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from gatescope.session import user_folders
from tests.conftest import HOME_VARIABLES

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows knows its users' folders without variables")
pwd = pytest.importorskip("pwd", reason="only Unix has a table of users")


@pytest.fixture
def nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in HOME_VARIABLES:
        monkeypatch.delenv(variable, raising=False)


def test_home_is_the_variable(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    assert user_folders.home() == tmp_path


@pytest.mark.skipif(sys.platform != "linux", reason="the names of the folders are Linux'")
@pytest.mark.parametrize("unset", [True, False])
def test_without_a_home_it_is_the_users_as_the_system_has_it(
    nowhere: None, monkeypatch: pytest.MonkeyPatch, unset: bool
) -> None:
    if not unset:
        monkeypatch.setenv("HOME", "")
    mine = Path(pwd.getpwuid(os.getuid()).pw_dir)
    assert user_folders.home() == mine
    assert user_folders.config_folder() == mine / ".config" / "gatescope"
    assert user_folders.data_folder() == mine / ".local" / "share" / "gatescope"


def test_a_user_that_the_system_does_not_know_has_a_temporary_one(
    nowhere: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def unknown(_user: int) -> None:
        raise KeyError

    monkeypatch.setattr(pwd, "getpwuid", unknown)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    assert user_folders.home() == tmp_path / f"gatescope-{os.getuid()}"
    assert tmp_path in user_folders.config_folder().parents


@pytest.mark.skipif(sys.platform != "linux", reason="the variable is Linux'")
def test_the_variables_of_the_folders_count_without_a_home(
    nowhere: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    assert user_folders.config_folder() == tmp_path / "gatescope"


def test_the_settings_lie_there() -> None:
    program = "from gatescope.session.settings import Settings; print(Settings().path)"
    environment = {k: v for k, v in os.environ.items() if k not in HOME_VARIABLES}
    done = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True, timeout=60)
    assert done.stdout.startswith(str(user_folders.home().__class__(pwd.getpwuid(os.getuid()).pw_dir)))
    assert "//" not in done.stdout
