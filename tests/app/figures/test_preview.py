"""The preview: as large as there is room for or as on paper, with rulers that tell millimetres."""

import pytest
from PySide6.QtGui import QColor, QImage

from gatescope.app.figures.preview import MARGIN, FigurePreview
from gatescope.app.figures.ruler import step_of


@pytest.fixture
def preview(qtbot):
    made = FigurePreview()
    qtbot.addWidget(made)
    made.resize(600, 400)
    made.show()
    qtbot.waitExposed(made)
    return made


def test_it_fits_by_the_side_that_is_short(preview):
    preview.set_size(174.0, 20.0)
    room = preview.sheet.width() - 2 * MARGIN
    assert preview.sheet.paper.width() == pytest.approx(room, abs=1)
    assert preview.sheet.paper.height() == pytest.approx(room * 20 / 174, abs=1)
    preview.set_size(20.0, 174.0)
    assert preview.sheet.paper.height() == pytest.approx(preview.sheet.height() - 2 * MARGIN, abs=1)


def test_its_true_size_is_that_of_the_screen(preview):
    told = []
    preview.scale_changed.connect(lambda: told.append(preview.scale))
    preview.set_fit(False)
    preview.set_size(500.0, 300.0)
    assert preview.share() == 1.0
    dots = preview.screen().physicalDotsPerInch()
    assert preview.scale == pytest.approx((dots if 50 <= dots <= 400 else 96) / 25.4)
    assert preview.sheet.width() == round(500 * preview.scale) + 2 * MARGIN
    assert told == [preview.scale]


def test_a_resolution_is_asked_for_when_the_window_grows(preview, qtbot):
    with qtbot.waitSignal(preview.scale_changed):
        preview.resize(900, 700)


def test_the_picture_fills_the_paper(preview):
    picture = QImage(100, 50, QImage.Format.Format_RGB32)
    picture.fill(QColor("#FF0000"))
    preview.set_size(100.0, 50.0)
    preview.sheet.show_picture(picture)
    grabbed = preview.sheet.grab().toImage()
    paper = preview.sheet.paper.toRect()
    for place in (paper.center(), paper.topLeft() * 1, paper.bottomRight()):
        assert grabbed.pixelColor(min(place.x(), paper.right() - 1), min(place.y(), paper.bottom() - 1)).red() > 200


@pytest.mark.parametrize(("scale", "step"), [(0.2, 200), (1.0, 50), (3.8, 20), (5.0, 10), (20.0, 5)])
def test_numbers_of_a_ruler_have_room(scale, step):
    assert step_of(scale) == step
