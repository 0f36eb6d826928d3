"""Arrays in JSON: an object of nested lists by name, and the description of other JSON files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gatescope.errors import FormatError
from gatescope.formats.core.stored import StoredTensor, Tensors
from gatescope.formats.files.bounded_json import MOST_BYTES, each_once, parse_json
from gatescope.formats.files.text import read_text
from gatescope.words import mark, tr

_DEEPEST = 8


def json_in(path: Path) -> object:
    """Return what the JSON file at `path` says.

    Raises:
        FileError: the file cannot be read.
        FormatError: it is no JSON.
    """
    text, where = read_text(path, MOST_BYTES).encode("utf-8", "surrogatepass"), mark("its content")
    return parse_json(path, text, where, each_once(path, where))


def arrays_in(path: Path, data: object) -> Tensors:
    """Return the arrays in `data`, the JSON of the file at `path`; objects in objects give dotted names.

    Their numbers are float32 where every one of them is a float32 written out, else float64: JSON does not say.

    Raises:
        FormatError: it holds no arrays; the sentence says what it is instead.
    """
    if not isinstance(data, dict) or (what := _foreign(data)) is not None:
        raise FormatError(path, tr("is {what}", what=what if isinstance(data, dict) else _list_kind(data)))
    found = dict(_arrays(path, data, "", 0))
    if not found:
        inside = next(_in_lists(data, "", 0), None)
        if inside is not None:
            raise FormatError(
                path,
                tr(
                    "holds arrays of numbers in lists alone, such as {inside:.80}: each is to stand under a name",
                    inside=inside,
                ),
            )
        raise FormatError(path, tr("holds no arrays of numbers; its JSON has {listed}", listed=_listed(data)))
    single = all(_is_single(values) for values in found.values())
    dtype = np.dtype(np.float32 if single else np.float64)
    return {name: _stored(name, values.astype(dtype)) for name, values in found.items()}


def _stored(name: str, values: NDArray[np.generic]) -> StoredTensor:
    return StoredTensor(name, values.shape, values.dtype.name, lambda: values)


def _arrays(path: Path, data: Mapping[str, Any], prefix: str, depth: int) -> Iterator[tuple[str, NDArray[np.float64]]]:
    for key, value in data.items():
        name = f"{prefix}{key}"
        if isinstance(value, dict) and depth < _DEEPEST:
            if isinstance(value.get("shape"), list) and isinstance(value.get("data"), list):
                yield name, _shaped(path, name, value["data"], value["shape"])
            else:
                yield from _arrays(path, value, f"{name}.", depth + 1)
        elif isinstance(value, list) and value and _first_number(value) is not None:
            yield name, _rectangular(path, name, value)


def _in_lists(value: object, name: str, depth: int) -> Iterator[str]:
    """Yield where lists of numbers lie, as ``layers[0].weights``."""
    if isinstance(value, list) and value and _first_number(value) is not None:
        yield name
    elif depth < _DEEPEST:
        entries = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
        for key, entry in entries:
            place = f"[{key}]" if isinstance(value, list) else f".{key}" if name else str(key)
            yield from _in_lists(entry, f"{name}{place}", depth + 1)


def _first_number(value: object) -> float | None:
    """Return the first entry, lists in lists followed; None where it is no number."""
    while isinstance(value, list) and value:
        value = value[0]
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None


def _rectangular(path: Path, name: str, value: list[Any]) -> NDArray[np.float64]:
    try:
        return np.array(value, dtype=np.float64)
    except (ValueError, TypeError, OverflowError) as error:
        raise FormatError(
            path, tr("holds {name!r:.80}, whose rows are not numbers of one length throughout", name=name)
        ) from error


def _shaped(path: Path, name: str, data: list[Any], shape: list[Any]) -> NDArray[np.float64]:
    values = _rectangular(path, name, data)
    try:
        return values.reshape([int(length) for length in shape])
    except (ValueError, TypeError, OverflowError) as error:
        raise FormatError(
            path,
            tr(
                "holds {name!r:.80} with {size:,} numbers and the shape {shape!r:.60}",
                name=name,
                size=values.size,
                shape=shape,
            ),
        ) from error


def _is_single(values: NDArray[np.float64]) -> bool:
    with np.errstate(over="ignore"):
        return bool(np.array_equal(values.astype(np.float32), values))


def _foreign(data: Mapping[str, Any]) -> str | None:
    """Return what the object is where it is a known one without weights."""
    if "weight_map" in data:
        return tr(
            "the index of a model that is split over several files: open any of these, with all of them in one folder"
        )
    model = data.get("model")
    if isinstance(model, dict) and "vocab" in model:
        return tr("a tokenizer (tokenizer.json), not a model: attach it to one as its vocabulary")
    if "word_index" in data or (data.get("class_name") == "Tokenizer"):
        return tr("a Keras tokenizer, not a model: attach it to one as its vocabulary")
    if "model_type" in data or "architectures" in data or "transformers_version" in data:
        kind = str(data.get("model_type") or data.get("architectures"))
        return tr(
            "the configuration of a transformer ({kind:.40}) without weights; GateScope opens recurrent networks",
            kind=kind,
        )
    if "class_name" in data and "config" in data:
        return tr("the architecture of a Keras model without its weights: save the model as .keras and open that")
    if data and (all(type(v) is int for v in data.values()) or all(isinstance(v, str) for v in data.values())):
        return tr("a vocabulary of {count:,} tokens, not a model: attach it to one", count=len(data))
    if any(isinstance(v, list) and v and all(isinstance(token, str) for token in v) for v in data.values()):
        return tr("a vocabulary, not a model: attach it to one")
    return None


def _list_kind(data: object) -> str:
    if isinstance(data, list) and data and all(isinstance(token, str) for token in data):
        return tr("a vocabulary of {count:,} tokens, not a model: attach it to one", count=len(data))
    return tr("JSON without names: arrays are to stand in an object, each under its name")


def _listed(data: Mapping[str, Any]) -> str:
    names = ", ".join(map(repr, data))
    return f"{names:.100}" if names else tr("nothing in it")
