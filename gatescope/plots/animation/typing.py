"""A text that is being typed: a frame a letter, or a token."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal, get_args

from gatescope.errors import UsageError
from gatescope.plots.animation.frames import Frame, Moving, checked, evenly, steady
from gatescope.plots.animation.picture import ViewPicture
from gatescope.plots.description import Plot
from gatescope.session.run.again import Beginnings, reads_text, together
from gatescope.session.run.snapshot import Run
from gatescope.words import trn

By = Literal["letter", "token"]
_LETTERS_A_SECOND, _TOKENS_A_SECOND = 10.0, 4.0


def typed(runs: Sequence[Run], picture: ViewPicture, by: By | None = None, frames: int | None = None) -> Moving:
    """Return the text of `runs` growing, on the axis that it has in the end, the cursor on the last token.

    Args:
        runs: of the whole text.
        by: what a frame adds: a letter, or a token; by default letters where there are not more than frames.
        frames: at most so many; where there are more letters or tokens, a frame adds several.

    Raises:
        UsageError: there is nothing to type, or no such `by`, letters are asked for where no text is read, or there
            cannot be so many frames.
    """
    most = checked(frames)
    first = runs[0]
    if not len(first.tokens):
        raise UsageError("the text has no tokens, so there is nothing to type")
    if by not in (None, *get_args(By)):
        raise UsageError(f"nothing is typed by {by!r}; there are {', '.join(get_args(By))}")
    spelled = all(reads_text(run) for run in runs)
    if by == "letter" and not spelled:
        raise UsageError("letters are typed where a model reads a text: here tokens are, so animate by token")
    letters = len(first.tokens.text.rstrip())
    if by is None:
        by = "letter" if spelled and letters <= most else "token"
    whole = letters if by == "letter" else len(first.tokens)
    stops, last = evenly(whole, most), picture.settled(runs)
    # A mark on a token that was chosen stays; else the last one is marked, as while a person types.
    final = last.at(-1 if picture.token is None else picture.token).of(runs)
    beginnings = [Beginnings(run) for run in runs]

    def drawn() -> Iterator[Plot]:
        for grown in together(beginnings, stops, characters=by == "letter"):
            count = len(grown[0].tokens)
            # Blanks before the first word are no tokens yet.
            if count:
                yield last.at(_cursor(picture.token, count, len(first.tokens))).of(grown)

    remark = ""
    if len(stops) < whole:
        remark = _several_each(by, whole, len(stops))
    about, fps = f"typed {by} by {by}", _LETTERS_A_SECOND if by == "letter" else _TOKENS_A_SECOND
    return Moving(map(Frame, steady(drawn(), final)), len(stops), about, (final,), fps, remark)


def _several_each(by: By, whole: int, count: int) -> str:
    """Say that each of `count` frames adds several of the `whole` letters or tokens."""
    if by == "letter":
        return trn(
            "{whole:,} letters in 1 frame: {each:.1f} letters a frame, not shown one by one",
            "{whole:,} letters in {count:,} frames: {each:.1f} letters a frame, not shown one by one",
            count,
            whole=whole,
            each=whole / count,
        )
    return trn(
        "{whole:,} tokens in 1 frame: {each:.1f} tokens a frame, not shown one by one",
        "{whole:,} tokens in {count:,} frames: {each:.1f} tokens a frame, not shown one by one",
        count,
        whole=whole,
        each=whole / count,
    )


def _cursor(wanted: int | None, count: int, whole: int) -> int | None:
    """Return where the cursor is once `count` of `whole` tokens are typed."""
    if wanted is None:
        return count - 1
    place = wanted + whole if wanted < 0 else wanted
    return min(place, count - 1)
