"""Shadings, and how sets of models were left, from the fields of a project."""

from __future__ import annotations

from gatescope.engine.part import Part
from gatescope.errors import FormatError, UsageError
from gatescope.formats.files.json_fields import Fields
from gatescope.session.document.document import FIRST_PART
from gatescope.session.document.shading import ALL_UNITS, Front, Shading
from gatescope.words import mark, tr


def read_part(fields: Fields) -> Part | None:
    """Return the part that the field ``part`` names; None where the text is not a part, which is no error of the
    file."""
    try:
        return Part.parse(fields.get("part", str))
    except UsageError:
        return None


def read_shading(focus: Fields) -> Shading:
    """Return the shading of the focus; the session clips it to what exists.

    Raises:
        FormatError: a field is missing or is not what it should be.
    """
    if "shading" not in focus.fields:
        # Projects up to version 0.2.0 keep the quantity alone.
        return Shading(focus.get("signal", str))
    fields = focus.inner(focus.fields["shading"], mark("shading"))
    units = fields.fields.get("units")
    found: int | str = fields.whole("units") if isinstance(units, int) else fields.one_of("units", ALL_UNITS)
    return Shading(
        fields.get("quantity", str),
        fields.get("model", str),
        found if isinstance(found, int) else next(known for known in ALL_UNITS if known == found),
    )


def read_fronts(focus: Fields) -> tuple[Front, ...]:
    """Return how other sets of models were left.

    Raises:
        FormatError: a field is missing or is not what it should be.
    """
    found = focus.get("fronts", list) if "fronts" in focus.fields else []
    return tuple(_front(focus.inner(one, mark("models that were shown before"))) for one in found)


def _front(fields: Fields) -> Front:
    shown = tuple(fields.strings("shown"))
    if not shown:
        raise FormatError(fields.path, tr("shows no models where it should name those that were shown before"))
    return Front(shown, fields.get("model", str), read_part(fields) or FIRST_PART, read_shading(fields))
