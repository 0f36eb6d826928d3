"""Shadings of project files, those of older versions included."""

from __future__ import annotations

from pathlib import Path

import pytest

from gatescope.errors import FormatError
from gatescope.formats.files.json_fields import Fields
from gatescope.session.document.shading import Shading
from gatescope.session.project.shading_fields import read_fronts, read_shading


def focus(**fields: object) -> Fields:
    return Fields(Path("work.gatescope"), fields, "the project's focus")


def test_a_project_of_version_0_2_0_names_the_signal_alone() -> None:
    old = focus(signal="forget_gate")
    assert read_shading(old) == Shading("forget_gate")
    assert read_fronts(old) == ()


@pytest.mark.parametrize("units", [3, "mean", "norm", "chosen"])
def test_a_shading_is_read_as_it_was_written(units: int | str) -> None:
    written = {"quantity": "candidate", "model": "gru", "units": units}
    assert read_shading(focus(shading=written)) == Shading("candidate", "gru", units)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "fields",
    [
        {"shading": {"quantity": "readout", "model": "", "units": "all"}},
        {"shading": {"quantity": "readout", "model": "", "units": -1}},
        {"shading": {"quantity": "readout", "model": "", "units": 1.5}},
        {"shading": {"quantity": 1, "model": "", "units": "mean"}},
        {"shading": "readout"},
        {"signal": None},
    ],
)
def test_what_is_no_shading_is_refused(fields: dict[str, object]) -> None:
    with pytest.raises(FormatError):
        read_shading(focus(**fields))


def test_models_that_were_shown_before_must_be_named() -> None:
    with pytest.raises(FormatError):
        read_fronts(focus(fronts=[{"shown": [], "model": "", "part": "layer0.forward", "signal": "readout"}]))
