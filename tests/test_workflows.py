"""The workflow files are YAML, and every script of this repository that they run is there and can be run."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

yaml = pytest.importorskip("yaml", reason="the workflows are read by PyYAML, which comes with the extra `cluster`")

ROOT = Path(__file__).parents[1]
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
SCRIPTS = [ROOT / ".ci" / "run", ROOT / ".ci" / "system-packages", ROOT / ".github" / "pyinstaller" / "build"]


def steps(path):
    found = yaml.safe_load(path.read_text(encoding="utf-8"))
    return [step for job in found["jobs"].values() for step in job["steps"]]


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_every_step_runs_something_that_is_there(path):
    for step in steps(path):
        assert ("run" in step) != ("uses" in step), step
        for script in re.findall(r"(?<![\w/])\.(?:ci|github)/[\w/-]+", step.get("run", "")):
            assert ROOT / script in SCRIPTS


def test_all_three_systems_and_every_python_are_checked():
    matrix = yaml.safe_load((ROOT / ".github" / "workflows" / "ci.yml").read_text(encoding="utf-8"))
    matrix = matrix["jobs"]["check"]["strategy"]["matrix"]
    systems = {*matrix["os"], *(one["os"] for one in matrix["include"])}
    assert {name.split("-")[0] for name in systems} == {"ubuntu", "windows", "macos"}
    assert matrix["python"] == ["3.11", "3.12", "3.13"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no bit that says what can be run")
@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_a_script_can_be_run(script):
    assert os.access(script, os.X_OK)
    assert subprocess.run(["bash", "-n", script], check=False).returncode == 0
