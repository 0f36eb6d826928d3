"""A convention as the fields of a model card."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from gatescope.engine.cells import Convention
from gatescope.errors import FormatError, GateScopeError
from gatescope.formats.files.json_fields import Fields
from gatescope.words import tr

# The fields that every card states, also where they have the usual value.
_ALWAYS = ("activation", "reset_after")


def describe_convention(convention: Convention) -> dict[str, Any]:
    """Return the two classical fields, and the others where they are not as usual."""
    usual = Convention()
    return {
        field.name: value
        for field in fields(Convention)
        if (value := getattr(convention, field.name)) != getattr(usual, field.name) or field.name in _ALWAYS
    }


def read_convention(found: Fields) -> Convention:
    """Return the convention whose fields `found` holds.

    Raises:
        FormatError: a field is unknown or is not what it should be.
    """
    usual = Convention()
    values: dict[str, Any] = {}
    for field in fields(Convention):
        if field.name in found.fields or field.name in _ALWAYS:
            kind = float if field.name == "clip" else type(getattr(usual, field.name))
            values[field.name] = found.number(field.name) if kind is float else found.get(field.name, kind)
    for name in found.fields:
        if name not in values:
            raise FormatError(
                found.path, tr("the model card's convention has a field {name!r} that is not known", name=name)
            )
    try:
        return Convention(**values)
    except GateScopeError as error:
        raise FormatError(found.path, tr("the model card's convention does not hold: {error}", error=error)) from error
