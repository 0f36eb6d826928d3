"""Rows of the list of claims: as high chosen as not, with the same lines in them."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QFont, QFontMetrics, QImage, QPainter
from PySide6.QtWidgets import QListWidget, QStyle, QStyleOptionViewItem

from gatescope.views.lessons.claim_rows import NAME, ClaimRows

TITLE = "Key words make the review"


def drawn_lines(rows: ClaimRows, claims: QListWidget, state: QStyle.StateFlag, left: int) -> int:
    """Return how many stretches of rows of pixels have ink at the right of `left`."""
    option = QStyleOptionViewItem()
    option.initFrom(claims)
    option.font, option.state = claims.font(), state
    index = claims.model().index(0, 0)
    option.rect = QRect(0, 0, rows.width, rows.sizeHint(option, index).height())
    image = QImage(option.rect.size(), QImage.Format.Format_RGB32)
    image.fill(0xFFFFFF)
    painter = QPainter(image)
    rows.paint(painter, option, index)
    painter.end()
    ground = image.pixel(left, image.height() // 2)
    inked = [
        any(image.pixel(x, y) != ground for x in range(left, image.width() - 40)) for y in range(2, image.height() - 2)
    ]
    return sum(now and not before for before, now in zip([False, *inked], inked, strict=False))


@pytest.mark.parametrize("spare", range(-12, 30, 3))
def test_a_row_has_the_lines_that_its_height_is_for(spare: int, qtbot: Any) -> None:
    claims = QListWidget()
    qtbot.addWidget(claims)
    claims.addItem(TITLE)
    claims.item(0).setData(NAME, "11")
    rows = ClaimRows()
    font = QFont(claims.font())
    rows.width = rows._beside() + QFontMetrics(font).horizontalAdvance(TITLE) + spare
    states = (QStyle.StateFlag.State_Enabled, QStyle.StateFlag.State_Enabled | QStyle.StateFlag.State_Selected)
    plain, chosen = (drawn_lines(rows, claims, state, 31) for state in states)
    assert plain == chosen
