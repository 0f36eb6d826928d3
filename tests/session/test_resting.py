"""The chosen fixed point goes with its model, and a project keeps what is read, but no point."""

from __future__ import annotations

from types import MappingProxyType

import pytest

from gatescope.analysis.fixed_points.search import fixed_points
from gatescope.session.clipping import clip
from gatescope.session.document.document import Document, Focus
from gatescope.session.document.resting import LAST, NOTHING, READINGS, PointRef
from gatescope.session.project.work import Work, load, save
from tests.session.helpers import word_model

MODEL = word_model()
DOCUMENT = Document(
    "the film",
    models=MappingProxyType({MODEL.name: MODEL}),
    networks=MappingProxyType({MODEL.name: MODEL.network}),
    shown=(MODEL.name,),
)


@pytest.fixture(scope="module")
def point() -> PointRef:
    found = fixed_points(MODEL.network, [0.0] * MODEL.network.inputs, starts=8)
    return PointRef(MODEL.name, found, 0)


def test_a_point_stays_while_its_model_is_shown(point: PointRef) -> None:
    focus = Focus(model=MODEL.name, point=point)
    assert clip(focus, DOCUMENT, None).point is point
    assert clip(focus, Document(), None).point is None
    other = word_model("other")
    document = Document(
        models=MappingProxyType({"other": other}),
        networks=MappingProxyType({"other": other.network}),
        shown=("other",),
    )
    assert clip(focus, document, None).point is None


@pytest.mark.parametrize("reading", READINGS)
def test_a_project_keeps_what_is_read_but_no_point(tmp_path, point: PointRef, reading: str) -> None:
    path = tmp_path / "w.gatescope"
    save(Work(DOCUMENT, Focus(model=MODEL.name, point=point, reading=reading)), path)
    focus = load(path).focus
    assert (focus.point, focus.reading) == (None, reading)


def test_a_project_of_another_version_reads_the_last_word(tmp_path) -> None:
    path = tmp_path / "w.gatescope"
    save(Work(DOCUMENT, Focus(model=MODEL.name, reading="the moon")), path)
    assert load(path).focus.reading == LAST
    assert NOTHING in READINGS
