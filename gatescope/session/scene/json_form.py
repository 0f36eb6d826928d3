"""A scene as JSON, and back: read strictly and within bounds, for it may come from anywhere.

scene       the number of this form; a greater one comes from a newer GateScope
gatescope   the version that wrote it
text, caret, place, elsewhere, focus, notation, layout, figure
models      in their order, each with name, digest, words, file, stack, overrides, edited, fed, interventions,
            patched; see `Scene` and `SceneModel`
"""

from __future__ import annotations

import json
import math
from base64 import b64decode, b64encode
from binascii import Error as Base64Error
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path, PurePath
from typing import Any

from gatescope import __version__
from gatescope.engine.network import Array
from gatescope.errors import FormatError, UsageError
from gatescope.formats.files.bounded_json import count_values, parse_json
from gatescope.formats.files.json_fields import Fields
from gatescope.formats.projects.intervention_fields import describe_interventions, patched_arrays, read_interventions
from gatescope.session.document.document import Focus
from gatescope.session.document.notation import Notation
from gatescope.session.project.layout import NO_LAYOUT, describe_layout, read_layout
from gatescope.session.project.work import describe_focus, read_focus
from gatescope.session.scene.changed_bits import packed, unpacked_whole
from gatescope.session.scene.scene import Scene, SceneModel
from gatescope.words import mark, tr

SCHEMA = 1
_WHAT = mark("the scene")
MOST_BYTES = 24 << 20
_MOST_VALUES, _MOST_MODELS, _LONGEST_NAME, _DEEPEST = 1 << 20, 64, 255, 24


def to_json(scene: Scene) -> bytes:
    """Return `scene` as JSON, UTF-8; equal scenes give equal bytes.

    Raises:
        UsageError: it is larger than `from_json` reads.
    """
    focus = scene.focus
    span = None if focus.span is None else [focus.span.start, focus.span.stop]
    fields = {
        "scene": SCHEMA,
        "gatescope": scene.version,
        "text": scene.text,
        "caret": scene.caret,
        "place": scene.place,
        "elsewhere": scene.elsewhere,
        "focus": {**describe_focus(focus), "span": span, "point": None},
        "notation": str(scene.notation),
        "layout": None if scene.layout == NO_LAYOUT else describe_layout(scene.layout),
        "figure": dict(scene.figure),
        "models": [_describe(model) for model in scene.models],
    }
    found = json.dumps(fields, separators=(",", ":"), allow_nan=False).encode()
    if len(found) > MOST_BYTES or count_values(found) > _MOST_VALUES:
        raise UsageError(tr("what was changed takes more room than a scene has: save a project instead"))
    return found


def from_json(path: Path, data: bytes) -> Scene:
    """Return the scene that `to_json` wrote, found in the file at `path`.

    Raises:
        FormatError: it is too large or too deep, lacks a field, has one of another kind, holds what is no finite
            number, or is of a newer form.
    """
    if len(data) > MOST_BYTES or count_values(data) > _MOST_VALUES:
        raise FormatError(path, tr("holds a scene that is larger than any that GateScope writes"))
    found = parse_json(path, data, mark("its scene"))
    _check(path, found)
    fields = Fields(path, found, _WHAT)
    if fields.whole("scene", least=1) > SCHEMA:
        by = fields.get("gatescope", str)
        raise FormatError(
            path,
            tr(
                "holds a scene of GateScope {by!s:.20}; this is GateScope {version}: update it to open the scene",
                by=by,
                version=__version__,
            ),
        )
    models = tuple(_model(path, one) for one in fields.get("models", list))
    names = [model.name for model in models]
    if not 0 < len(set(names)) == len(names) <= _MOST_MODELS:
        raise FormatError(path, tr("holds a scene of no model, of too many, or of two with one name"))
    text, layout, focus = fields.get("text", str), fields.fields.get("layout"), fields.get("focus", dict)
    try:
        notation = Notation.parse(fields.get("notation", str))
    except UsageError as error:
        raise FormatError(path, tr("holds a scene in a notation that is not known: {error}", error=error)) from error
    return Scene(
        text=text,
        models=models,
        focus=_focus(path, focus),
        caret=_optional(fields, "caret", len(text)),
        place=_optional(fields, "place", 1 << 31),
        elsewhere=fields.get("elsewhere", bool),
        notation=notation,
        layout=NO_LAYOUT if layout is None else read_layout(path, fields.get("layout", dict), _WHAT),
        figure=fields.get("figure", dict),
        version=fields.get("gatescope", str)[:20],
    )


def _focus(path: Path, found: Mapping[str, Any]) -> Focus:
    focus = read_focus(path, found, _WHAT)
    fields = Fields(path, found, _WHAT, mark("focus"))
    if found.get("span") is None:
        return focus
    bounds = fields.whole_numbers("span")
    if len(bounds) != 2 or bounds[0] >= bounds[1]:
        raise fields.wrong("span", bounds)
    return replace(focus, span=range(*bounds))


def _describe(model: SceneModel) -> dict[str, Any]:
    fed = None if model.fed is None else {"name": model.fed[0], **_array(model.fed[1])}
    # Left out where it is usual: scenes without one are as they have always been.
    words_file = {"words_file": model.words_file} if model.words_file else {}
    return {
        "name": model.name,
        "digest": model.digest,
        "words": model.words,
        "file": model.file,
        **words_file,
        "stack": model.stack,
        "overrides": dict(model.overrides),
        "edited": {name: _text(bits) for name, bits in model.edited.items()},
        "fed": fed,
        "interventions": describe_interventions(model.interventions),
        "patched": {place: _array(values) for place, values in patched_arrays(model.interventions).items()},
    }


def _model(path: Path, found: object) -> SceneModel:
    fields = Fields(path, found, _WHAT, mark("model"))
    name, file = fields.get("name", str), fields.get("file", str)
    words_file = fields.get("words_file", str) if "words_file" in fields.fields else ""
    for one in (file, words_file):
        if not 0 < len(name) <= _LONGEST_NAME or len(one) > _LONGEST_NAME or one != PurePath(one).name:
            raise FormatError(
                path, tr("holds a scene of a model called {name!r:.60}, of a file {file!r:.60}", name=name, file=one)
            )
    edited, patched = fields.get("edited", dict), fields.get("patched", dict)
    overrides = fields.get("overrides", dict)
    if not all(isinstance(value, str) for value in overrides.values()):
        raise fields.wrong("overrides", overrides)
    arrays = {place: _read_array(path, values) for place, values in patched.items()}
    fed = None
    if fields.fields.get("fed") is not None:
        vectors = _read_array(path, fields.get("fed", dict))
        fed = Fields(path, fields.get("fed", dict), _WHAT, mark("vectors")).get("name", str), vectors
        if vectors.ndim != 2:
            raise FormatError(path, tr("holds a scene with vectors that are no table"))
    return SceneModel(
        name=name,
        digest=fields.get("digest", str),
        words=fields.get("words", str),
        file=file,
        words_file=words_file,
        stack=fields.get("stack", str),
        overrides=overrides,
        edited={key: _bytes(path, value) for key, value in edited.items()},
        fed=fed,
        interventions=read_interventions(path, fields.get("interventions", list), arrays, _WHAT),
    )


def _array(values: Array) -> dict[str, Any]:
    return {"dtype": values.dtype.name, "shape": list(values.shape), "bits": _text(packed(values))}


def _read_array(path: Path, found: object) -> Array:
    fields = Fields(path, found, _WHAT, mark("array"))
    shape = tuple(fields.whole_numbers("shape"))
    if len(shape) > 3:
        raise FormatError(path, tr("holds an array of {count} axes, which no scene has", count=len(shape)))
    return unpacked_whole(path, _bytes(path, fields.get("bits", str)), fields.get("dtype", str), shape)


def _text(data: bytes) -> str:
    return b64encode(data).decode()


def _bytes(path: Path, text: object) -> bytes:
    try:
        return b64decode(text if isinstance(text, str) else "?", validate=True)
    except (Base64Error, ValueError) as error:
        raise FormatError(path, tr("holds a scene with an array that is no base64")) from error


def _optional(fields: Fields, name: str, most: int) -> int | None:
    return None if fields.fields.get(name) is None else fields.whole(name, most=most)


def _check(path: Path, found: object, depth: int = 0) -> None:
    """Refuse numbers that are not finite, half characters, and nesting that no scene has."""
    if depth > _DEEPEST:
        raise FormatError(path, tr("holds a scene that is nested deeper than any that GateScope writes"))
    match found:
        case dict():
            for name, value in found.items():
                _check(path, name, depth + 1)
                _check(path, value, depth + 1)
        case list():
            for value in found:
                _check(path, value, depth + 1)
        case float() if not math.isfinite(found):
            raise FormatError(path, tr("holds a scene with what is no finite number"))
        case str() if not found.isascii() and any("\ud800" <= letter <= "\udfff" for letter in found):
            raise FormatError(path, tr("holds a scene with half a character"))
