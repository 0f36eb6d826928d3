"""Reads the models in PyTorch's files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from types import MappingProxyType
from typing import IO

from gatescope.errors import FormatError
from gatescope.formats.core.found import ModelFile
from gatescope.formats.core.stored import StoredTensor, Tensors
from gatescope.formats.detect.suffixes import POLICY
from gatescope.formats.files.archive import Archive
from gatescope.formats.files.parts import all_parts, joined, note_of
from gatescope.formats.files.regular import open_file
from gatescope.formats.keras.named_arrays import model_file
from gatescope.formats.pytorch.checkpoint import Checkpoint
from gatescope.formats.pytorch.file_bytes import OpenFile
from gatescope.formats.pytorch.model_choice import Choice, model_in
from gatescope.formats.pytorch.modules import MOST_ENTERED, Parts, children, class_name, is_module, is_tensor
from gatescope.formats.pytorch.script_code import with_nonlinearities
from gatescope.formats.pytorch.stored_tensors import stored_tensor
from gatescope.formats.pytorch.stream_container import open_stream
from gatescope.formats.pytorch.vocabulary_beside import with_vocabularies
from gatescope.formats.pytorch.zip_container import open_zip
from gatescope.progress import Report, silent
from gatescope.words import mark, tr

_ZIP, _TAR, _TAR_AT = b"PK\x03\x04", b"ustar", 257
_AGENT = mark(
    "the weights were read from 'policy.pth'; whether observations are normalised first, as VecNormalize does, "
    "stands in no agent's file"
)


def read(path: Path, report: Report = silent) -> ModelFile:
    """Return the stacks and the tensors of a PyTorch file of any age, and of the others where it is a part of a model.
    Nothing in them is run.

    Raises:
        FileError: it cannot be read.
        FormatError: it is no PyTorch file, is damaged, would run code when unpickled, or holds no recurrent layer.
        Cancelled: `report` wants no more.
    """
    parts = all_parts(path)
    with ExitStack() as stack:
        beside = {part: {} if part == path else stack.enter_context(_tensors_in(part)) for part in parts}
        return _read(path, stack.enter_context(open_file(path)), report, beside=beside)


@contextmanager
def _tensors_in(path: Path) -> Iterator[dict[str, StoredTensor]]:
    """Give the tensors of the file at `path`, which is another part of a model and stays open meanwhile."""
    with open_file(path) as stream, ExitStack() as stack:
        file = OpenFile(path, stream)
        zipped = file.head(0, 512).startswith(_ZIP)
        checkpoint = open_zip(stack.enter_context(Archive(path))) if zipped else open_stream(file)
        yield _stored(path, checkpoint, model_in(checkpoint.root).parts)


def _read(
    path: Path,
    stream: IO[bytes],
    report: Report,
    content: bytes | None = None,
    beside: Mapping[Path, Tensors] = MappingProxyType({}),
) -> ModelFile:
    """Return what lies in `stream`, which is the file itself, or has the `content` of a member of it.

    Args:
        beside: the tensors of all parts of the model in their order, none of this one; empty where it is whole.
    """
    file = OpenFile(path, stream)
    head = file.head(0, 512)
    if not head:
        raise FormatError(path, tr("is empty"))
    if head.startswith(_ZIP):
        with Archive(path, content) as archive:
            if content is None and POLICY in archive:
                return _agent(path, archive, report)
            return _model_file(path, open_zip(archive), report, beside)
    if head[_TAR_AT:].startswith(_TAR):
        raise FormatError(path, _of_tar(head))
    return _model_file(path, open_stream(file), report, beside)


def _of_tar(head: bytes) -> str:
    """Return what a tar is that begins with `head`: for the first two months of 2017 PyTorch wrote such."""
    first = head[:100].partition(b"\0")[0].decode("utf-8", "replace")
    if first in ("sys_info", "storages", "tensors", "pickle"):
        return tr("is a tar of PyTorch before 0.1.10, which is not read: open it with torch.load and save it again")
    return tr("is a tar archive of {first!r}: unpack it, and open the model in it", first=first)


def _agent(path: Path, archive: Archive, report: Report) -> ModelFile:
    """Return the policy of an agent of Stable-Baselines3, a state dict in an archive beside settings and optimisers."""
    policy = archive.read(POLICY, archive.size(POLICY))
    found = _read(path, BytesIO(policy), report, policy)
    version = "_stable_baselines3_version"
    number = archive.read(version, 64).decode("ascii", "replace").strip() if version in archive else ""
    return replace(found, kind=f"agent of Stable-Baselines3 {number:.20}".rstrip(), notes=(_AGENT, *found.notes))


def _stored(path: Path, checkpoint: Checkpoint, parts: Parts) -> dict[str, StoredTensor]:
    return {name: stored_tensor(path, name, part, checkpoint.order) for name, part in parts.tensors.items()}


def _model_file(path: Path, checkpoint: Checkpoint, report: Report, beside: Mapping[Path, Tensors]) -> ModelFile:
    choice = model_in(checkpoint.root)
    parts = choice.parts
    if parts.entered > MOST_ENTERED:
        raise FormatError(
            path, tr("holds over {entered:,} lists and dicts: far more than a model is made of", entered=MOST_ENTERED)
        )
    _refuse_what_lost_its_weights(path, checkpoint, parts)
    if not parts.tensors:
        inside = ", ".join(key for key, _ in children(checkpoint.root))[:80]
        raise FormatError(
            path,
            tr("no tensors found: it only holds {inside}; save the model's state_dict() in it", inside=inside)
            if inside
            else tr("no tensors found; save the model's state_dict()"),
        )
    own = _stored(path, checkpoint, parts)
    together, tensors = joined(path, {part: own if part == path else beside[part] for part in beside or (path,)})
    notes = (*note_of(together), *choice.notes)
    hints = with_nonlinearities(parts.hints, parts.classes, parts.tensors, checkpoint.code)
    file = model_file(path, _kind(checkpoint, choice), tensors, report, notes, hints)
    return replace(file, stacks=with_vocabularies(file.stacks, checkpoint.root))


def _refuse_what_lost_its_weights(path: Path, checkpoint: Checkpoint, parts: Parts) -> None:
    """Refuse quantized layers and frozen programs: their weights are stored under other names, or not by name."""
    if any("weight_hh" in name for name in parts.tensors):
        return
    if parts.quantized:
        raise FormatError(
            path,
            tr(
                "holds quantized weights ({quantized:.80}), which are not read: save it before it is quantized",
                quantized=parts.quantized[0],
            ),
        )
    if checkpoint.frozen:
        raise FormatError(
            path, tr("is a frozen TorchScript program, whose weights have no names: save it before the freeze")
        )


def _kind(checkpoint: Checkpoint, choice: Choice) -> str:
    if checkpoint.script:
        return "TorchScript archive"
    if checkpoint.form == "pickle":
        return "Python pickle"
    if is_module(choice.root):
        return f"PyTorch model {class_name(choice.root):.40}, pickled whole ({checkpoint.form})"
    plain = not choice.path and all(is_tensor(value) for _, value in children(choice.root))
    return f"PyTorch {'state dict' if plain else 'checkpoint'} ({checkpoint.form})"
