"""A model as two files: the weights as safetensors, and beside them the card that explains them."""

from __future__ import annotations

from pathlib import Path

from gatescope.errors import FormatError, ModelError
from gatescope.formats.core.model import Model
from gatescope.formats.files.atomic import write_together
from gatescope.formats.own import card as model_card
from gatescope.formats.own.structure import read_structure
from gatescope.formats.own.tensors import tensors
from gatescope.formats.safetensors.file import bytes_of_tensors, read_tensors
from gatescope.words import tr


def save_model(model: Model, path: str | Path) -> None:
    """Write `model` to `path` (``NAME.safetensors``) and its card to ``NAME.json`` beside it.

    Both files are written whole, or neither. The weights depend on the network alone, so that equal networks give
    equal bytes; what changes from day to day stands in the card.

    Raises:
        FileError: a file cannot be written.
        ModelError: `path` does not end in ``.safetensors``.
    """
    weights, card = _pair(Path(path))
    if weights != Path(path):
        raise ModelError(tr("{name}: a model is saved as a .safetensors file", name=Path(path).name))
    write_together(
        {
            card: model_card.write(model_card.describe(model)),
            weights: bytes_of_tensors(tensors(model.network)),
        }
    )


def load_model(path: str | Path) -> Model:
    """Read the model whose weights or whose card is at `path`.

    Raises:
        FileError: one of the two files cannot be read.
        FormatError: one is damaged, or the weights are not what the card says.
    """
    weights, card_path = _pair(Path(path))
    if weights.is_file() and not card_path.exists():
        raise FormatError(
            weights, tr("its model card {name} is not beside it, and only that says what it is", name=card_path.name)
        )
    card = model_card.read(card_path)
    vocabulary, tokenizer = model_card.vocabulary(card_path, card.get("vocabulary"))
    if vocabulary is not None:
        # The strings of the vocabulary, which models of a family share, instead of as many again.
        card["vocabulary"]["tokens"] = list(vocabulary.tokens)
    structure = read_structure(card_path, card, None if vocabulary is None else len(vocabulary))
    network = structure.network(weights, read_tensors(weights))
    name = card.get("name")
    return Model(
        name=name if isinstance(name, str) and name else weights.stem,
        network=network,
        vocabulary=vocabulary,
        tokenizer=tokenizer,
        card=card,
    )


def _pair(path: Path) -> tuple[Path, Path]:
    return path.with_suffix(".safetensors"), path.with_suffix(".json")
