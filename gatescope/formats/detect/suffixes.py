"""The suffixes of the files that are read, in one table. What a model file is, its content tells; see `sniff`."""

from __future__ import annotations

from collections.abc import Container
from pathlib import Path

from gatescope.words import mark

PROJECT = ".gatescope"
LESSONS = (".toml",)
"""Cards of claims."""

SAFETENSORS = (".safetensors",)
PYTORCH = (".pt", ".pth", ".tar", ".bin", ".ckpt")
AGENTS = (".zip",)
"""Archives of Stable-Baselines3, whose weights are the member `POLICY`."""
POLICY = "policy.pth"
HDF5 = (".h5", ".hdf5")
KERAS = (".keras", *HDF5)
ONNX = (".onnx",)
ARRAYS = (".npz", ".json")
READ = mark("PyTorch, Keras, ONNX, safetensors, .npz and .json")
"""What is read, for a sentence."""
MODELS = (*SAFETENSORS, *PYTORCH, *KERAS, *ONNX, *ARRAYS, *AGENTS)
PICKLES = (".pkl", ".pickle")
"""Pickles of other things than models, as a rule; dialogs do not offer them."""

REFERENCES = (".npz",)
"""Inputs and the states that another program computed from them."""

TABLES = (".csv", ".tsv")
VECTORS = (".npy", *TABLES)
"""Vectors for a model, and nothing else that is opened."""
VECTORS_OF_A_MODEL = (".npy", ".npz", *TABLES, ".txt")
"""Files that may hold vectors, where only vectors are wanted."""

FIGURES = (".png", ".svg", ".pdf")
"""Pictures that can carry a scene."""

TEXTS = (".txt", ".md", ".text")
CORPORA = (".txt", *TABLES, ".jsonl")
"""Many texts: a line, a row or an object each."""
LINES_OF_JSON = (".jsonl", ".ndjson")
RECORDS = (*TABLES, *LINES_OF_JSON)
"""Named fields: a row or an object each."""
ROWS_OF_NUMBERS = (*RECORDS, ".txt")
RUNNING_TEXTS = (*CORPORA, ".md", ".ndjson")
VOCABULARIES = (".json", ".txt", *TABLES)
WORD_VECTORS = (".txt", ".vec")


def has(path: Path, suffixes: Container[str]) -> bool:
    """Return whether the name of `path` ends in one of `suffixes`, in capitals or not."""
    return path.suffix.lower() in suffixes
