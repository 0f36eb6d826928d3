"""The text of a figure where it stands on paper: what was written, how large, and its place, from the SVG."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from dataclasses import dataclass
from unicodedata import combining

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QFont, QFontMetricsF, QPolygonF, QTransform

from gatescope.export.svg import svg
from gatescope.plots.figure.figure import Figure
from gatescope.plots.theme import MATH_FAMILY

_SVG = "{http://www.w3.org/2000/svg}"
_UNITS_OF_A_POINT = 10.0
_MATRIX = re.compile(r"matrix\(([^)]*)\)")


@dataclass(frozen=True)
class Written:
    """One piece of text of one look.

    Attributes:
        words: what it says.
        points: its size.
        family: of its font.
        place: the outline of its letters, turned with it, in tenths of a point.
    """

    words: str
    points: float
    family: str
    place: QPolygonF

    @property
    def is_symbol(self) -> bool:
        """Whether it is a piece of a formula, whose letters lean over their indices."""
        return self.family == MATH_FAMILY

    @property
    def is_index(self) -> bool:
        """Whether it may be an index or an exponent, and is smaller than the text for that."""
        return self.is_symbol or not any(map(str.isalpha, self.words))

    def covers(self, other: Written, share: float) -> bool:
        """Return whether more than `share` of the smaller of both lies under the other one."""
        if self.is_symbol and other.is_symbol:
            return False
        both = self.place.intersected(other.place)
        return _area(both) > share * min(_area(self.place), _area(other.place))


def written(figure: Figure) -> tuple[list[Written], QRectF]:
    """Return every text of a figure, and its page in the same units."""
    root = ET.fromstring(svg(figure, 0, 0))
    left, top, width, height = map(float, root.get("viewBox", "").split())
    found: list[Written] = []
    _collect(root, QTransform(), found)
    return found, QRectF(left, top, width, height)


def _collect(element: ET.Element, transform: QTransform, found: list[Written]) -> None:
    matched = _MATRIX.match(element.get("transform") or "")
    if matched is not None:
        a, b, c, d, e, f = map(float, matched[1].split(","))
        transform = QTransform(a, b, c, d, e, f) * transform
    if element.tag == f"{_SVG}text":
        words = "".join(element.itertext())
        # An accent stands on the letter before it.
        if words.strip() and not all(map(combining, words)):
            found.append(_of(element, words, transform))
        return
    for child in element:
        _collect(child, transform, found)


def _of(element: ET.Element, words: str, transform: QTransform) -> Written:
    font = QFont((element.get("font-family") or "").split(",")[0].strip("'"))
    font.setPixelSize(int(element.get("font-size", "0")))
    font.setWeight(QFont.Weight(int(element.get("font-weight", "400"))))
    font.setItalic(element.get("font-style") == "italic")
    at = QPointF(float(element.get("x", "0")), float(element.get("y", "0")))
    metrics = QFontMetricsF(font)
    start = metrics.horizontalAdvance(words[: len(words) - len(words.lstrip())])
    outline = metrics.tightBoundingRect(words.strip()).translated(at + QPointF(start, 0.0))
    size = font.pixelSize() * abs(transform.determinant()) ** 0.5 / _UNITS_OF_A_POINT
    return Written(words.strip(), size, font.family(), transform.map(QPolygonF(outline)))


def _area(polygon: QPolygonF) -> float:
    """Return the area of a polygon."""
    corners = [polygon.at(at) for at in range(polygon.count())]
    around = zip(corners, [*corners[1:], *corners[:1]], strict=True)
    return abs(sum(a.x() * b.y() - b.x() * a.y() for a, b in around)) / 2.0
