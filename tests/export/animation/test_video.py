"""Videos by the person's ffmpeg, for which a small program stands here: what it is told, fed, and how it may fail."""

from __future__ import annotations

import json
import os
import shutil
import sys
from pathlib import Path

import numpy as np
import pytest

import gatescope as gs
from gatescope.errors import Cancelled, FileError, UsageError
from gatescope.export.animation.pace import Pace
from gatescope.export.animation.saving import save_animation
from gatescope.plots.by_name import describe_runs
from gatescope.plots.description import Plot
from tests.cli.toys import model
from tests.export.animation.moving import SIZE, of

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the program that stands for ffmpeg is a script")

_PROGRAM = """#!{python}
import json, pathlib, sys
place = pathlib.Path(sys.argv[-1].removeprefix("file:"))
if "{way}" == "refuse":
    sys.exit("Unknown encoder 'libx264'")
data = sys.stdin.buffer.read()
if "{way}" == "fail":
    place.write_bytes(b"half")
    sys.exit("Conversion failed!")
place.write_bytes(json.dumps([len(data), sys.argv[1:]]).encode())
"""


@pytest.fixture
def plots() -> list[Plot]:
    return [describe_runs("heatmap", [gs.trace(model(), text).run]) for text in ("the food", "the food was")]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "bin").mkdir()
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    return tmp_path


def put(folder: Path, way: str) -> None:
    program = folder / "bin" / "ffmpeg"
    program.write_text(_PROGRAM.format(python=sys.executable, way=way))
    program.chmod(0o755)


@pytest.mark.parametrize(("suffix", "codec"), [(".mp4", "libx264"), (".webm", "libvpx-vp9")])
def test_every_frame_goes_to_the_program(suffix: str, codec: str, plots: list[Plot], folder: Path) -> None:
    put(folder, "write")
    path = folder / f"-a b;{suffix}"
    assert save_animation(of(plots), path, SIZE, pace=Pace(fps=5.0, last_s=2.0)) == 2
    size, told = json.loads(path.read_bytes())
    # One, and the last as often as it stays.
    assert size == (1 + 10) * int(np.prod(SIZE)) * 3
    assert codec in told
    assert told[told.index("-r") + 1] == "5"
    assert {one.name for one in folder.iterdir()} == {"bin", path.name}


@pytest.mark.skipif(shutil.which("ffmpeg") is None, reason="ffmpeg is not installed; it makes the video")
@pytest.mark.parametrize("suffix", [".mp4", ".webm"])
def test_the_same_pictures_make_the_same_file(suffix: str, plots: list[Plot], tmp_path: Path) -> None:
    made = []
    for name in ("a", "b"):
        save_animation(of(plots), tmp_path / f"{name}{suffix}", SIZE, pace=Pace(fps=5.0, last_s=0.2))
        made.append((tmp_path / f"{name}{suffix}").read_bytes())
    assert made[0] == made[1]


@pytest.mark.parametrize(("way", "said"), [("refuse", "Unknown encoder"), ("fail", "Conversion failed!")])
def test_a_program_that_fails_leaves_the_old_file(way: str, said: str, plots: list[Plot], folder: Path) -> None:
    put(folder, way)
    path = folder / "a.mp4"
    path.write_bytes(b"older")
    with pytest.raises(FileError, match=said):
        save_animation(of(plots * 20), path, SIZE)
    assert path.read_bytes() == b"older"
    assert {one.name for one in folder.iterdir()} == {"bin", "a.mp4"}


def test_it_ends_with_what_is_cancelled(plots: list[Plot], folder: Path) -> None:
    put(folder, "write")

    def report(share: float) -> None:
        if share > 0.4:
            raise Cancelled

    with pytest.raises(Cancelled):
        save_animation(of(plots), folder / "a.mp4", SIZE, report=report)
    assert {one.name for one in folder.iterdir()} == {"bin"}


def test_without_it_the_way_out_is_said(plots: list[Plot], folder: Path) -> None:
    with pytest.raises(UsageError, match=r"install it, or write a \.webp or \.gif file"):
        save_animation(of(plots), folder / "a.mp4", SIZE)
