"""Where a run stood, in one safetensors file that is whole or not there."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping
from pathlib import Path

from gatescope.engine.network import Array, Network
from gatescope.errors import FormatError
from gatescope.formats.files.atomic import write_atomically
from gatescope.formats.files.bounded_json import parse_json
from gatescope.formats.files.json_fields import Fields
from gatescope.formats.own.tensors import tensors, with_tensors
from gatescope.formats.safetensors.file import bytes_of_tensors, read_about, read_tensors
from gatescope.training.report import TrainingState
from gatescope.training.tasks.task import Prepared
from gatescope.words import mark, tr

SUFFIX = ".checkpoint"
_ABOUT = "gatescope.training"
_NETWORK, _BEST, _MEMORY = "network/", "best/", "memory/"


def save_state(path: Path, state: TrainingState, identity: str) -> None:
    """Write `state` to `path`; an older file stays until this one is whole.

    Args:
        identity: of the run, as `identity_of` gives it.

    Raises:
        FileError: it cannot be written.
    """
    write_atomically(path, bytes_of_state(state, identity))


def bytes_of_state(state: TrainingState, identity: str) -> bytes:
    """Return the content of such a file."""
    about = {
        "identity": identity,
        "epoch": state.epoch,
        "batch": state.batch,
        "best_loss": state.best_loss if math.isfinite(state.best_loss) else None,
        "waited": state.waited,
        "steps": state.steps,
        "loss_sum": state.loss_sum,
    }
    arrays = {
        **_named(_NETWORK, tensors(state.network)),
        **_named(_BEST, tensors(state.best)),
        **_named(_MEMORY, state.memory),
    }
    return bytes_of_tensors(arrays, {_ABOUT: json.dumps(about)})


def load_state(path: Path, start: Network, identity: str) -> TrainingState:
    """Return the state in the file at `path`.

    Args:
        start: the untrained network of the run.
        identity: of the run.

    Raises:
        FileError: it cannot be read.
        FormatError: it is damaged, or belongs to another run.
    """
    about = read_about(path).get(_ABOUT)
    if about is None:
        raise FormatError(path, tr("is no checkpoint of gatescope train"))
    found = Fields(path, parse_json(path, about.encode(), mark("its header")), mark("the checkpoint"))
    if found.get("identity", str) != identity:
        raise FormatError(
            path,
            tr(
                "belongs to another run: other settings, other sequences or another version. Give the command that "
                "wrote it, or leave --resume out to begin anew"
            ),
        )
    arrays = read_tensors(path)
    best_loss = math.inf if found.fields.get("best_loss") is None else found.number("best_loss")
    return TrainingState(
        epoch=found.whole("epoch"),
        batch=found.whole("batch"),
        network=_network(path, start, _those(_NETWORK, arrays)),
        best=_network(path, start, _those(_BEST, arrays)),
        best_loss=best_loss,
        waited=found.whole("waited"),
        steps=found.whole("steps"),
        memory=_those(_MEMORY, arrays),
        # Checkpoints of earlier versions lack it.
        loss_sum=None if found.fields.get("loss_sum") is None else found.number("loss_sum"),
    )


def identity_of(command: str, start: Network, prepared: Prepared) -> str:
    """Return what tells a run from others: the digest of its settings, its untrained weights and its sequences.

    Args:
        command: every choice that the weights depend on.
        start: the untrained network.
        prepared: the task; its first mini-batch and its held-out sequences stand for all.
    """
    digest = hashlib.sha256(command.encode())
    for array in tensors(start).values():
        digest.update(array.tobytes())
    first = next(iter(prepared.training.of_pass(1)), prepared.held_out)
    for sequences in (first, prepared.held_out):
        for part in (sequences.inputs, sequences.offsets, sequences.targets, sequences.weights):
            digest.update(part.tobytes())
    if prepared.vocabulary is not None:
        digest.update("\0".join(prepared.vocabulary.tokens).encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def _network(path: Path, start: Network, found: Mapping[str, Array]) -> Network:
    expected = tensors(start)
    if {name: array.shape for name, array in found.items()} != {name: array.shape for name, array in expected.items()}:
        raise FormatError(path, tr("is damaged: its arrays are not those of the network"))
    return with_tensors(start, found)


def _named(prefix: str, arrays: Mapping[str, Array]) -> dict[str, Array]:
    return {prefix + name: array for name, array in arrays.items()}


def _those(prefix: str, arrays: Mapping[str, Array]) -> dict[str, Array]:
    return {name.removeprefix(prefix): array for name, array in arrays.items() if name.startswith(prefix)}
