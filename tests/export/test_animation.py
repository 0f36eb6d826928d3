"""Moving pictures: as many frames as were given, each with its own picture and line, in all three formats."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

import gatescope as gs
from gatescope.errors import FileError, UsageError
from gatescope.export.animation import ANIMATIONS, Frame, save_animation
from gatescope.plots.by_name import describe_runs
from gatescope.plots.description import Plot

pytestmark = pytest.mark.usefixtures("qapp")


@pytest.fixture(scope="module")
def plots() -> list[Plot]:
    texts = ("The film was not good.", "The film was good.", "It was never dull.")
    return [describe_runs("heatmap", [gs.trace("sentiment-lstm", text).run]) for text in texts]


@pytest.mark.parametrize("suffix", ANIMATIONS)
def test_every_frame_is_in_the_file(suffix: str, plots: list[Plot], tmp_path: Path) -> None:
    path = tmp_path / f"a{suffix}"
    frames = [Frame(plot, f"frame {number}") for number, plot in enumerate(plots)]
    assert save_animation(iter(frames), path, (400, 300), frame_ms=200) == 3
    with Image.open(path) as found:
        assert (found.n_frames, found.size) == (3, (400, 300))
        seen = []
        for number in range(3):
            found.seek(number)
            seen.append(np.asarray(found.convert("RGB")).astype(int))
    assert all(np.abs(seen[k] - seen[k + 1]).mean() > 1 for k in range(2))
    assert [path.name for path in tmp_path.iterdir()] == [f"a{suffix}"]


def test_the_line_below_is_drawn(plots: list[Plot], tmp_path: Path) -> None:
    pictures = []
    for line in ("", "step 3 of 7"):
        save_animation([Frame(plots[0], line)], tmp_path / "a.webp", (400, 300))
        with Image.open(tmp_path / "a.webp") as found:
            pictures.append(np.asarray(found.convert("RGB")).astype(int))
    changed = np.abs(pictures[0] - pictures[1]).max(axis=2) > 0
    assert changed[272:].any()
    assert not changed[:272].any()


def test_what_cannot_be_written_is_said(plots: list[Plot], tmp_path: Path) -> None:
    frame = Frame(plots[0], "")
    with pytest.raises(UsageError, match=r"must end in .gif, .webp, .apng"):
        save_animation([frame], tmp_path / "a.png")
    with pytest.raises(UsageError, match="at least one frame"):
        save_animation([], tmp_path / "a.gif")
    with pytest.raises(FileError):
        save_animation([frame], tmp_path / "no" / "a.gif", (400, 300))
