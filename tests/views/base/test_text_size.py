"""What grows with the text of the window."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from gatescope.plots.theme import LIGHT
from gatescope.views.base.text_size import dot_size, set_text_size


@pytest.fixture(autouse=True)
def usual_size() -> Iterator[None]:
    yield
    set_text_size(LIGHT)


@pytest.mark.usefixtures("qapp")
def test_dots_before_names_grow_with_the_text_and_stay_in_the_margin() -> None:
    sizes = []
    for zoom in (1.0, 1.25, 2.0):
        set_text_size(replace(LIGHT, zoom=zoom))
        sizes.append(dot_size())
    assert sizes == sorted(sizes)
    assert sizes[0] == 8.0 < sizes[1]
    assert sizes[2] == 12.0
