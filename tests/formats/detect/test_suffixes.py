"""The one table of suffixes, and the dialogs that are made of it."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import gatescope
from gatescope.app.files import filters
from gatescope.formats.detect import suffixes
from tests.syntax_trees import trees_that_name

TWO = {*suffixes.MODELS, *suffixes.VECTORS, *suffixes.TEXTS}


@pytest.mark.parametrize("name", ["a.npy", "a.NPY", "b.c.Csv"])
def test_capitals_count_for_nothing(name: str) -> None:
    assert suffixes.has(Path(name), suffixes.VECTORS)
    assert not suffixes.has(Path(name), suffixes.MODELS)


def test_no_file_is_a_text_and_vectors_or_a_model_at_once() -> None:
    assert len(TWO) == len(suffixes.MODELS) + len(suffixes.VECTORS) + len(suffixes.TEXTS)


def test_a_dialog_offers_all_that_is_opened_and_then_all_files() -> None:
    first, *_, last = filters.dialog_filter(filters.OPENED).split(";;")
    named = {word.strip("()*") for word in first.split(" ") if "*" in word}
    assert named == {suffixes.PROJECT, *TWO, *suffixes.FIGURES}
    assert last == "All files (*)"
    assert filters.dialog_filter([("Tables", (".csv", ".tsv"))]) == "Tables (*.csv *.tsv);;All files (*)"


def test_no_other_module_lists_suffixes() -> None:
    """Two suffixes in one tuple, list or set are a table, and that stands once."""
    lists = []
    for path, tree in trees_that_name(TWO, Path(gatescope.__file__).parent.rglob("*.py")):
        if path.name == "suffixes.py":
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.Tuple | ast.List | ast.Set):
                texts = [one.value for one in node.elts if isinstance(one, ast.Constant)]
                if len({text for text in texts if text in TWO}) > 1:
                    lists.append(f"{path.name}:{node.lineno} {texts}")
    assert lists == []
