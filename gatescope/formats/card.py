"""The model card: a JSON file beside the weights that says what they are and where they came from.

Part of a card is the structure that the weights must fit (`Structure`); the rest is for a reader: task, title, data
with licence, seed, command, date, metric, example sentences.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gatescope.engine.cells import CELLS, Cell, Convention, Direction
from gatescope.engine.parameters import PEEPING_GATES
from gatescope.errors import FileError, FormatError, GateScopeError
from gatescope.formats.convention_fields import describe_convention, read_convention
from gatescope.formats.json_fields import Fields
from gatescope.formats.model import Model
from gatescope.text.registry import tokenizer
from gatescope.text.tokenizer import Tokenizer
from gatescope.text.vocabulary import Vocabulary

FORMAT = 1
_LARGEST = 64 << 20


@dataclass(frozen=True)
class ReadOutCard:
    """Name, kind and labels of one read-out, as `engine.network.ReadOut` has them."""

    name: str
    kind: str
    labels: tuple[str, ...]

    @property
    def columns(self) -> int:
        """C, the rows of its weight."""
        return 1 if self.kind == "logistic" else len(self.labels)


@dataclass(frozen=True)
class Structure:
    """What the weights must be, as the card says it. `embedding` tells whether ids go in, `inputs` how wide they come
    out of it or, without one, how wide the vectors are."""

    cell: Cell
    convention: Convention
    layers: int
    units: int
    inputs: int
    embedding: bool
    directions: tuple[Direction, ...]
    readouts: tuple[ReadOutCard, ...]
    vocabulary: Vocabulary | None
    tokenizer: Tokenizer | None
    peepholes: bool = False
    projection: int | None = None

    def shapes(self) -> dict[str, tuple[int, ...]]:
        """Name → shape of every tensor: ``embedding`` (V, I), ``layer0.forward.W`` (G, H, I), …"""
        gates, units = len(self.cell.gates), self.units
        outputs = self.projection or units
        shapes: dict[str, tuple[int, ...]] = {}
        if self.embedding and self.vocabulary is not None:
            shapes["embedding"] = (len(self.vocabulary), self.inputs)
        width = self.inputs
        for layer in range(self.layers):
            for direction in self.directions:
                part = f"layer{layer}.{direction}"
                shapes[f"{part}.W"] = (gates, units, width)
                shapes[f"{part}.U"] = (gates, units, outputs)
                shapes[f"{part}.b_x"] = shapes[f"{part}.b_h"] = (gates, units)
                if self.peepholes:
                    shapes[f"{part}.peepholes"] = (len(PEEPING_GATES), units)
                if self.projection:
                    shapes[f"{part}.projection"] = (outputs, units)
            width = outputs * len(self.directions)
        for readout in self.readouts:
            shapes[f"readout.{readout.name}.weight"] = (readout.columns, width)
            shapes[f"readout.{readout.name}.bias"] = (readout.columns,)
        return shapes


def describe(model: Model) -> dict[str, Any]:
    """The card of `model`: its own fields with the structure of its network, the vocabulary last."""
    network = model.network
    structure: dict[str, Any] = {
        "format": FORMAT,
        "name": model.name,
        "cell": network.cell.name,
        "convention": describe_convention(network.convention),
        "layers": len(network.layers),
        "units": network.units,
        "inputs": network.inputs,
        "embedding": None if network.embedding is None else network.inputs,
        "directions": list(network.directions),
        "readouts": [{"name": r.name, "kind": r.kind, "labels": list(r.labels)} for r in network.readouts],
        "parameters": network.parameter_count(),
    }
    parameters = network.layers[0][0]
    if parameters.peepholes is not None:
        structure["peepholes"] = True
    if parameters.projection is not None:
        structure["projection"] = parameters.outputs
    own = {key: value for key, value in model.card.items() if key not in structure and key != "vocabulary"}
    vocabulary = None
    if model.vocabulary is not None and model.tokenizer is not None:
        vocabulary = {"tokenizer": model.tokenizer.name, **model.vocabulary.to_json()}
    return {**structure, **own, "vocabulary": vocabulary}


def write(card: Mapping[str, Any]) -> bytes:
    """The card as JSON, a field a line but the vocabulary's tokens in one."""
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
    try:
        size = path.stat().st_size
        data = path.read_bytes() if size <= _LARGEST else b""
    except OSError as error:
        raise FileError(path, f"the model card cannot be read: {error.strerror or error}") from error
    if size > _LARGEST:
        raise FormatError(path, f"is no model card: {size} bytes are too many")
    try:
        card = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise FormatError(path, f"is no model card: {error}") from error
    if not isinstance(card, dict):
        raise FormatError(path, "is no model card: it holds no JSON object")
    if card.get("format") != FORMAT:
        raise FormatError(path, f"is a model card of format {card.get('format')!r}; this version reads format {FORMAT}")
    return card


def structure(path: Path, card: Mapping[str, Any]) -> Structure:
    """Return what the card at `path` says about its weights.

    Raises:
        FormatError: a field is missing or is not what it should be.
    """
    fields = Fields(path, card)
    name = fields.one_of("cell", tuple(CELLS))
    conventions = Fields(path, fields.get("convention", dict))
    peepholes = fields.get("peepholes", bool) if "peepholes" in card else False
    projection = fields.positive("projection") if "projection" in card else None
    directions = fields.strings("directions")
    if directions not in (["forward"], ["reverse"], ["forward", "reverse"]):
        raise FormatError(path, f"the model card's 'directions' is {directions!r}")
    readouts = tuple(_read_out(path, entry) for entry in fields.get("readouts", list))
    if len({readout.name for readout in readouts}) < len(readouts):
        raise FormatError(path, "the model card has two read-outs of one name")
    vocabulary, words = _vocabulary(path, card.get("vocabulary"))
    embedding = card.get("embedding") is not None
    inputs = fields.positive("inputs")
    if embedding and (vocabulary is None or fields.positive("embedding") != inputs):
        raise FormatError(path, "the model card has an embedding that does not fit its vocabulary or its inputs")
    return Structure(
        cell=CELLS[name],
        convention=read_convention(conventions),
        layers=fields.positive("layers", most=1000),
        units=fields.positive("units"),
        inputs=inputs,
        embedding=embedding,
        directions=tuple(directions),  # type: ignore[arg-type]
        readouts=readouts,
        vocabulary=vocabulary,
        tokenizer=words,
        peepholes=peepholes,
        projection=projection,
    )


def _read_out(path: Path, entry: object) -> ReadOutCard:
    fields = Fields(path, entry)
    readout = ReadOutCard(
        fields.get("name", str), fields.one_of("kind", ("logistic", "softmax")), tuple(fields.strings("labels"))
    )
    if not readout.name or len(readout.labels) < 2 or (readout.kind == "logistic" and len(readout.labels) != 2):
        raise FormatError(path, f"the model card's read-out {readout.name!r} needs a name and its labels")
    return readout


def _vocabulary(path: Path, data: object) -> tuple[Vocabulary | None, Tokenizer | None]:
    if data is None:
        return None, None
    fields = Fields(path, data)
    try:
        return Vocabulary.from_json(fields.fields), tokenizer(fields.get("tokenizer", str))
    except FormatError:
        raise
    except GateScopeError as error:
        raise FormatError(path, str(error)) from error
