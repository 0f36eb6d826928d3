"""The house rules that no single module can keep: layers, circles, lazy imports, and what a package says of itself."""

from __future__ import annotations

import ast
import importlib
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QObject

import gatescope
from gatescope.cli.main import VERBS
from tests.import_graph import by_folder, circle, import_graph
from tests.long_files import LIMIT, long_files
from tests.syntax_trees import trees_that_name

ROOT = Path(gatescope.__file__).parent
SOURCES = sorted(ROOT.rglob("*.py"))
VAGUE = {"held", "given", "room", "claim", "what_to_do", "chosen", "fed_line"}
# Claims are what lessons are made of; anywhere else a claim may be one on a file, a lock or a name.
CLAIMS = ("lessons", "learn", "check")
# What ties the folders of a layer together belongs to none of them.
AT_THE_TOP = {"app": ("controller", "wiring")}


def imported_by(statement: str, *roots: str) -> set[str]:
    """Which of the top-level modules `roots` a fresh interpreter has loaded after `statement`."""
    program = f"{statement}\nimport sys; print(*sorted({{m.split('.')[0] for m in sys.modules}} & {set(roots)!r}))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_an_import_only_points_downwards() -> None:
    pytest.importorskip("importlinter", reason="import-linter comes with the `test` extra")
    # In a process of its own: its console keeps the standard output that it first saw, which pytest closes.
    program = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True))"
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT.parent, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("path", [p for p in SOURCES if p.name == "__init__.py"], ids=lambda p: p.parent.name)
def test_every_package_says_what_belongs_there_and_what_it_may_import(path: Path) -> None:
    words = " ".join((ast.get_docstring(ast.parse(path.read_text("utf-8"))) or "").split())
    assert "Belongs here: " in words
    assert "May import " in words


def test_no_circle_of_imports() -> None:
    """Between modules, nor between the folders of a layer; imports inside functions count, too."""
    graph = import_graph(ROOT)
    # It imports the functions for scripts when one is first asked for, and none of them imports it before.
    graph["gatescope"].discard("gatescope.api")
    assert circle(graph) == []
    assert circle(by_folder(graph)) == []


def test_a_circle_of_imports_is_found(tmp_path: Path) -> None:
    files = {
        "a/__init__.py": "",
        "a/b/__init__.py": "",
        "a/b/c.py": "from a.d import e\n",
        "a/b/f.py": "x = 1\n",
        "a/d/__init__.py": "",
        "a/d/e.py": "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from a.b.c import x\n",
        "a/d/g.py": "def late():\n    from a.b.f import x\n",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    graph = import_graph(tmp_path / "a")
    assert (graph["a.b.c"], graph["a.d.e"], graph["a.d.g"]) == ({"a.d.e"}, set(), {"a.b.f"})
    assert circle(graph) == []
    assert set(circle(by_folder(graph, depth=2))) == {"a.b", "a.d"}


@pytest.mark.parametrize("layer", ["views", "app"])
def test_what_a_view_can_do_is_declared_not_looked_for(layer: str) -> None:
    """Hooks of views stand in their protocols, where mypy sees them: no `getattr`, no `hasattr` on a widget."""
    looked_for = []
    for path, tree in trees_that_name(("getattr", "hasattr"), sorted((ROOT / layer).rglob("*.py"))):
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in ("getattr", "hasattr"):
                of = ast.unparse(node.args[0]).lower()
                if any(word in of for word in ("view", "dock", "widget", "plot", "window")):
                    looked_for.append(f"{path.name}:{node.lineno}: {ast.unparse(node)}")
    assert looked_for == []


def test_every_menu_closes_where_it_is_disabled() -> None:
    """`Menu` does, Qt's own stays open and takes all keys."""
    made = []
    for path, tree in trees_that_name(["QMenu"], SOURCES):
        calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
        made += [f"{path.name}:{call.lineno}" for call in calls if ast.unparse(call.func).endswith("QMenu")]
    assert made == []


def test_a_long_file_is_remarked_upon(tmp_path: Path) -> None:
    for lines in (LIMIT, LIMIT + 1):
        (tmp_path / f"{lines}.py").write_text("\n" * lines, "utf-8")
    assert long_files(tmp_path) == [(tmp_path / f"{LIMIT + 1}.py", LIMIT + 1)]


@pytest.mark.parametrize("layer", ["views", "app", "formats"])
def test_the_folders_of_a_layer_hold_its_files(layer: str) -> None:
    assert {path.stem for path in (ROOT / layer).glob("*.py")} <= {"__init__", *AT_THE_TOP.get(layer, ())}


def test_a_module_of_tests_marks_itself_once() -> None:
    """A second ``pytestmark`` takes the place of the first, and nothing says so."""
    twice = [
        path.name for path in Path(__file__).parent.rglob("*.py") if path.read_text("utf-8").count("\npytestmark") > 1
    ]
    assert twice == []


def test_names_say_what_they_are_of() -> None:
    """`held` may be a cache, a key or a clamp, and `room` a width or a number of bytes: say which."""
    vague = []
    for path, tree in trees_that_name(VAGUE, SOURCES):
        allowed = {"claim"} if any(word in str(path.relative_to(ROOT)) for word in CLAIMS) else set()
        for node in ast.walk(tree):
            name = getattr(node, "id", None) or getattr(node, "arg", None) or getattr(node, "attr", None)
            name = name or getattr(node, "name", None)
            if isinstance(name, str) and name.strip("_") in VAGUE - allowed:
                vague.append(f"{path.name}:{node.lineno}: {name}")
    assert vague == []


def test_the_core_of_the_package_imports_nothing_heavy() -> None:
    statement = "import gatescope, gatescope.errors, gatescope.resources, gatescope.cli.main"
    assert imported_by(statement, "numpy", "numba", "PySide6", "pyqtgraph") == set()


def test_the_app_starts_without_the_compiler() -> None:
    """Importing Numba takes most of a second; the window is drawn by the reference meanwhile."""
    assert imported_by("import gatescope.app.start.application", "numba", "llvmlite", "torch", "PySide6") == {"PySide6"}


@pytest.mark.parametrize("package", ["engine", "analysis", "text", "formats", "proof", "training", "plots"])
def test_what_lies_below_the_session_needs_no_qt(package: str) -> None:
    paths = (path.relative_to(ROOT.parent).with_suffix("") for path in sorted((ROOT / package).rglob("*.py")))
    names = [".".join(path.parts) for path in paths if path.name not in {"__init__", "__main__"}]
    assert names
    assert imported_by(f"import {', '.join(names)}", "PySide6", "pyqtgraph") == set()


@pytest.mark.parametrize("path", sorted((ROOT / "session").rglob("*.py")), ids=lambda p: p.stem)
def test_the_session_has_signals_but_no_widgets(path: Path) -> None:
    nodes = list(ast.walk(ast.parse(path.read_text("utf-8"))))
    modules = {a.name for n in nodes if isinstance(n, ast.Import) for a in n.names}
    modules |= {n.module or "" for n in nodes if isinstance(n, ast.ImportFrom)}
    assert {m for m in modules if m.startswith("PySide6")} <= {"PySide6.QtCore", "PySide6.QtGui"}


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_has_its_module(verb: str) -> None:
    module = importlib.import_module(f"gatescope.cli.{verb}")
    assert callable(module.add_parser)
    assert callable(module.run)


# A buffer and the writer of PDF files connect nothing; the application is asked, never made.
_QUIET = {"QBuffer", "QIODevice", "QPdfWriter", "QGuiApplication"}


@pytest.mark.parametrize("package", ["paint", "export"])
def test_nothing_that_connects_signals_is_made_on_a_thread_that_paints(package: str) -> None:
    """To connect a signal takes a lock of Qt with Python's lock in hand; the window may take them the other way round,
    and neither goes on. Rich text is where this is met: `QTextDocument` connects its layout."""
    found = set()
    for _, tree in trees_that_name(["PySide6."], (ROOT / package).rglob("*.py")):
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("PySide6."):
                module = importlib.import_module(str(node.module))
                found |= {one.name for one in node.names if _has_signals(getattr(module, one.name))}
    assert found <= _QUIET
    assert found


def _has_signals(one: object) -> bool:
    return isinstance(one, type) and issubclass(one, QObject)
