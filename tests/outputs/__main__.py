"""Writes every kind of output on disks that fail, and in processes that are killed; see `tests.outputs`."""

from __future__ import annotations

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from tests.monkey.__main__ import prepare
from tests.outputs.disks import FAILURES, disk, may_mount, privilege

_SAYS = {
    "ENOSPC": ("No space left", "no room left"),
    "EROFS": ("Read-only file system",),
    "EACCES": ("Permission denied",),
}
_WAYS_OUT = ("make room", "another folder", "go on with --resume", "index again", "remembered")
_PARTLY = ("index", "training log", "faults")
"""Kinds that may be in the midst of something that the next write goes on with."""


def main() -> int:
    """Say what is wrong with which kind; 1 where anything is."""
    parser = argparse.ArgumentParser(prog="python -m tests.outputs", description=__doc__)
    parser.add_argument("--kills", type=int, default=0, metavar="N")
    parser.add_argument("--kinds", nargs="*", default=[])
    parser.add_argument("--writers", action="store_true", help="compare the kinds with all functions that write")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--write", nargs=2, metavar=("KIND", "FILE"), help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if not arguments.inside and not arguments.write and not arguments.kills and not arguments.writers:
        if not may_mount():
            print("no small file system can be mounted here")
            return 2
        command = [*privilege(), sys.executable, "-m", "tests.outputs", "--inside", "--kinds", *arguments.kinds]
        return subprocess.run(command, check=False).returncode
    with tempfile.TemporaryDirectory(prefix="gatescope-outputs-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        prepare(folder / "home")
        (folder / "home").mkdir()
        (folder / "home").chmod(0o777)
        if arguments.write:
            return _write_for_ever(*arguments.write)
        from tests.outputs.kinds import KINDS

        kinds = arguments.kinds or list(KINDS)
        if arguments.writers:
            faults = _without_a_kind(folder)
        elif arguments.kills:
            faults = [fault for kind in kinds for fault in _killed(kind, folder, arguments.kills)]
            print(f"{len(kinds)} kinds of output, {arguments.kills} kills each, {len(faults)} faults")
        else:
            faults = [fault for kind in kinds for fault in _failing(kind, folder)]
            print(f"{len(kinds)} kinds of output on {len(FAILURES)} failing disks, {len(faults)} faults")
    print(*faults, sep="\n")
    return 1 if faults else 0


def _without_a_kind(folder: Path) -> list[str]:
    """Return the functions of the package that write a file, but none of the kinds, and entries that are obsolete."""
    from tests.outputs.kinds import KINDS
    from tests.outputs.writers import NO_OUTPUT, called, writers

    reached: set[str] = set()
    for name, output in KINDS.items():
        place = folder / name
        place.mkdir()
        reached |= called(lambda output=output, place=place: output.write(place / output.file, 0))  # type: ignore[misc]
    known = writers()
    faults = [f"{writer} writes a file, but no kind of output does it" for writer in known - reached - set(NO_OUTPUT)]
    faults += [f"{name} is listed as one that writes no output, but does not write" for name in set(NO_OUTPUT) - known]
    print(f"{len(KINDS)} kinds of output, {len(known)} functions that write, {len(faults)} faults")
    return sorted(faults)


def _failing(kind: str, folder: Path) -> Iterator[str]:
    """Write version 0, then version 1 where it cannot be written, and once more where it can."""
    from gatescope.errors import FileError
    from tests.outputs.kinds import KINDS

    output = KINDS[kind]
    with disk(folder / f"disk of {kind}") as place:
        path = place / output.file
        # What is imported or computed once is there, in a process without rights as well.
        scratch = folder / kind / "scratch"
        scratch.mkdir(parents=True)
        for version in (0, 1):
            output.write(scratch / output.file, version)
        output.write(path, 0)
        before = contents(place)
        for name, failing in FAILURES.items():
            with failing(place):
                try:
                    output.write(path, 1)
                except FileError as error:
                    said = str(error)
                except Exception as error:
                    said = f"{type(error).__name__}: {error}"
                    yield f"{kind}, {name}: raised {said}"
                else:
                    yield f"{kind}, {name}: nothing is said"
                    continue
                finally:
                    left = contents(place)
            print(f"{kind}, {name}: {said}")
            if before.items() - left.items():
                yield f"{kind}, {name}: changed are {sorted(dict(before.items() - left.items()))}"
            if left.keys() - before.keys():
                yield f"{kind}, {name}: left are {sorted(left.keys() - before.keys())}"
            if (output.named or Path(output.file).stem) not in said:
                yield f"{kind}, {name}: the file is not named: {said}"
            if not any(words in said for words in _SAYS[name]):
                yield f"{kind}, {name}: no reason: {said}"
            if not any(words in said for words in _WAYS_OUT):
                yield f"{kind}, {name}: no way out: {said}"
        output.write(path, 1)
        if contents(place) == before:
            yield f"{kind}: cannot be written afterwards"


def _killed(kind: str, folder: Path, kills: int) -> Iterator[str]:
    """Kill a process that writes the two versions in turn; what is there is one of them, or can be read."""
    from tests.outputs.kinds import KINDS

    output, seed = KINDS[kind], random.Random(kind)
    place = folder / kind / "work"
    place.mkdir(parents=True)
    path, whole = place / output.file, []
    for version in (1, 0):
        output.write(path, version)
        whole.append(contents(place))
    kept = whole[0].keys() & whole[1].keys()
    for _ in range(kills):
        command = [sys.executable, "-m", "tests.outputs", "--write", kind, str(path)]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(seed.uniform(0.0, 0.4))
        process.send_signal(signal.SIGKILL)
        process.communicate()
        left = contents(place)
        if output.read is None and kind not in _PARTLY:
            versions = [{name: found[name] for name in kept} for found in whole]
            if {name: left.get(name) for name in kept} not in versions:
                yield f"{kind}: neither of the two versions is there after a kill"
                return
        elif output.read is not None:
            try:
                output.read(path)
            except Exception as error:
                yield f"{kind}: torn after a kill: {error}"
                return
    # A program that a killed process had started, as for a video, ends by itself a moment later.
    time.sleep(0.5)
    output.write(path, 1)
    print(f"{kind}: {kills} kills", flush=True)
    torn = sorted(name for name in contents(place) if ".part" in Path(name).name)
    if torn:
        yield f"{kind}: after the next write there is still {torn}"
    if kind == "index":
        from gatescope.analysis.corpus.index import open_index

        if not open_index(path).manifest.tokens:
            yield f"{kind}: empty after {kills} kills"


def _write_for_ever(kind: str, name: str) -> int:
    from tests.outputs.kinds import KINDS

    path, output = Path(name), KINDS[kind]
    output.write(path, 0)
    print("ready", flush=True)
    for number in range(1_000_000):
        output.write(path, number % 2)
    return 0


def contents(folder: Path) -> dict[str, bytes]:
    """Return the bytes of every file in `folder`, by its place there."""
    found = sorted(file for file in folder.rglob("*") if file.is_file() and os.access(file, os.R_OK))
    return {str(file.relative_to(folder)): file.read_bytes() for file in found if file.name != "lock"}


if __name__ == "__main__":
    sys.exit(main())
