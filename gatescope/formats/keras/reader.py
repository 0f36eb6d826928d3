"""Reads a Keras file: .keras archives, .h5 models, weights alone, of Keras 2 and 3."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import IO, TYPE_CHECKING

from gatescope.errors import FormatError
from gatescope.formats.core.extent import check_extent
from gatescope.formats.core.found import ModelFile
from gatescope.formats.core.stored import StoredTensor
from gatescope.formats.core.tally import tally
from gatescope.formats.files.archive import Archive
from gatescope.formats.files.bounded_json import MOST_BYTES, parse_json
from gatescope.formats.files.damage import DamagedFile
from gatescope.formats.files.regular import open_file
from gatescope.formats.keras import guess
from gatescope.formats.keras.config import LayerConfig, layers_of
from gatescope.formats.keras.convention import Writer
from gatescope.formats.keras.layers import RECURRENT
from gatescope.formats.keras.named_arrays import model_file
from gatescope.formats.keras.stacks import stacks_of
from gatescope.formats.keras.weights import Weights, by_owner, legacy_layers, natural, stem, stored_layers
from gatescope.formats.state_dict import NothingRecurrentError
from gatescope.progress import Report, silent
from gatescope.words import mark, tr

if TYPE_CHECKING:
    from gatescope.formats.keras.hdf5 import Hdf5

_MAGIC, _ZIP_MAGIC = b"\x89HDF\r\n\x1a\n", b"PK\x03\x04"
_WEIGHTS = "model.weights.h5"
_WORDS = re.compile(r"assets/(.+)/vocabulary\.txt")
_MOST_WEIGHTS = 1 << 36


def read(path: Path, report: Report = silent) -> ModelFile:
    """Return everything that the Keras file at `path` holds.

    Raises:
        FileError: it cannot be read.
        FormatError: it is no Keras file, is damaged, or has no recurrent layer.
        Cancelled: `report` raised it.
    """
    with open_file(path) as file:
        if file.read(len(_ZIP_MAGIC)) == _ZIP_MAGIC:
            return _read_archive(path, report)
        return _read_hdf5(path, file, file.seek(0, 2), report)


def _read_archive(path: Path, report: Report) -> ModelFile:
    with Archive(path) as archive:
        if _WEIGHTS not in archive:
            raise FormatError(
                path,
                tr(
                    "is a zip archive without {weights}, where Keras keeps the weights; "
                    "save the model again with model.save()",
                    weights=_WEIGHTS,
                ),
            )
        if "config.json" not in archive:
            raise FormatError(
                path,
                tr("is a zip archive without the config.json of a .keras file; save the model again with model.save()"),
            )
        model = _json(path, mark("its config.json"), archive.read("config.json", MOST_BYTES))
        about = archive.read("metadata.json", MOST_BYTES) if "metadata.json" in archive else b"{}"
        metadata = _json(path, mark("its metadata.json"), about)
        data = archive.read(_WEIGHTS, _MOST_WEIGHTS)
        assets = [match for name in archive.names if (match := _WORDS.fullmatch(name))]
        learned = {asset[1]: _lines(path, archive, asset[0]) for asset in assets}
    writer = Writer(str(metadata.get("keras_version") or ""))
    found = _hdf5(path, BytesIO(data), len(data))
    return _model_file(path, f"{writer} archive", found, model, writer, None, report, learned)


def _read_hdf5(path: Path, file: IO[bytes], size: int, report: Report) -> ModelFile:
    file.seek(0)
    if file.read(len(_MAGIC)) != _MAGIC:
        raise FormatError(path, tr("is neither an HDF5 file nor a .keras archive"))
    found = _hdf5(path, file, size)
    root = next((group for group in ("", "model_weights") if "layer_names" in found.groups.get(group, {})), None)
    about: Mapping[str, object] = {**found.groups.get(root or "", {}), **found.groups.get("", {})}
    writer = Writer(str(about.get("keras_version") or ""))
    text = about.get("model_config")
    model = _json(path, mark("its attribute model_config"), text.encode()) if isinstance(text, str) else {}
    training = about.get("training_config")
    if isinstance(training, str) and model:
        model = {"compile_config": _json(path, mark("its attribute training_config"), training.encode()), **model}
    if root is None and not any("/vars/" in name or "\\vars\\" in name for name in found.tensors):
        return _arrays(path, found, report)
    kind = f"{writer} {'model' if model else 'weights'} (HDF5)"
    return _model_file(path, kind, found, model, writer, root, report)


def _arrays(path: Path, file: Hdf5, report: Report) -> ModelFile:
    """Return the stacks in a file of arrays that Keras did not write."""
    try:
        return model_file(path, "arrays (HDF5)", file.tensors, report)
    except NothingRecurrentError as error:
        names = ", ".join(sorted(file.tensors)[:3])
        raise FormatError(
            path,
            tr(
                "is an HDF5 file, but no Keras model: it holds {value}; save the model with model.save()",
                value=names or "no tensors",
            ),
        ) from error


def _hdf5(path: Path, file: IO[bytes], size: int) -> Hdf5:
    # pyfive takes a tenth of a second to import.
    from gatescope.formats.keras.hdf5 import read_hdf5

    return read_hdf5(path, file, size)


def _model_file(
    path: Path,
    kind: str,
    file: Hdf5,
    model: Mapping[str, object],
    writer: Writer,
    root: str | None,
    report: Report,
    learned: Mapping[str, Sequence[str]] | None = None,
) -> ModelFile:
    """Join layers and weights.

    Args:
        root: the group that lists the layers; None where Keras 3 numbers the weights.
        learned: words that layers learned, by where Keras 3 stores the layer.
    """
    check_extent(path, file.tensors)
    configs = layers_of(path, model)
    weights: dict[str, tuple[Weights, ...]]
    if root is not None:
        named = legacy_layers(path, file, root)
        configs, weights = (configs, _named(configs, named)) if configs else guess.listed(named)
    elif configs:
        stored = stored_layers(file.tensors)
        weights = {config.name: by_owner(stored.get(config.store, ())) for config in configs}
        weights |= _strays(configs, weights, stored)
    else:
        configs, weights = guess.unordered(file.tensors)
    compiled = model.get("compile_config")
    loss = compiled.get("loss") if isinstance(compiled, Mapping) else None
    stacks, notes = stacks_of(path, configs, weights, writer, loss, learned)
    if not stacks:
        raise FormatError(path, _nothing(configs, notes))
    return ModelFile(path, kind, stacks, tally(file.tensors, stacks, report), notes)


def _named(
    configs: Sequence[LayerConfig], named: Mapping[str, Sequence[StoredTensor]]
) -> dict[str, tuple[Weights, ...]]:
    """Return the weights of every layer; those of a model inside another are listed under the name of that one."""
    inner: dict[tuple[str, str], list[StoredTensor]] = {}
    for layer, tensors in named.items():
        for tensor in tensors:
            for part in dict.fromkeys(tensor.name.split("/")):
                inner.setdefault((layer, part), []).append(tensor)
    found: dict[str, tuple[Weights, ...]] = {}
    for config in configs:
        outer, *path = config.name.split("/")
        found[config.name] = by_owner(inner.get((outer, path[-1]), ()) if path else named.get(outer, ()))
    return found


def _strays(
    configs: Sequence[LayerConfig],
    weights: Mapping[str, Sequence[Weights]],
    stored: Mapping[str, Sequence[StoredTensor]],
) -> dict[str, tuple[Weights, ...]]:
    """Return the weights of recurrent layers that are stored under the name of another class than the configuration's,
    where their order tells whose they are."""
    lacking = [config.name for config in configs if config.kind in RECURRENT and not weights[config.name]]
    known = {config.store for config in configs}
    found = {store: by_owner(stored[store]) for store in sorted(stored, key=natural) if store not in known}
    left = {store: owned for store, owned in found.items() if any(one.recurrent for one in owned)}
    alike = len({stem(store) for store in left}) == 1
    return dict(zip(lacking, left.values(), strict=True)) if alike and len(left) == len(lacking) else {}


def _nothing(configs: Sequence[LayerConfig], notes: Sequence[str]) -> str:
    if notes:
        return tr("has no recurrent layer that can be read: {note}", note=notes[0])
    kinds = ", ".join(dict.fromkeys(config.kind for config in configs if config.kind not in ("", "InputLayer")))
    return tr("no RNN/GRU/LSTM weights found; it holds {kinds}", kinds=kinds or tr("no layers with weights"))


def _lines(path: Path, archive: Archive, name: str) -> list[str]:
    try:
        return archive.read(name, MOST_BYTES).decode("utf-8").split("\n")
    except UnicodeDecodeError as error:
        raise DamagedFile(path, tr("is damaged: {name!r} is no text in UTF-8", name=name)) from error


def _json(path: Path, what: str, data: bytes) -> Mapping[str, object]:
    found = parse_json(path, data, what)
    if not isinstance(found, dict):
        raise DamagedFile(path, tr("is damaged: {what} does not describe a model", what=what))
    return found
