"""A byte of a command line that is not UTF-8 comes as half a character: it is shown as U+FFFD, whatever is written."""

from __future__ import annotations

from pathlib import Path

import pytest

import gatescope as gs
from gatescope.cli.main import main

HALF, WHOLE = "caf\udce9 was good", "caf\ufffd was good"
COMMANDS = {
    "trace": ["trace", "--model", "sentiment-lstm"],
    "one view": ["render", "--model", "sentiment-lstm", "--view", "traces"],
    "a figure": ["render", "--model", "sentiment-lstm", "--view", "heatmap,readout"],
}
PICTURES = (".png", ".svg", ".pdf")
WRITTEN = [(name, suffix) for name in COMMANDS for suffix in (".csv", ".npz", *(PICTURES if name != "trace" else ()))]


@pytest.mark.parametrize(("command", "suffix"), WRITTEN)
def test_it_is_written_as_the_stand_in(tmp_path: Path, command: str, suffix: str) -> None:
    verb, *options = COMMANDS[command]
    written = []
    for name, text in (("half", HALF), ("whole", WHOLE)):
        path = tmp_path / f"{name}{suffix}"
        assert main([verb, text, *options, "-o", str(path)]) == 0
        written.append(path.read_bytes())
    # The scene and the command are of the text that was read.
    assert written[0] == written[1]


def test_python_reads_it_so_too() -> None:
    assert gs.trace("sentiment-lstm", HALF).run.tokens.text == WHOLE
    pair = "\ud83d\ude00"
    assert gs.trace("sentiment-lstm", pair).run.tokens.text == "\U0001f600"
