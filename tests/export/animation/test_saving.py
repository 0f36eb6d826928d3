"""Moving pictures in files: what was drawn, for as long as it was to stay, in all formats, whole or not at all."""

from __future__ import annotations

import errno
import io
import weakref
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageColor

import gatescope as gs
from gatescope.errors import Cancelled, FileError, UsageError
from gatescope.export.animation.drawn import draw
from gatescope.export.animation.kinds import ANIMATIONS
from gatescope.export.animation.pace import Pace
from gatescope.export.animation.saving import save_animation
from gatescope.plots.animation.frames import Frame
from gatescope.plots.by_name import describe_runs
from gatescope.plots.description import Plot
from gatescope.plots.theme import LIGHT
from tests.export.animation.moving import SIZE, of, shown

PICTURES = [suffix for suffix, kind in ANIMATIONS.items() if not kind.video]


@pytest.fixture(scope="module")
def plots() -> list[Plot]:
    texts = ("The film was not good.", "The film was good.", "It was never dull.")
    return [describe_runs("heatmap", [gs.trace("sentiment-lstm", text).run]) for text in texts]


@pytest.mark.parametrize("suffix", PICTURES)
def test_every_frame_is_in_the_file(suffix: str, plots: list[Plot], tmp_path: Path) -> None:
    path = tmp_path / f"a{suffix}"
    assert save_animation(of(plots), path, SIZE, pace=Pace(fps=4.0)) == 3
    found, stays = shown(path)
    assert len(found) == 3
    # GIF has 256 colours; the others lose nothing.
    least = 8.0 if suffix == ".gif" else 0.0
    for picture, plot in zip(found, plots, strict=True):
        drawn = np.asarray(draw(Frame(plot), SIZE, LIGHT)).astype(np.int64)
        assert np.abs(picture - drawn).mean() <= least
        assert np.abs(picture - drawn).max() <= 12 * least
    if suffix != ".webp":
        assert stays == [250, 250, 2000]
    assert [path.name for path in tmp_path.iterdir()] == [f"a{suffix}"]


@pytest.mark.parametrize("suffix", PICTURES)
def test_a_frame_that_changes_nothing_makes_the_one_before_longer(
    suffix: str, plots: list[Plot], tmp_path: Path
) -> None:
    path = tmp_path / f"a{suffix}"
    assert save_animation(of([plots[0], plots[0], plots[1], plots[1]]), path, SIZE, pace=Pace(last_s=1.0)) == 4
    found, stays = shown(path)
    assert len(found) == 2
    if suffix != ".webp":
        assert stays == [200, 1100]


@pytest.mark.parametrize(("loops", "said"), [(0, 0), (1, None), (3, 2)])
def test_how_often_a_gif_is_shown(loops: int, said: int | None, plots: list[Plot], tmp_path: Path) -> None:
    save_animation(of(plots), tmp_path / "a.gif", SIZE, pace=Pace(loops=loops))
    with Image.open(tmp_path / "a.gif") as found:
        # A GIF says how often it is shown again.
        assert found.info.get("loop") == said
    for suffix in (".webp", ".apng"):
        save_animation(of(plots), tmp_path / f"a{suffix}", SIZE, pace=Pace(loops=loops))
        with Image.open(tmp_path / f"a{suffix}") as found:
            assert found.info.get("loop") == loops


def test_a_figure_of_several_views_fills_the_frame(tmp_path: Path) -> None:
    trace = gs.trace("sentiment-lstm", "The film was not good.")
    path = gs.animate(trace, "typing", tmp_path / "a.webp", view=["heatmap", "readout"], frames=2, size=(480, 270))
    first, last = shown(path)[0]
    assert first.shape == (270, 480, 3)
    # What is still to be typed is blank on the same axes: the right half of both panels.
    ground = first[2, 2]
    assert (np.abs(first - ground).max(axis=2) > 40)[60:200, 200:230].mean() < 0.05
    assert (np.abs(last - ground).max(axis=2) > 40)[60:200, 200:230].mean() > 0.2


def test_a_gif_keeps_the_ground_and_the_hues_of_its_legend(plots: list[Plot], tmp_path: Path) -> None:
    save_animation(of(plots), tmp_path / "a.gif", (960, 540))
    picture = shown(tmp_path / "a.gif")[0][0]
    drawn = np.asarray(draw(Frame(plots[0]), (960, 540), LIGHT))
    for hue in (LIGHT.surface, LIGHT.hue("candidate"), LIGHT.hue("cell_state"), LIGHT.hue("hidden_state")):
        colour = ImageColor.getrgb(hue)
        there = (drawn == colour).all(axis=2)
        assert there.sum() > 20
        assert np.abs(picture[there] - colour).max() <= (0 if hue == LIGHT.surface else 4)


def test_frames_do_not_drift() -> None:
    pace = Pace(fps=30.0)
    assert [pace.start(frame, 10) for frame in (1, 2, 3, 30, 300)] == [30, 70, 100, 1000, 10_000]


def test_the_line_below_is_drawn(plots: list[Plot], tmp_path: Path) -> None:
    save_animation(of([plots[0], plots[0]], ["step 1 of 7", "step 3 of 7"]), tmp_path / "a.webp", SIZE)
    first, second = shown(tmp_path / "a.webp")[0]
    changed = np.abs(first - second).max(axis=2) > 0
    assert changed[272:].any()
    assert not changed[:272].any()


def test_few_frames_are_in_memory(plots: list[Plot], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    alive: list[weakref.ref[Image.Image]] = []
    most = 0

    def watched(*args: object) -> Image.Image:
        nonlocal most
        picture = draw(*args)  # type: ignore[arg-type]
        alive.append(weakref.ref(picture))
        most = max(most, sum(one() is not None for one in alive))
        return picture

    monkeypatch.setattr("gatescope.export.animation.drawn.draw", watched)
    for suffix in PICTURES:
        alive.clear()
        save_animation(of(plots * 4, typical=1), tmp_path / f"a{suffix}", (120, 90))
    assert most <= 5


@pytest.mark.parametrize("suffix", PICTURES)
def test_what_is_cancelled_leaves_the_old_file(suffix: str, plots: list[Plot], tmp_path: Path) -> None:
    path = tmp_path / f"a{suffix}"
    path.write_bytes(b"older")

    def report(share: float) -> None:
        if share > 0.5:
            raise Cancelled

    with pytest.raises(Cancelled):
        save_animation(of(plots), path, SIZE, report=report)
    assert path.read_bytes() == b"older"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("suffix", PICTURES)
def test_a_disk_that_gets_full_leaves_the_old_file(
    suffix: str, plots: list[Plot], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / f"a{suffix}"
    path.write_bytes(b"older")

    class Full(io.BytesIO):
        def write(self, data: object, /) -> int:
            if self.tell() > 2000:
                raise OSError(errno.ENOSPC, "No space left on device")
            return super().write(data)  # type: ignore[arg-type]

    monkeypatch.setattr("gatescope.formats.files.atomic.open", lambda *_: Full(), raising=False)
    with pytest.raises(FileError, match="No space left on device"):
        save_animation(of(plots), path, SIZE)
    assert path.read_bytes() == b"older"
    assert list(tmp_path.iterdir()) == [path]


def test_an_error_in_a_frame_leaves_the_old_file(plots: list[Plot], tmp_path: Path) -> None:
    path = tmp_path / "a.gif"
    path.write_bytes(b"older")

    def frames() -> Iterator[Frame]:
        yield Frame(plots[0])
        raise UsageError("the corpus is gone")

    moving = of(plots)
    with pytest.raises(UsageError, match="the corpus is gone"):
        save_animation(type(moving)(frames(), 2, "", plots, 1.0), path, SIZE)
    assert path.read_bytes() == b"older"


def test_what_cannot_be_written_is_said(plots: list[Plot], tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"must end in .gif, .webp, .apng, .mp4, .webm"):
        save_animation(of(plots), tmp_path / "a.png")
    with pytest.raises(UsageError, match="at least one frame"):
        save_animation(of([]), tmp_path / "a.gif")
    with pytest.raises(FileError):
        save_animation(of(plots), tmp_path / "no" / "a.gif", SIZE)
    with pytest.raises(UsageError, match="16 to 4096"):
        save_animation(of(plots), tmp_path / "a.gif", (5000, 300))
    for pace, said in ((Pace(fps=0), "0 frames a second"), (Pace(fps=60), "0.1 to 50"), (Pace(last_s=-1), "0 to 60")):
        with pytest.raises(UsageError, match=said):
            save_animation(of(plots), tmp_path / "a.gif", SIZE, pace=pace)
    assert not list(tmp_path.iterdir())
