"""Where the ground of a chip can be seen in a picture of the strip."""

from __future__ import annotations

from collections import Counter

from PySide6.QtGui import QColor, QImage

from gatescope.views.sentence.chip_pictures import number_line, word_line
from gatescope.views.sentence.chip_row import EDGE


def ground(image: QImage, left: float, width: float, band: int, several: bool) -> QColor:
    """The colour of a chip beside the number of a band; of one alone that of most of its corners and its upper edge.

    A word may reach into one of them: where no font has it, a joiner is drawn as a box without a width.
    """
    ratio = image.devicePixelRatio()

    def at(x: float, y: float) -> int:
        return image.pixel(round((left + x) * ratio), round(y * ratio))

    if several:
        return QColor.fromRgb(at(3, EDGE + word_line() + 1 + band * number_line() + number_line() // 2))
    seen = Counter([at(width - 4, EDGE + 5), at(3, EDGE + 5), at(width / 2, EDGE + 3)])
    return QColor.fromRgb(seen.most_common(1)[0][0])
