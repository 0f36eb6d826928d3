"""Measures that a moving picture takes as long, and as much memory, for its last frames as for its first.

``python -m tests.export.flat_frames [--frames N] [--suffix .gif]`` types a text of as many tokens as frames, holds a
gate at as many values, and prints the CPU time of a frame: the median of the last tenth over that of an early tenth. A
sweep draws the same from frame to frame, so all of its time has to be flat. A text that is being typed has more to draw
and to encode in the end, so there only what is computed has to. Memory is what the process grew by in the second half.
It ends with 1 where something is not flat.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import gatescope as gs
from gatescope.export.animation.kinds import ANIMATIONS
from gatescope.export.animation.saving import save_animation
from gatescope.plots.animation.by_name import moving
from gatescope.plots.animation.frames import Frame
from gatescope.plots.animation.picture import ViewPicture

MOST_RATIO = 1.2
MOST_GROWTH_MB = 8.0
_WORDS = ("the", "film", "was", "not", "good", "but", "the", "end", "made", "up", "for", "all", "of", "it")


def text_of(tokens: int) -> str:
    """Return a text of so many words."""
    return " ".join(_WORDS[at % len(_WORDS)] for at in range(tokens))


def measured(what: str, view: str, frames: int, suffix: str) -> tuple[float, float, float]:
    """Return the ratio of late to early frames for what is computed, and for all of it, and the growth in MB."""
    typing = what == "typing"
    run = gs.trace("sentiment-lstm", text_of(frames if typing else 30)).run
    options = {"by": "token"} if typing else {"sweep": "forget_gate=0..1"}
    found = moving(what, [run], ViewPicture(view), frames=frames, **options)  # type: ignore[arg-type]
    computed: list[float] = []
    whole: list[float] = []
    grown: list[float] = []

    def watched() -> Iterator[Frame]:
        frames_of, began = iter(found.frames), time.process_time()
        while True:
            start = time.process_time()
            frame = next(frames_of, None)
            if frame is None:
                return
            computed.append(time.process_time() - start)
            yield frame
            whole.append(time.process_time() - began)
            grown.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
            began = time.process_time()

    with tempfile.TemporaryDirectory() as folder:
        save_animation(replace(found, frames=watched()), Path(folder) / f"a{suffix}")
    return _ratio(computed), _ratio(whole), grown[-1] - grown[len(grown) // 2]


def _ratio(times: list[float]) -> float:
    tenth = max(len(times) // 10, 1)
    return statistics.median(times[-tenth:]) / statistics.median(times[tenth : 2 * tenth])


def main(arguments: list[str]) -> int:
    """Print the figures; return 1 where one is too high."""
    parser = argparse.ArgumentParser(prog="python -m tests.export.flat_frames")
    parser.add_argument("--frames", type=int, default=300)
    parser.add_argument("--suffix", choices=[one for one, kind in ANIMATIONS.items() if not kind.video], nargs="+")
    args = parser.parse_args(arguments)
    flat = True
    for suffix in args.suffix or [".gif", ".apng", ".webp"]:
        for what, view in (("typing", "heatmap"), ("typing", "traces"), ("clamp", "heatmap"), ("clamp", "traces")):
            computed, whole, grown = measured(what, view, args.frames, suffix)
            flat &= (computed if what == "typing" else whole) <= MOST_RATIO and grown <= MOST_GROWTH_MB
            told = f"last/first {computed:.2f} computed, {whole:.2f} with drawing and encoding"
            print(
                f"{what}, {view}, {suffix}: {args.frames} frames, {told}; {grown:+.1f} MB in the second half",
                flush=True,
            )
    return 0 if flat else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
