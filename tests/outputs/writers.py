"""Every function of the package that writes a file, found in its source: whatever calls what can make or change one."""

from __future__ import annotations

import ast
import os
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType

import gatescope

_ROOT = Path(gatescope.__file__).parent
_PREFIX = f"{_ROOT}{os.sep}"
_NAMES = {
    "write_atomically", "write_together", "replacing", "replacing_by_name", "write_bytes", "write_text", "mkstemp",
    "NamedTemporaryFile", "QSaveFile", "QSettings", "copyfile", "copy2", "copytree", "memmap", "savez",
    "savez_compressed", "tofile", "extractall",
}  # fmt: skip
_BY_MODULE = {
    ("os", "replace"),
    ("os", "rename"),
    ("os", "open"),
    ("np", "save"),
    ("shutil", "copy"),
    ("shutil", "move"),
}
_OPEN = {"open", "fdopen", "ZipFile", "TarFile"}
_RULE = "formats/files/atomic.py"
"""The one place that writes files; what calls it is a writer."""
NO_OUTPUT = {
    "cli/main.py:_open_streams": "what is for a closed stderr goes to the null device",
    "engine/kernel_files.py:mark_complete": "of a cache: sealed by a digest, and made anew where it is torn",
    "session/project/ownership.py:Ownership.adopt_recovery": "gives a whole file another name",
    "session/project/ownership.py:left_copies": "gives a whole file another name",
    "session/settings.py:Settings.__init__": "reads the settings",
}
"""Functions that are no writers all the same, and why."""


def writers(root: Path = _ROOT) -> set[str]:
    """Return the writers, as ``export/csv.py:save_csv``."""
    found = set()
    for path in sorted(root.rglob("*.py")):
        place = path.relative_to(root).as_posix()
        if place != _RULE:
            found |= {f"{place}:{name}" for name in _writers_in(ast.parse(path.read_text("utf-8")))}
    return found


def called(write: Callable[[], object]) -> set[str]:
    """Call `write`, and return the functions of the package that it calls in any thread, named as `writers` names
    them."""
    found: set[str] = set()

    def note(frame: FrameType, event: str, _argument: object) -> None:
        name = frame.f_code.co_filename
        if event == "call" and name.startswith(_PREFIX):
            place = name.removeprefix(_PREFIX).replace(os.sep, "/")
            found.add(f"{place}:{frame.f_code.co_qualname.replace('.<locals>', '')}")

    threading.setprofile(note)
    sys.setprofile(note)
    try:
        write()
    finally:
        sys.setprofile(None)
        threading.setprofile(None)
    return found


def _writers_in(tree: ast.AST, outer: str = "") -> Iterator[str]:
    for node in ast.iter_child_nodes(tree):
        inner = outer
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            inner = f"{outer}.{node.name}" if outer else node.name
        elif isinstance(node, ast.Call) and _writes(node):
            yield outer
        yield from _writers_in(node, inner)


def _writes(call: ast.Call) -> bool:
    function = call.func
    name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
    of = function.value.id if isinstance(function, ast.Attribute) and isinstance(function.value, ast.Name) else ""
    if name in _OPEN:
        said = [*call.args, *(keyword.value for keyword in call.keywords)]
        modes = [one.value for one in said if isinstance(one, ast.Constant) and isinstance(one.value, str)]
        return any(len(mode) <= 3 and set(mode) & set("wax+") and set(mode) <= set("wax+rbt") for mode in modes)
    return name in _NAMES or (of, name) in _BY_MODULE
