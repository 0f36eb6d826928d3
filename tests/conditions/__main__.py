"""Runs the session under every condition, or under those that are named; see `tests.conditions`."""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.outputs.disks import may_mount, privilege

_PATIENCE_S = 600


@dataclass(frozen=True)
class Condition:
    """Attributes:
    before: the command that stands before that of the session.
    environment: what differs from the usual one; ``{folder}`` is the folder of the condition.
    what: for the session, see there.
    """

    before: Sequence[str] = ()
    environment: Mapping[str, str] = field(default_factory=dict)
    what: str = ""


def _language(name: str) -> Condition:
    return Condition(environment=dict.fromkeys(("LANG", "LC_ALL", "LANGUAGE"), name))


_READ_ONLY = 'mount -t tmpfs tmpfs "$1" && mount -o remount,ro "$1" && shift && exec "$@"'
CONDITIONS = {
    "usual": Condition(),
    "no-network": Condition(before=("unshare", "-rn") if os.name == "posix" and os.getuid() else ("unshare", "-n")),
    "read-only-home": Condition(before=(*privilege(), "sh", "-c", _READ_ONLY, "sh", "{folder}/home"))
    if os.name == "posix"
    else Condition(),
    "clock": Condition(what="clock"),
    "no-fonts": Condition(environment={"FONTCONFIG_FILE": "{folder}/fonts.conf"}),
    "C": _language("C"),
    "de": _language("de_DE.UTF-8"),
    "tr": _language("tr_TR.UTF-8"),
    "ar": _language("ar_EG.UTF-8"),
    "paste-1-MB": Condition(what="paste 1000000"),
    "paste-10-MB": Condition(what="paste 10000000"),
    "100000-tokens": Condition(what="tokens 100000"),
}


def main() -> int:
    """Say how each condition went; 1 where one of them failed."""
    parser = argparse.ArgumentParser(prog="python -m tests.conditions", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="CONDITION", help=f"of {', '.join(CONDITIONS)}, four")
    names = parser.parse_args().names or [*CONDITIONS, "four"]
    failed = 0
    for name in names:
        with tempfile.TemporaryDirectory(prefix="gatescope-condition-", ignore_cleanup_errors=True) as folder:
            said = four(Path(folder)) if name == "four" else alone(Path(folder), CONDITIONS[name])
            failed += not said.endswith("ok")
            print(f"{name}: {said}", flush=True)
    return 1 if failed else 0


def alone(folder: Path, condition: Condition) -> str:
    """Run one session under `condition`; return what it said, which ends with "ok" where all is well."""
    if condition.before and not may_mount():
        return "cannot be tried here: ok"
    environment = prepared(folder) | {key: value.format(folder=folder) for key, value in condition.environment.items()}
    (folder / "fonts.conf").write_text('<?xml version="1.0"?><fontconfig></fontconfig>', "utf-8")
    before = [part.format(folder=folder) if "$" not in part else part for part in condition.before]
    command = [*before, *session(folder), *condition.what.split()]
    ran = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=_PATIENCE_S, check=False)
    return _said(ran.stdout, ran.stderr, ran.returncode)


def four(folder: Path) -> str:
    """Run four windows of one home, end them with unsaved work, and see that all of it is there for the next."""
    environment = prepared(folder)
    command = [*session(folder), "wait"]
    windows = [subprocess.Popen(command, env=environment, stdout=-1, stderr=-1, text=True) for _ in range(4)]
    copies = [window.stdout.readline().strip() if window.stdout else "" for window in windows]
    if len({copy for copy in copies if copy.startswith("copy: ")}) != len(windows):
        return f"the copies of four windows are {copies}"
    for window in windows:
        window.send_signal(signal.SIGTERM)
    said = [(*window.communicate(timeout=_PATIENCE_S), window.returncode) for window in windows]
    missing = [copy for copy in copies if not Path(copy.removeprefix("copy: ")).exists()]
    if missing:
        return f"gone with their windows: {missing}"
    return next((told for told in (_said(*one) for one in said) if not told.endswith("ok")), "ok")


def session(folder: Path) -> list[str]:
    return [sys.executable, "-m", "tests.conditions.session", str(folder)]


def prepared(folder: Path) -> dict[str, str]:
    """Make a home in `folder`, and return the environment with it."""
    home = folder / "home"
    home.mkdir(exist_ok=True)
    (folder / "tmp").mkdir(exist_ok=True)
    own = {"QT_QPA_PLATFORM": "offscreen", "HOME": str(home), "TMPDIR": str(folder / "tmp"), "GATESCOPE_TOUR": "0"}
    own["GATESCOPE_CACHE_DIR"] = str(Path(".pytest_cache").absolute() / "gatescope")
    for variable in ("XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"):
        own[variable] = str(home / variable)
    return {key: value for key, value in os.environ.items() if not key.startswith(("LC_", "LANG"))} | own


def _said(out: str, err: str, code: int) -> str:
    told = " · ".join(out.split("\n")).strip(" ·")
    return told if code == 0 else f"{told} · ended with {code}: {err.strip()[-1500:]}"


if __name__ == "__main__":
    sys.exit(main())
