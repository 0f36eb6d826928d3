"""The model card: a JSON file beside the weights that says what they are and where they came from.

Part of a card is the structure that the weights must fit (`structure`); the rest is for a reader: task, title, data
with licence, seed, command, date, metric, example sentences.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from gatescope.errors import FormatError, GateScopeError
from gatescope.formats.core.model import Model
from gatescope.formats.files.bounded_json import MOST_BYTES, each_once, parse_json
from gatescope.formats.files.json_fields import Fields
from gatescope.formats.files.text import read_text
from gatescope.formats.own.structure import FIELDS, describe_structure
from gatescope.text import registry
from gatescope.text.tokenizer import Tokenizer
from gatescope.text.vocabulary import Vocabulary
from gatescope.words import mark, tr

FORMAT = 1


def describe(model: Model) -> dict[str, Any]:
    """Return the card of `model`: its own fields with the structure of its network, the vocabulary last."""
    tokens = None if model.vocabulary is None else len(model.vocabulary)
    structure = {"format": FORMAT, "name": model.name, **describe_structure(model.network, tokens)}
    own = {key: value for key, value in model.card.items() if key not in {*structure, *FIELDS, "vocabulary"}}
    vocabulary = None
    if model.vocabulary is not None and model.tokenizer is not None:
        vocabulary = {"tokenizer": registry.to_json(model.tokenizer), **model.vocabulary.to_json()}
    return {**structure, **own, "vocabulary": vocabulary}


def write(card: Mapping[str, Any]) -> bytes:
    """Return the card as JSON, a field a line but the vocabulary's tokens in one."""
    vocabulary = card.get("vocabulary")
    if not vocabulary:
        return json.dumps(card, indent=2).encode() + b"\n"
    short = {**card, "vocabulary": {**vocabulary, "tokens": []}}
    head, end = json.dumps(short, indent=2).rsplit('"tokens": []', 1)
    return f'{head}"tokens": {json.dumps(vocabulary["tokens"])}{end}\n'.encode()


def read(path: Path) -> dict[str, Any]:
    """Return the fields of the card at `path`; what they mean is not checked.

    Raises:
        FileError: the card cannot be read.
        FormatError: it is not JSON, no object, or of a newer format.
    """
    what = mark("the model card")
    card = parse_json(path, read_text(path, MOST_BYTES).encode("utf-8", "surrogatepass"), what, each_once(path, what))
    if not isinstance(card, dict):
        raise FormatError(path, tr("is no model card: it holds no JSON object"))
    if card.get("format") != FORMAT:
        raise FormatError(
            path,
            tr(
                "is a model card of format {found!r}; this version reads format {format}",
                found=card.get("format"),
                format=FORMAT,
            ),
        )
    return card


def vocabulary(path: Path, data: object) -> tuple[Vocabulary | None, Tokenizer | None]:
    """Return the vocabulary and the tokenizer that the card at `path` holds under that name.

    Raises:
        FormatError: they are not what they should be.
    """
    if data is None:
        return None, None
    fields = Fields(path, data)
    try:
        return Vocabulary.from_json(fields.fields), registry.from_json(fields.fields.get("tokenizer"))
    except FormatError:
        raise
    except GateScopeError as error:
        raise FormatError(path, str(error)) from error
