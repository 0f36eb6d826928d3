"""A run as one piece of HTML, for a notebook: its words, shaded, over its maps, whose columns say their strongest units
under the mouse. No Qt, no script, nothing fetched."""

from __future__ import annotations

import struct
import zlib
from base64 import b64encode
from collections.abc import Sequence
from html import escape

import numpy as np

from gatescope.engine.network import Array, ReadOut
from gatescope.engine.part import Part
from gatescope.plots.colours import BAD, Indices, fit_rows, indices, table
from gatescope.plots.description import HeatmapPanel
from gatescope.plots.heatmap import heatmap, window
from gatescope.plots.numbers import number, span, strongest
from gatescope.plots.shading import bands
from gatescope.plots.signals import CELL_NAMES
from gatescope.plots.theme import LIGHT
from gatescope.session.document.document import Focus
from gatescope.session.run.snapshot import Run

# A notebook keeps this in its file, so a long text gets a coarser picture, and only its first words.
_COLUMNS, _ROWS, _WORDS, _LETTERS, _VALUES = 480, 128, 60, 24, 4
# A map says its units word by word only of so many.
_COLUMNS_TOLD = 60

_BOX = (
    f"max-width:960px;padding:12px 14px;border:1px solid {LIGHT.border};border-radius:6px;"
    f"background:{LIGHT.surface};color:{LIGHT.text};font:13px/1.5 Inter,system-ui,sans-serif"
)
_CHIP = "display:inline-block;margin:0 3px 3px 0;padding:1px 5px;border-radius:4px"
_MAP = f"display:block;width:100%;height:72px;border:1px solid {LIGHT.border}"
_GRID = "display:grid;grid-template-columns:repeat(auto-fill,minmax(260px,1fr));gap:8px 14px;margin-top:8px"


def html(run: Run, notes: Sequence[str] = ()) -> str:
    """Return the words and, of the last layer, the map of every signal, below a line of facts that ends with `notes`.

    Everything that comes from a text or a file is escaped.
    """
    focus = Focus(model=run.model, part=run.network.default_part)
    words = [_shown(word) for word in run.tokens.words(0, _COLUMNS_TOLD)]
    maps = "".join(_map(panel, words) for panel in heatmap([run], focus).panels) if len(run.tokens) else ""
    return (
        f'<div class="gatescope-trace" style="{_BOX}">{_heading(run, focus.part, notes)}'
        f'<div style="margin-top:6px">{_chips(run, focus)}</div><div style="{_GRID}">{maps}</div></div>'
    )


def _heading(run: Run, part: Part, notes: Sequence[str]) -> str:
    network, count = run.network, len(run.tokens)
    facts = [f"{len(network.layers)}×{network.units} units", f"{count:,} token{'' if count == 1 else 's'}", part]
    facts += [
        f"{_shown(readout.name)}: {_last_said(readout, run.readouts[readout.name][-1])}"
        for readout in network.readouts
        if count and len(readout.labels)
    ]
    facts += [_escaped(note) for note in notes]
    if run.bad is not None:
        facts.append(f'<b style="color:{LIGHT.bad}">no finite number from token {run.bad.token} on</b>')
    title = f"<b>{CELL_NAMES[network.cell.name]}</b> {_shown(run.model)}"
    return f'<div>{title} <span style="color:{LIGHT.muted}">· {" · ".join(facts)}</span></div>'


def _last_said(readout: ReadOut, last: Array) -> str:
    """Return a label with its probability, or the first plain values, out of (C,) `last`; escaped."""
    if readout.kind == "linear":
        return ", ".join(number(float(value)) for value in last[:_VALUES]) + (", …" if len(last) > _VALUES else "")
    column = -1 if readout.kind == "logistic" else int(np.nan_to_num(last).argmax())
    return f"{_shown(readout.labels[column])} {number(float(last[column]))}"


def _chips(run: Run, focus: Focus) -> str:
    """Return the first words, shaded by the read-out after them, or by the hidden state where there is none."""
    count = len(run.tokens)
    if not count:
        return f'<i style="color:{LIGHT.muted}">no tokens</i>'
    band = bands([run], focus)[0]
    palette = table(band.colours, LIGHT)
    shown = indices(np.asarray(band.painted[:_WORDS]), band.low, band.high)
    chips = []
    for index, word in enumerate(run.tokens.words(0, _WORDS)):
        # Words must stay legible on the deepest shade.
        red, green, blue = (255 - (255 - palette[shown[index], :3].astype(int)) * 45 // 100).tolist()
        ring = f";outline:1px dashed {LIGHT.bad}" if shown[index] == BAD else ""
        title = _escaped(f"token {index}: {band.said(index)}")
        colour = f"background:rgb({red},{green},{blue}){ring}"
        chips.append(f'<span style="{_CHIP};{colour}" title="{title}"><bdi>{_shown(word)}</bdi></span>')
    rest = f" … and {count - _WORDS:,} more" if count > _WORDS else ""
    return "".join(chips) + rest


def _map(panel: HeatmapPanel, words: Sequence[str]) -> str:
    """Return a map as an SVG: the picture, and over it a place for every column that says its word."""
    image = fit_rows(window(panel, 0, len(panel.values), _COLUMNS), _ROWS)
    data = b64encode(_png(image, table(panel.table, LIGHT))).decode()
    what = f"{panel.title}, {span(panel.low, panel.high)}"
    count, rows = len(panel.values), image.shape[0]
    told = words if count <= _COLUMNS_TOLD else ()
    columns = "".join(
        f'<rect x="{at}" width="1" height="{rows}"><title>{word}: {strongest(panel.values[at])}</title></rect>'
        for at, word in enumerate(told)
    )
    return (
        f'<div><div>{panel.symbol} {panel.title} <span style="color:{LIGHT.muted}">{span(panel.low, panel.high)}'
        f'</span></div><svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="{what}, units × tokens" '
        f'style="{_MAP}" viewBox="0 0 {count} {rows}" preserveAspectRatio="none"><image width="{count}" '
        f'height="{rows}" preserveAspectRatio="none" style="image-rendering:pixelated" '
        f'href="data:image/png;base64,{data}"></image><g fill="none" pointer-events="all">{columns}</g></svg></div>'
    )


def _png(image: Indices, palette: Indices) -> bytes:
    """Return an 8-bit image (rows, columns) through the (256, 4) colours of `palette`, as a PNG file (ISO/IEC
    15948)."""
    rows, columns = image.shape
    # Each line begins with its filter: none.
    lines = np.zeros((rows, columns + 1), np.uint8)
    lines[:, 1:] = image
    chunks = (
        (b"IHDR", struct.pack(">IIBBBBB", columns, rows, 8, 3, 0, 0, 0)),
        (b"PLTE", np.ascontiguousarray(palette[:, :3]).tobytes()),
        (b"IDAT", zlib.compress(lines.tobytes(), 9)),
        (b"IEND", b""),
    )
    body = (
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(body)


def _shown(text: str) -> str:
    """Return `text` for a page: escaped, without control characters, and cut where it is very long."""
    return _escaped(text[:_LETTERS] + ("…" if len(text) > _LETTERS else ""))


def _escaped(text: str) -> str:
    return escape("".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text))
