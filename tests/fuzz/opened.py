"""Opens files one after another in a process of its own, under the watch, and tells what happened.

python -m tests.fuzz.opened FILE… prints a line of JSON for each.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from gatescope.errors import GateScopeError
from gatescope.formats.own import library
from tests.fuzz.watch import MOST_BYTES, Watch, alarm, import_everything, limit_memory


@dataclass(frozen=True)
class Opened:
    """How it went with one file.

    Attributes:
        error: the sentence, or "" where the file was read.
        seconds: of this process's time.
        events: what happened that a file must not bring about.
    """

    error: str
    seconds: float
    events: tuple[str, ...]


def opened(files: Sequence[Path], folder: Path) -> dict[str, Opened]:
    """What becomes of `files`, by their names, opened in `folder`, with `MOST_BYTES` more memory for each.

    Raises:
        AssertionError: something else than an error of ours escaped.
    """
    here = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    command = [sys.executable, "-m", "tests.fuzz.opened", *map(str, files)]
    done = subprocess.run(command, cwd=folder, env=here, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    found = [json.loads(line) for line in done.stdout.splitlines()]
    return {
        path.name: Opened(told["error"], told["seconds"], tuple(told["events"]))
        for path, told in zip(files, found, strict=True)
    }


def main() -> None:
    import_everything()
    watch = Watch()
    for name in sys.argv[1:]:
        limit_memory(MOST_BYTES)
        watch.events.clear()
        error, started = "", time.process_time()
        try:
            with alarm(), watch.on():
                library.load(Path(name))
        except GateScopeError as sentence:
            error = str(sentence)
        told = Opened(error, round(time.process_time() - started, 3), tuple(watch.events))
        print(json.dumps(asdict(told)))


if __name__ == "__main__":
    main()
