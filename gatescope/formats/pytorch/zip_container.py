"""PyTorch's container since 1.6, and TorchScript's: a zip with ``data.pkl`` and a member for every storage."""

from __future__ import annotations

from contextlib import suppress
from functools import partial

from gatescope.errors import FormatError
from gatescope.formats.core.extent import allowance
from gatescope.formats.detect.suffixes import KERAS, ONNX, PYTORCH, SAFETENSORS
from gatescope.formats.files.archive import Archive
from gatescope.formats.files.regular import size_of
from gatescope.formats.pytorch.calls import call
from gatescope.formats.pytorch.checkpoint import Checkpoint
from gatescope.formats.pytorch.objects import StorageBytes
from gatescope.formats.pytorch.pickle_data import PickleData
from gatescope.formats.pytorch.pickle_machine import LARGEST_PICKLE, PickleMachine
from gatescope.formats.pytorch.storages import storage_of
from gatescope.formats.pytorch.stored_tensors import ByteOrder
from gatescope.words import tr

_PICKLE, _CONSTANTS = "data.pkl", "constants.pkl"
_LONGEST_CODE = 1 << 20


def open_zip(archive: Archive) -> Checkpoint:
    """Return what `archive` holds; its tensors can be read as long as it is open.

    Raises:
        FormatError: it is no archive of PyTorch's, is damaged, or would run something.
    """
    folder = _folder(archive)
    script = any(name.startswith(f"{folder}code/") for name in archive.names)
    root = _unpickled(archive, folder, _PICKLE, f"{folder}data/")
    constants = _unpickled(archive, folder, _CONSTANTS, f"{folder}constants/") if folder + _CONSTANTS in archive else ()
    form = "TorchScript archive" if script else "zip"
    return Checkpoint(
        form, root, _byte_order(archive, folder), script, partial(_code, archive, folder), frozen=bool(constants)
    )


def _folder(archive: Archive) -> str:
    """Return the folder of ``data.pkl``, which PyTorch names after the file, with its slash."""
    found = sorted((name for name in archive.names if name.rpartition("/")[2] == _PICKLE), key=lambda n: n.count("/"))
    if found:
        return found[0].removesuffix(_PICKLE)
    inside = next((n for n in archive.names if n.endswith((*PYTORCH, *SAFETENSORS, *ONNX, *KERAS))), None)
    if any(name.endswith("model.json") for name in archive.names):
        raise FormatError(
            archive.path,
            tr(
                "is a program that PyTorch exported (torch.export, or TorchScript before 1.4) without data.pkl: save "
                "the model's state_dict instead"
            ),
        )
    if inside is not None:
        raise FormatError(
            archive.path, tr("is a zip archive that holds {inside!r:.80}: unpack it, and open that file", inside=inside)
        )
    raise FormatError(archive.path, tr("is a zip archive, but none of PyTorch's: it holds no data.pkl"))


def _unpickled(archive: Archive, folder: str, name: str, storages: str) -> object:
    data = PickleData(archive.read(folder + name, LARGEST_PICKLE))
    persistent = partial(storage_of, archive.path, _members(archive, storages))
    return PickleMachine(archive.path, data, persistent=persistent, call=partial(call, archive.path)).run()


def _code(archive: Archive, folder: str, module: str) -> str:
    name = f"{folder}code/{module.replace('.', '/')}.py"
    # Weights do not depend on what damaged code would say.
    with suppress(FormatError):
        return archive.read(name, _LONGEST_CODE).decode("utf-8", "replace") if name in archive else ""
    return ""


def _byte_order(archive: Archive, folder: str) -> ByteOrder:
    name = f"{folder}byteorder"
    return ">" if name in archive and archive.read(name, 64).strip() == b"big" else "<"


def _members(archive: Archive, folder: str) -> StorageBytes:
    """Return the storages that are members of the archive in `folder`."""
    return StorageBytes(
        lambda key: archive.size(folder + key),
        lambda key: archive.read(folder + key, archive.size(folder + key)),
        archive.path,
        allowance(size_of(archive.path)),
    )
