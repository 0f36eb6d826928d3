"""The watch itself: what it must hear, it hears."""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path

import pytest

from tests.fuzz import onnx_samples
from tests.fuzz.mutate import mutant
from tests.fuzz.samples import npz, own_weights
from tests.fuzz.watch import Hang, Watch, alarm

CHILD = """
from tests.fuzz.watch import Watch
watch = Watch()
with watch.on():
    try:
        {what}
    except BaseException:
        pass
print(len(watch.events))
"""


@pytest.mark.parametrize(
    ("what", "heard"),
    [
        ("exec('1')", True),
        ("__import__('os').system('true')", True),
        ("import wave", True),
        ("__import__('subprocess').run(['true'])", True),
        ("__import__('socket').socket()", True),
        ("open('/tmp/gatescope-watch', 'w')", True),
        ("__import__('os').open('/tmp/gatescope-watch', 0o102)", True),
        ("__import__('pickle').loads(b'cos\\nsystem\\n.')", True),
        ("open('/dev/null').read()", False),
        ("sum(range(10))", False),
    ],
)
def test_the_hook_hears_what_no_file_may_do(what: str, heard: bool) -> None:
    code = CHILD.format(what=what)
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=Path(__file__).parents[2], capture_output=True, text=True, check=True
    )
    assert (int(done.stdout) > 0) == heard
    Path("/tmp/gatescope-watch").unlink(missing_ok=True)


@pytest.mark.parametrize(("name", "heard"), [("inside", 0), ("folder/../../outside", 1), ("../outside", 1)])
def test_the_hook_hears_what_is_read_elsewhere(name: str, heard: int, tmp_path: Path) -> None:
    """As a model may that says where its weights lie."""
    folder = tmp_path / "at"
    (folder / "folder").mkdir(parents=True)
    for path in (folder / "inside", tmp_path / "outside"):
        path.write_bytes(b"")
    watch = Watch(folder)
    with watch.on():
        (folder / name).read_bytes()
    assert len(watch.events) == heard


def test_the_alarm_ends_what_takes_too_long() -> None:
    def spin() -> None:
        while True:
            pass

    with pytest.raises(Hang), alarm(0.05):
        spin()


def test_the_same_seed_gives_the_same_damage() -> None:
    samples = [b'{"shape": [1, 2], "of": {"a": []}}', *own_weights(), *onnx_samples.models(), *npz()]
    first, second = ([mutant(rng, samples) for _ in range(200)] for rng in (random.Random(7), random.Random(7)))
    assert first == second
    assert sum(data not in samples for data in first) > 190
