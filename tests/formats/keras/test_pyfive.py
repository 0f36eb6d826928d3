"""pyfive is depended on by its private parts: they are these, of the one minor version that is asked for."""

from __future__ import annotations

import importlib.metadata
import inspect
import tomllib
from pathlib import Path

import pytest
from pyfive.btree import BTreeV1Groups, BTreeV1RawDataChunks
from pyfive.dataobjects import DataObjects
from pyfive.high_level import File
from pyfive.misc_low_level import Heap, SymbolTable

PARTS = [
    (DataObjects, "_iter_links_btree_v1", ("self", "btree_address", "heap_address")),
    (DataObjects, "_iter_links_btree_v2", None),
    (DataObjects, "_get_attributes_from_attr_info", ("self", "attrs", "attr_info")),
    (DataObjects, "_attr_value", ("self", "ptype", "buf", "count", "offset")),
    (DataObjects, "find_msg_type", None),
    (DataObjects, "get_id_storage_params", ("self",)),
    (File, "_get_dataobjects", ("self", "obj_addr")),
    (Heap, "get_object_name", ("self", "offset")),
    (SymbolTable, "assign_name", ("self", "heap")),
    (SymbolTable, "get_links", ("self", "heap")),
    (BTreeV1Groups, "symbol_table_addresses", ("self",)),
    (BTreeV1RawDataChunks, "__init__", ("self", "fh", "offset", "dims", "fetch_fn", "read_leaves")),
]


@pytest.mark.parametrize(("owner", "name", "arguments"), PARTS, ids=lambda part: str(getattr(part, "__name__", part)))
def test_a_part_is_there(owner: type, name: str, arguments: tuple[str, ...] | None) -> None:
    part = getattr(owner, name)
    if arguments is not None:
        assert tuple(inspect.signature(part).parameters) == arguments


def test_no_other_minor_version_is_asked_for() -> None:
    project = tomllib.loads((Path(__file__).parents[3] / "pyproject.toml").read_text())
    (asked,) = (line for line in project["project"]["dependencies"] if line.startswith("pyfive"))
    major, minor = map(int, importlib.metadata.version("pyfive").split(".")[:2])
    assert asked == f"pyfive>={major}.{minor},<{major}.{minor + 1}"
