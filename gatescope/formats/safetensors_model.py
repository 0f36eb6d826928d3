"""A model as two files: the weights as safetensors, and beside them the card that explains them."""

from __future__ import annotations

from pathlib import Path

from gatescope.engine.network import Array, Network, ReadOut
from gatescope.errors import FormatError, ModelError
from gatescope.formats import card as model_card
from gatescope.formats.atomic import write_atomically
from gatescope.formats.card import Structure
from gatescope.formats.model import Model
from gatescope.formats.safetensors_file import read_tensors, write_tensors
from gatescope.formats.tensors import layer_parameters, tensors


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
    write_tensors(weights, tensors(model.network))
    write_atomically(card, model_card.write(model_card.describe(model)))


def load_model(path: str | Path) -> Model:
    """Read the model whose weights or whose card is at `path`.

    Raises:
        FileError: one of the two files cannot be read.
        FormatError: one is damaged, or the weights are not what the card says.
    """
    weights, card_path = _pair(Path(path))
    if weights.is_file() and not card_path.exists():
        raise FormatError(weights, f"its model card {card_path.name} is not beside it, and only that says what it is")
    card = model_card.read(card_path)
    structure = model_card.structure(card_path, card)
    found = read_tensors(weights)
    _check(weights, found, structure.shapes())
    name = card.get("name")
    return Model(
        name=name if isinstance(name, str) and name else weights.stem,
        network=_network(structure, found),
        vocabulary=structure.vocabulary,
        tokenizer=structure.tokenizer,
        card=card,
    )


def _pair(path: Path) -> tuple[Path, Path]:
    return path.with_suffix(".safetensors"), path.with_suffix(".json")


def _check(path: Path, found: dict[str, Array], shapes: dict[str, tuple[int, ...]]) -> None:
    for name, shape in shapes.items():
        if name not in found:
            raise FormatError(path, f"lacks the tensor {name!r} that its card asks for")
        if found[name].shape != shape:
            raise FormatError(path, f"the tensor {name!r} has shape {found[name].shape}; its card asks for {shape}")
    for name in found:
        if name not in shapes:
            raise FormatError(path, f"holds a tensor {name!r} that its card does not know")
    if len({array.dtype for array in found.values()}) > 1:
        raise FormatError(path, "mixes F32 and F64 tensors")


def _network(structure: Structure, found: dict[str, Array]) -> Network:
    return Network(
        cell=structure.cell,
        convention=structure.convention,
        layers=tuple(
            tuple(layer_parameters(f"layer{layer}.{direction}", found) for direction in structure.directions)
            for layer in range(structure.layers)
        ),
        directions=structure.directions,
        embedding=found.get("embedding"),
        readouts=tuple(
            ReadOut(
                readout.name,
                readout.kind,  # type: ignore[arg-type]
                found[f"readout.{readout.name}.weight"],
                found[f"readout.{readout.name}.bias"],
                readout.labels,
            )
            for readout in structure.readouts
        ),
    )
