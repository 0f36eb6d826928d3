"""A model of GateScope's own, weights and card, in the form in which every other file is found."""

from __future__ import annotations

from pathlib import Path

from gatescope.engine.network import Array
from gatescope.engine.part import Part
from gatescope.formats.core.found import FoundLayer, FoundTensor, ModelFile, Stack
from gatescope.formats.core.model import Model
from gatescope.formats.core.stored import StoredTensor
from gatescope.formats.core.tally import tally
from gatescope.formats.own.tensors import tensors
from gatescope.formats.own.weights_and_card import load_model
from gatescope.formats.state_dict.cells import GATE_LETTERS
from gatescope.progress import Report, silent

KIND = "GateScope model"


def read(path: Path, report: Report = silent) -> ModelFile:
    """Return the model whose weights or whose card is at `path`.

    Raises:
        FileError: one of the two files cannot be read.
        FormatError: one is damaged, or the weights are not what the card says.
        Cancelled: `report` wants no more.
    """
    model = load_model(path)
    stacks = (_stack(model),)
    return ModelFile(path, KIND, stacks, _counted(model, stacks, report), card=tuple(model.card.items()))


def _stack(model: Model) -> Stack:
    network = model.network
    readouts = [f"readout.{readout.name}.{part}" for readout in network.readouts for part in ("weight", "bias")]
    return Stack(
        name=network.cell.name,
        layers=tuple(
            FoundLayer(
                name=f"layer{k}",
                cell=network.cell,
                convention=network.convention,
                directions=network.directions,
                parameters=row,
                tensors=tuple(
                    f"{Part.of(k, direction)}.{matrix}"
                    for direction, parameters in zip(network.directions, row, strict=True)
                    for matrix in parameters.arrays()
                ),
                gate_order=GATE_LETTERS[network.cell.name],
                biases="two, b_x and b_h",
                stored_dtype=str(network.dtype),
            )
            for k, row in enumerate(network.layers)
        ),
        embedding=network.embedding,
        embedding_name="" if network.embedding is None else "embedding",
        readouts=network.readouts,
        readout_tensors=tuple(readouts),
        vocabulary=model.vocabulary,
        tokenizer=model.tokenizer,
        masked_id=model.masked_id,
    )


def _counted(model: Model, stacks: tuple[Stack, ...], report: Report) -> tuple[FoundTensor, ...]:
    return tally({name: _stored(name, array) for name, array in tensors(model.network).items()}, stacks, report)


def _stored(name: str, array: Array) -> StoredTensor:
    return StoredTensor(name, array.shape, str(array.dtype), lambda: array)
