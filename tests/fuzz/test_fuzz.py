"""Five thousand damaged files of every kind: refused with a sentence or read, and nothing else happens."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.fuzz.kinds import KINDS

MUTANTS = 2000
EXTRAS = {"onnx": "onnx", "onnx-external": "onnx", "tokenizer": "tokenizers"}


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_damaged_files_are_refused_with_a_sentence(kind: str, tmp_path: Path) -> None:
    if kind in EXTRAS:
        pytest.importorskip(EXTRAS[kind], reason=f"the extra {EXTRAS[kind]} is not installed")
    command = [sys.executable, "-m", "tests.fuzz.run", kind, "--count", str(MUTANTS), "--keep", str(tmp_path)]
    # A crash, by a signal, would take the tests with it: so in a process of its own.
    done = subprocess.run(
        command, cwd=Path(__file__).parents[2], env=os.environ, capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode in (0, 1), f"ended with {done.returncode}: {done.stderr[-2000:]}"
    report = json.loads(done.stdout)
    assert report["findings"] == []
    assert report["mutants"] == MUTANTS
    # Mutants that are all refused, or all read, say that the samples or the mutators are broken.
    assert min(report["outcomes"]["refused"], report["outcomes"]["read"]) > MUTANTS / 50
