"""The tensors of each layer, whichever way the file names them.

Keras 2 and its HDF5 format list them by name, in ``layer_names`` and ``weight_names``; the groups inside are called as
it happens, so only the lists are followed. Keras 3 numbers them: ``layers/lstm/cell/vars/0``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gatescope.formats.core.stored import StoredTensor, Tensors
from gatescope.formats.files.damage import DamagedFile
from gatescope.words import tr

if TYPE_CHECKING:
    from gatescope.formats.keras.hdf5 import Hdf5

_ROLE = re.compile(r"(?:(?P<owner>.*?)[/._])??(?P<role>recurrent_kernel|kernel|bias|embeddings)(?::\d+)?")
_STORE = re.compile(r"(.*/)?layers/[^/]+(?=/)")
_BACKWARD = re.compile(r"(^|[/\\.])backward_")
_NUMBERED = re.compile(r"(?P<owner>.*?)[/\\]vars[/\\](?P<number>\d+)")


@dataclass(frozen=True)
class Weights:
    """The weights of one cell, dense layer or embedding.

    Attributes:
        owner: what stands before the role in the names: ``"lstm_1/lstm_cell"``, ``"layers/lstm/cell"``.
        roles: ``kernel``, ``recurrent_kernel``, ``bias``, ``embeddings`` → tensor.
    """

    owner: str
    roles: Mapping[str, StoredTensor]

    @property
    def recurrent(self) -> bool:
        return "kernel" in self.roles and "recurrent_kernel" in self.roles

    @property
    def backward(self) -> bool:
        """Whether its names say that it is the second direction of a Bidirectional."""
        return _BACKWARD.search(self.owner) is not None

    @property
    def place(self) -> str:
        """The last part of `owner`: ``"lstm_cell"`` of ``"layers/rnn/cell/cells/lstm_cell"``."""
        return re.split(r"[/\\]", self.owner)[-1]

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(tensor.name for tensor in self.roles.values())


def by_owner(tensors: Iterable[StoredTensor]) -> tuple[Weights, ...]:
    """Return the weights among `tensors`, in their order; what has no name of Keras' is left out."""
    named: dict[str, dict[str, StoredTensor]] = {}
    numbered: dict[str, dict[int, StoredTensor]] = {}
    for tensor in tensors:
        if not tensor.floating:
            continue
        if match := _NUMBERED.fullmatch(tensor.name):
            numbered.setdefault(match["owner"], {})[int(match["number"])] = tensor
        elif match := _ROLE.fullmatch(tensor.name):
            named.setdefault(match["owner"] or "", {})[match["role"]] = tensor
    # HDF5 sorts by name, which puts a backward direction before the forward one and cell 10 before cell 2.
    found = [Weights(owner, roles) for owner, roles in named.items()]
    for owner in sorted(numbered, key=natural):
        variables = numbered[owner]
        found += [Weights(owner, _roles(owner, [variables[n] for n in sorted(variables)]))]
    return tuple(sorted(found, key=lambda one: one.backward))


def nameless(tensors: Iterable[StoredTensor]) -> list[StoredTensor]:
    """Return what `by_owner` leaves out of `tensors`, numbers apart: the scales of a norm, arrays of a layer of one's
    own."""
    return [
        tensor
        for tensor in tensors
        if tensor.floating and tensor.size > 1
        and not _NUMBERED.fullmatch(tensor.name) and not _ROLE.fullmatch(tensor.name)
    ]  # fmt: skip


def natural(name: str) -> list[tuple[int, str]]:
    """Return a key that sorts ``lstm`` before ``lstm_2`` before ``lstm_10``."""
    return [(int(piece), "") if piece.isdecimal() else (-1, piece) for piece in re.split(r"(\d{1,9})", name)]


def stem(name: str) -> str:
    """Return the name of a layer without its number: ``lstm`` of ``lstm_2``."""
    return re.sub(r"_\d+$", "", name)


def legacy_layers(path: object, file: Hdf5, root: str) -> dict[str, tuple[StoredTensor, ...]]:
    """Return layer → its tensors in the order of ``weight_names``, for the HDF5 format of Keras 1 to 3.

    Args:
        path: the file, for the sentence where it goes wrong.
        root: the group that has ``layer_names``: ``""`` or ``"model_weights"``.

    Raises:
        FormatError: a tensor that the lists name is missing.
    """
    found: dict[str, tuple[StoredTensor, ...]] = {}
    for layer in texts(file.groups[root], "layer_names"):
        group = f"{root}/{layer}" if root else layer
        listed = [f"{group}/{name}" for name in texts(file.groups.get(group, {}), "weight_names")]
        for name in listed:
            if name not in file.tensors and name not in file.others:
                raise DamagedFile(
                    str(path),
                    tr(
                        "lacks the tensor {name!r} that its layer {layer!r} lists: it is damaged",
                        name=name,
                        layer=layer,
                    ),
                )
        found[layer] = tuple(file.tensors[name] for name in listed if name in file.tensors)
    return found


def texts(attributes: Mapping[str, object], name: str) -> list[str]:
    """Return a list of names; one that is too long for a header stands in pieces, ``layer_names0``,
    ``layer_names1``…"""
    pieces = [attributes.get(name)]
    while (piece := attributes.get(f"{name}{len(pieces) - 1}")) is not None:
        pieces.append(piece)
    return [one for piece in pieces if isinstance(piece, list) for one in piece if isinstance(one, str)]


def stored_layers(tensors: Tensors) -> dict[str, list[StoredTensor]]:
    """Return where Keras 3 stores a layer, ``"layers/lstm"``, → its tensors; a layer of a model inside has its own
    place."""
    found: dict[str, list[StoredTensor]] = {}
    for name, tensor in tensors.items():
        # Keras 2.12 wrote the first .keras archives and had another name for the same thing.
        path = name.replace("\\", "/").replace("_layer_checkpoint_dependencies/", "layers/")
        if match := _STORE.match(path):
            found.setdefault(match[0], []).append(tensor)
    return found


def _roles(owner: str, variables: list[StoredTensor]) -> dict[str, StoredTensor]:
    """Return what the numbered variables of one owner are: kernel, recurrent kernel, bias, in the order they are
    built."""
    kind = re.split(r"[/\\]", owner)[-1]
    matrices = [tensor for tensor in variables[:2] if len(tensor.shape) == 2]
    if len(variables) == 1 and not kind.startswith("dense"):
        return {"embeddings": variables[0]}
    if len(matrices) == 2 and (kind.endswith("cell") or matrices[0].shape[1] == matrices[1].shape[1]):
        return dict(zip(("kernel", "recurrent_kernel", "bias"), variables[:3], strict=False))
    return dict(zip(("kernel", "bias"), variables[:2], strict=False))
