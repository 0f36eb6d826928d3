"""Small random models in files, for the verbs that read one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from gatescope.formats.core.model import Model
from gatescope.formats.own.weights_and_card import save_model
from gatescope.text.vocabulary import Vocabulary
from gatescope.text.word import WordTokenizer
from tests.plots.builders import network

WORDS = ("<unk>", "the", "food", "was", "not", "good", ".")


def model(cell: str = "lstm", name: str = "", **options: Any) -> Model:
    """A model of seven words."""
    vocabulary = Vocabulary(WORDS, lower_case=True, unknown=0)
    made = network(cell, **options).astype(np.float32)
    return Model(name or f"toy-{cell}", made, vocabulary, WordTokenizer(), {"family": "toy"})


def saved(folder: Path, cell: str = "lstm", name: str = "", **options: Any) -> str:
    """The path of such a model in a file."""
    made = model(cell, name, **options)
    path = folder / f"{made.name}.safetensors"
    save_model(made, path)
    return str(path)
