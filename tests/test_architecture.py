"""What `gatescope/README.md` names is there: files, folders, and the names in them."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

import gatescope
from tests.import_graph import by_folder, import_graph

PACKAGE = Path(gatescope.__file__).parent
TEXT = (PACKAGE / "README.md").read_text("utf-8")
PATHS = sorted(set(re.findall(r"`((?:[\w.]+/)*(?:\w+/|\w+\.py))`", TEXT)))
# `NAME` and `NAME` in `path`
NAMED = re.findall(r"((?:`\w+`(?:, | and )?)+)\s+(?:there )?in\s+`((?:\w+/)*\w+\.py)`", TEXT)


def found(path: str) -> Path:
    return PACKAGE.parent / path if path.startswith("tests/") else PACKAGE / path


@pytest.mark.parametrize("path", PATHS)
def test_every_path_exists(path: str) -> None:
    assert found(path).is_dir() if path.endswith("/") else found(path).is_file()


@pytest.mark.parametrize(("names", "path"), NAMED, ids=[f"{path}: {names}" for names, path in NAMED])
def test_every_name_is_in_its_file(names: str, path: str) -> None:
    source = found(path).read_text("utf-8")
    for name in re.findall(r"`(\w+)`", names):
        assert re.search(rf"^(?:class |def )?{name}\b", source, re.MULTILINE), name


def test_enough_is_named_for_the_tests_above_to_mean_something() -> None:
    assert len(PATHS) > 60
    assert len(NAMED) > 12


def test_every_layer_is_in_the_table() -> None:
    table = set(re.findall(r"^\| `(\w+)/` \|", TEXT, re.MULTILINE))
    assert table == {path.parent.name for path in PACKAGE.glob("*/__init__.py")}


def test_layers_that_have_no_qt_import_none() -> None:
    plain = re.findall(r"^\| `(\w+)/` \|.*\| none \|$", TEXT, re.MULTILINE)
    assert len(plain) == 8
    for path in (path for layer in plain for path in (PACKAGE / layer).rglob("*.py")):
        assert not re.search(r"^\s*(?:from|import) PySide6", path.read_text("utf-8"), re.MULTILINE), path


def test_the_table_goes_from_the_top_down() -> None:
    layers = re.findall(r"^\| `(\w+)/` \|", TEXT, re.MULTILINE)
    graph = by_folder(import_graph(PACKAGE), depth=2)
    for place, layer in enumerate(layers):
        above = {f"gatescope.{name}" for name in layers[:place]}
        assert not graph[f"gatescope.{layer}"] & above, layer


def test_the_diagram_is_drawn_for_both_designs_and_names_every_layer() -> None:
    picture = PACKAGE / "architecture.svg"
    assert "prefers-color-scheme: dark" in picture.read_text("utf-8")
    words = " ".join(ET.parse(picture).getroot().itertext())
    for layer in re.findall(r"^\| `(\w+)/` \|", TEXT, re.MULTILINE):
        assert layer in words
