"""A model as two files: the weights as safetensors, and beside them the card that explains them."""

from __future__ import annotations

from pathlib import Path

from gatescope.engine.network import Array, LayerParameters, Network, ReadOut
from gatescope.errors import FormatError, ModelError
from gatescope.formats import card as model_card
from gatescope.formats.atomic import write_atomically
from gatescope.formats.card import Structure
from gatescope.formats.model import Model
from gatescope.formats.safetensors_file import read_tensors, write_tensors

_MATRICES = ("W", "U", "b_x", "b_h")


def save_model(model: Model, path: str | Path) -> None:
    """Write `model` to `path` (``NAME.safetensors``) and its card to ``NAME.json`` beside it.

    Every file is written whole or not at all. The weights depend on the network alone, so that equal networks give
    equal bytes; what changes from day to day stands in the card.

    Raises:
        FileError: a file cannot be written.
        ModelError: `path` does not end in ``.safetensors``.
    """
    weights, card = _pair(Path(path))
    if weights != Path(path):
        raise ModelError(f"{Path(path).name}: a model is saved as a .safetensors file")
    write_tensors(weights, _tensors(model.network))
    write_atomically(card, model_card.write(model_card.describe(model)))


def load_model(path: str | Path) -> Model:
    """Read the model whose weights or whose card is at `path`.

    Raises:
        FileError: one of the two files cannot be read.
        FormatError: one is damaged, or the weights are not what the card says.
    """
    weights, card_path = _pair(Path(path))
    card = model_card.read(card_path)
    structure = model_card.structure(card_path, card)
    tensors = read_tensors(weights)
    _check(weights, tensors, structure.shapes())
    try:
        network = _network(structure, tensors)
    except ModelError as error:
        raise FormatError(weights, str(error)) from error
    name = card.get("name")
    return Model(
        name=name if isinstance(name, str) and name else weights.stem,
        network=network,
        vocabulary=structure.vocabulary,
        tokenizer=structure.tokenizer,
        card=card,
    )


def _pair(path: Path) -> tuple[Path, Path]:
    return path.with_suffix(".safetensors"), path.with_suffix(".json")


def _tensors(network: Network) -> dict[str, Array]:
    tensors: dict[str, Array] = {}
    if network.embedding is not None:
        tensors["embedding"] = network.embedding
    for layer, row in enumerate(network.layers):
        for direction, parameters in zip(network.directions, row, strict=True):
            for matrix in _MATRICES:
                tensors[f"layer{layer}.{direction}.{matrix}"] = getattr(parameters, matrix)
    for readout in network.readouts:
        tensors[f"readout.{readout.name}.weight"] = readout.weight
        tensors[f"readout.{readout.name}.bias"] = readout.bias
    return tensors


def _check(path: Path, tensors: dict[str, Array], shapes: dict[str, tuple[int, ...]]) -> None:
    for name, shape in shapes.items():
        if name not in tensors:
            raise FormatError(path, f"lacks the tensor {name!r} that its card asks for")
        if tensors[name].shape != shape:
            raise FormatError(path, f"the tensor {name!r} has shape {tensors[name].shape}; its card asks for {shape}")
    for name in tensors:
        if name not in shapes:
            raise FormatError(path, f"holds a tensor {name!r} that its card does not know")
    if len({array.dtype for array in tensors.values()}) > 1:
        raise FormatError(path, "mixes F32 and F64 tensors")


def _network(structure: Structure, tensors: dict[str, Array]) -> Network:
    return Network(
        cell=structure.cell,
        convention=structure.convention,
        layers=tuple(
            tuple(
                LayerParameters(*(tensors[f"layer{layer}.{direction}.{matrix}"] for matrix in _MATRICES))
                for direction in structure.directions
            )
            for layer in range(structure.layers)
        ),
        directions=structure.directions,
        embedding=tensors.get("embedding"),
        readouts=tuple(
            ReadOut(
                readout.name,
                readout.kind,  # type: ignore[arg-type]
                tensors[f"readout.{readout.name}.weight"],
                tensors[f"readout.{readout.name}.bias"],
                readout.labels,
            )
            for readout in structure.readouts
        ),
    )
