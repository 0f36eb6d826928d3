"""A view with one picture over the tokens: whose stretch it shows, and what its gestures do."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from gatescope.views.tokens.range import TokenRange
from gatescope.views.tokens.token_picture import TokenPicture
from gatescope.views.tokens.token_picture_view import TokenPictureView
from tests.views.helpers import settle


class Picture(TokenPicture):
    """Counts how often it is to be painted over another stretch."""

    painted = 0

    def axis(self) -> tuple[float, float]:
        return 0.0, float(self.width())

    def repaint_all(self) -> None:
        self.painted += 1


class Toy(TokenPictureView[Picture]):
    def __init__(self) -> None:
        super().__init__()
        picture = Picture(self._range, self)
        self._set_token_picture(picture, picture.repaint_all)

    @property
    def picture(self) -> Picture:
        return self._picture

    def lead(self, count: int, cursor: int | None) -> None:
        self._lead_range(count, cursor)


@pytest.fixture
def view(qtbot: QtBot) -> Toy:
    view = Toy()
    qtbot.addWidget(view)
    return view


def test_alone_it_leads_its_own_stretch(view: Toy) -> None:
    view.lead(12, 3)
    assert view.picture.painted == 0
    settle()
    assert (view.token_range.last, view.picture.painted) == (12, 1)
    view.token_range.zoom(0.5, 6.0)
    assert view.picture.x_of(view.token_range.last) == view.picture.width()
    view.reset_view()
    assert (view.token_range.first, view.token_range.last) == (0, 12)


def test_linked_it_follows_the_stretch_of_others_and_changes_nothing_there(view: Toy) -> None:
    own, shared = view.token_range, TokenRange(view)
    shared.set_tokens(20, None)
    view.link_tokens(shared)
    assert view.token_range is shared
    view.lead(12, 3)
    assert shared.last == 20
    shared.show(4.0, 9.0)
    settle()
    assert view.picture.painted == 1
    assert (view.picture.x_of(4.0), view.picture.x_of(9.0)) == (0, view.picture.width())
    own.set_tokens(7, None)
    settle()
    assert view.picture.painted == 1
    view.reset_view()
    assert (shared.first, shared.last) == (0, 20)


def test_gestures_on_the_picture_are_those_of_the_view(view: Toy) -> None:
    told: list[object] = []
    view.token_clicked.connect(told.append)
    view.span_chosen.connect(told.append)
    view.click_undone.connect(lambda: told.append("undone"))
    view.lead(12, None)
    view.token_range.zoom(0.5, 6.0)
    view.picture.clicked.emit(5, False)
    view.picture.brushed.emit(range(2, 4))
    view.picture.click_undone.emit()
    view.picture.reset_asked.emit()
    assert told == [5, range(2, 4), "undone"]
    assert view.token_range.last == 12
