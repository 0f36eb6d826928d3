"""Where the ground of a chip can be seen in a picture of the strip."""

from __future__ import annotations

from PySide6.QtGui import QColor, QImage

from gatescope.views.sentence.chip_pictures import number_line, word_line
from gatescope.views.sentence.chip_row import EDGE


def ground(image: QImage, left: float, width: float, band: int, several: bool) -> QColor:
    """The colour of a chip beside the number of a band; of one alone above its word, which may be wider than the chip:
    where no font has it, a joiner is drawn as a box without a width."""
    y = EDGE + word_line() + 1 + band * number_line() + number_line() // 2 if several else EDGE + 3
    ratio = image.devicePixelRatio()
    return image.pixelColor(round((left + (3 if several else width / 2)) * ratio), round(y * ratio))
