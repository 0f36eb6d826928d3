"""What the window says of the runs is what the runs are: chips, the label beside the mouse, and the cursor."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from PySide6.QtGui import QColor

from gatescope.plots.colours import indices, table
from gatescope.plots.shading import bands, short_caption
from gatescope.views.sentence.chip_data import ChipData
from tests.app.label_truth import label_faults
from tests.monkey.stage import Stage
from tests.views.sentence.chip_pixels import ground


def untrue(stage: Stage) -> list[str]:
    """What the window says that is not so, one sentence each."""
    return [*_chips(stage), *_caret(stage), *label_faults(stage.window, stage.session.snapshot)]


def _chips(stage: Stage) -> Iterator[str]:
    """The number of a chip, its colour on the screen, its tool tip and the caption are of one quantity."""
    session, sentence = stage.session, stage.window.sentence
    strip, snapshot, focus = sentence._chips, session.snapshot, session.focus
    assert snapshot is not None
    if not strip.isVisible() or not len(session.snapshot.runs):
        return
    wanted, fresh = bands(snapshot.runs, focus), ChipData(snapshot, focus)
    if not sentence._picker.text().endswith(short_caption(wanted, snapshot.runs)):
        yield f"the picker says {sentence._picker.text()!r}, the chips show {short_caption(wanted, snapshot.runs)!r}"
    image, looks = strip.grab().toImage(), strip._looks
    for (token, left, width), look in zip(strip.visible_chips(), looks, strict=True):
        said = fresh.text(token).plain
        for at, band in enumerate(wanted):
            if look.rows[at].text != fresh.number(at, token):
                yield f"chip {token} says {look.rows[at].text}, {band.said(token)}"
            if band.written(token) not in said:
                yield f"the tool tip of chip {token} says {said!r}, {band.said(token)}"
            if not 0 <= left <= strip.width() - width:
                continue
            shade = indices(np.asarray(band.painted[token : token + 1]), band.low, band.high)
            colour = QColor(*table(band.colours, strip._theme)[shade][0, :3].tolist())
            seen = ground(image, left, width, at, len(wanted) > 1)
            if seen != colour:
                yield f"chip {token} is {seen.name()}, the colour of {band.said(token)} is {colour.name()}"


def _caret(stage: Stage) -> Iterator[str]:
    """The token at the caret is that of the cursor, unless the cursor was moved since: then the caret is behind it."""
    session = stage.session
    document, snapshot, focus = session.document, session.snapshot, session.focus
    run = None if snapshot is None else snapshot.run(focus.model)
    if run is None or run.reads == "vectors" or focus.token is None or document.caret is None:
        return
    starts, ends = run.tokens.starts, run.tokens.ends
    if len(starts) and not starts[focus.token] <= document.caret <= ends[focus.token]:
        between = not any(start < document.caret <= end for start, end in zip(starts, ends, strict=True))
        if not between:
            word = document.text[starts[focus.token] : ends[focus.token]]
            yield f"the caret is at {document.caret}, the cursor on {word!r} at {starts[focus.token]}"
