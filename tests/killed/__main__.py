"""Kills sessions at random moments and looks what comes back; see `tests.killed`."""

from __future__ import annotations

import argparse
import os
import queue
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

from tests.monkey.__main__ import prepare

MAY_BE_LOST_S = 10.0
_PATIENCE_S = 120.0


@dataclass
class Story:
    """What was done over all starts of one kind of work.

    Attributes:
        when: the time of every step that counts, by its number.
        worst: the seconds between the first step that was lost and the kill.
    """

    folder: Path
    kind: str
    when: dict[int, float] = field(default_factory=dict)
    last_kill: float = 0.0
    worst: float = 0.0
    lost: int = 0

    def take(self, number: int, bias: int) -> list[str]:
        """Take what a start found, and forget the steps after it; return what is wrong with it."""
        faults = []
        if abs(number - bias) > 1:
            faults.append(f"the sentence is of step {number}, the bias of step {bias}")
        gone = [when for step, when in self.when.items() if step > number]
        if gone:
            self.lost = max(self.lost, len(gone))
            self.worst = max(self.worst, self.last_kill - min(gone))
            if len(gone) > 1 and self.last_kill - min(gone) > MAY_BE_LOST_S:
                faults.append(f"{len(gone)} steps of the last {self.last_kill - min(gone):.1f} s are lost")
        self.when = {step: when for step, when in self.when.items() if step <= number}
        return faults


def main() -> int:
    """Say what was lost; 1 where it is too much, or where a file is torn."""
    parser = argparse.ArgumentParser(prog="python -m tests.killed", description=__doc__)
    parser.add_argument("--kills", type=int, default=4)
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    faults: list[str] = []
    chance = random.Random(arguments.seed)
    with tempfile.TemporaryDirectory(prefix="gatescope-killed-", ignore_cleanup_errors=True) as name:
        stories = []
        for kind in ("none", "project"):
            (Path(name) / kind).mkdir()
            stories.append(Story(Path(name) / kind, kind))
        for number in range(arguments.kills):
            story = stories[number % 2]
            prepare(story.folder / "home")
            found = [*_one(story, chance.uniform(0.05, 8.0)), *_torn(story.folder)]
            faults += [f"kill {number} ({story.kind}): {fault}" for fault in found]
    for story in stories:
        print(f"{story.kind}: at most {story.lost} steps, {story.worst:.1f} s, were lost by a kill")
    print(f"{arguments.kills} kills, {len(faults)} faults", *faults, sep="\n")
    return 1 if faults else 0


def _one(story: Story, seconds: float) -> list[str]:
    """Start a session, let it work for `seconds`, and kill it."""
    command = [sys.executable, "-m", "tests.killed.session", str(story.folder), story.kind]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stdout is not None
    lines: queue.Queue[str] = queue.Queue()
    reader = threading.Thread(target=lambda: [lines.put(line) for line in chain(process.stdout or (), ["ended"])])
    reader.start()
    try:
        began = lines.get(timeout=_PATIENCE_S).split()
    except queue.Empty:
        process.kill()
        reader.join()
        return [f"it does not begin: {process.communicate()[1]}"]
    if began[0] != "began":
        reader.join()
        return [f"it begins with {began}: {process.communicate()[1]}"]
    faults = story.take(int(began[1]), int(began[2]))
    time.sleep(seconds)
    story.last_kill = time.monotonic()
    process.send_signal(signal.SIGKILL)
    process.wait()
    reader.join()
    while not lines.empty():
        did = lines.get().split()
        if len(did) == 3:
            story.when[int(did[1])] = float(did[2])
    errors = process.communicate()[1]
    if process.returncode != -signal.SIGKILL:
        faults.append(f"it ended by itself: {errors}")
    return faults


def _torn(folder: Path) -> list[str]:
    """Return the files of a person that cannot be read, or are not whole."""
    from PySide6.QtCore import QSettings

    from gatescope.errors import GateScopeError
    from gatescope.formats.own.weights_and_card import load_model
    from gatescope.session.project.work import load

    faults = []
    for path, read in ((folder / "work.gatescope", load), (folder / "model.safetensors", load_model)):
        try:
            if path.exists():
                read(path)
        except GateScopeError as error:
            faults.append(f"torn: {error}")
    ini = Path(os.environ["XDG_CONFIG_HOME"], "gatescope", "gatescope.ini")
    if ini.exists():
        numbers = str(QSettings(str(ini), QSettings.Format.IniFormat).value("lessons", "")).split()
        if numbers and (len(numbers) != 300 or len(set(numbers)) != 1):
            faults.append(f"torn: {ini.name} has {len(numbers)} of 300 words")
    return faults


if __name__ == "__main__":
    sys.exit(main())
