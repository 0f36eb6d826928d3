"""What the README shows works as it stands there."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

import gatescope
from gatescope.cli.bench import BENCHES
from gatescope.cli.main import VERBS, main

README = Path(gatescope.__file__).parent.parent / "README.md"
pytestmark = pytest.mark.skipif(not README.is_file(), reason="the README lies beside the sources only")

RUN = ("models", "trace", "render", "doctor")


def blocks(language: str) -> list[str]:
    found = re.findall(r"^```(\w*)\n(.*?)^```$", README.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    return [block for name, block in found if name == language]


def commands() -> list[list[str]]:
    """Every ``gatescope VERB …`` of the block without a language."""
    lines = [line for block in blocks("") for line in block.splitlines()]
    # What a command is for stands behind it, after a gap.
    split = [shlex.split(re.split(r"\s{3,}", line)[0]) for line in lines if line.startswith("gatescope ")]
    return [words[1:] for words in split if words[1] in VERBS]


@pytest.mark.slow
def test_python(tmp_path: Path) -> None:
    (program,) = blocks("python")
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", program],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(README.parent)},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert {path.name for path in tmp_path.iterdir()} == {"gates.png", "gates.npz", "figure-1.pdf", "typing.webp"}


def test_the_functions_in_the_prose_exist() -> None:
    prose = re.search(r"The analyses are.*?search a corpus", README.read_text("utf-8"), re.DOTALL)
    assert prose is not None
    named = set(re.findall(r"`(\w+)`", prose[0]))
    assert len(named) == 11
    assert named <= set(gatescope.__all__)


def test_the_version_is_the_newest_in_the_changelog_and_in_the_readme() -> None:
    changelog = (README.parent / "CHANGELOG.md").read_text("utf-8")
    newest = re.search(r"^## (\d+\.\d+\.\d+) - (\d{4}-\d\d-\d\d)$", changelog, re.MULTILINE)
    assert newest is not None
    assert newest[1] == gatescope.__version__
    assert f"version {gatescope.__version__} " in README.read_text("utf-8")


def test_every_verb_is_shown() -> None:
    assert {words[0] for words in commands()} == set(VERBS)


@pytest.mark.slow
@pytest.mark.parametrize("words", [words for words in commands() if words[0] in RUN], ids=" ".join)
def test_a_command_that_needs_no_data(
    words: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], qapp: object
) -> None:
    monkeypatch.chdir(tmp_path)
    code = main(words)
    said = capsys.readouterr()
    # The doctor finds something to say about most machines.
    assert code == 0 or words == ["doctor"], said.err
    if "-o" in words:
        assert (tmp_path / words[words.index("-o") + 1]).stat().st_size > 1000


@pytest.mark.parametrize("words", [words for words in commands() if words[0] not in RUN], ids=" ".join)
def test_the_arguments_of_the_others_exist(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main([*words[: 2 if words[0] == "train" else 1], "--help"])
    assert ended.value.code == 0
    told = capsys.readouterr().out
    for word in words[1:]:
        if word.startswith("-"):
            assert word in told
    if words[0] == "bench":
        assert set(words[1].split("|")) <= set(BENCHES)


def test_the_options_in_the_prose_exist(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["trace", "--help"])
    told = capsys.readouterr().out
    prose = re.search(r"A trace also takes.*?tells the rest\.", README.read_text("utf-8"), re.DOTALL)
    assert prose is not None
    options = re.findall(r"`(--[a-z]+) [^`]+`", prose[0])
    assert len(options) >= 6
    for option in options:
        assert option in told
