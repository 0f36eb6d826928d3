"""The house rules that no single module can keep: layers, lazy imports, sizes, what each package says it is for."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import subprocess
import sys
from pathlib import Path

import pytest

import gatescope
from gatescope.cli.main import VERBS
from tests.long_files import LIMIT, long_files

ROOT = Path(gatescope.__file__).parent
SOURCES = sorted(ROOT.rglob("*.py"))
# What ties the folders of a layer together belongs to none of them.
AT_THE_TOP = {"app": ("analyses", "controller", "wiring")}


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
def test_every_package_says_what_it_is_for(path: Path) -> None:
    assert ast.get_docstring(ast.parse(path.read_text("utf-8")))


def test_a_long_file_is_remarked_upon(tmp_path: Path) -> None:
    for lines in (LIMIT, LIMIT + 1):
        (tmp_path / f"{lines}.py").write_text("\n" * lines, "utf-8")
    assert long_files(tmp_path) == [(tmp_path / f"{LIMIT + 1}.py", LIMIT + 1)]


@pytest.mark.parametrize("layer", ["views", "app"])
def test_the_folders_of_a_layer_hold_its_files(layer: str) -> None:
    assert {path.stem for path in (ROOT / layer).glob("*.py")} <= {"__init__", *AT_THE_TOP.get(layer, ())}


def test_the_core_of_the_package_imports_nothing_heavy() -> None:
    statement = "import gatescope, gatescope.errors, gatescope.resources, gatescope.cli.main"
    assert imported_by(statement, "numpy", "numba", "PySide6", "pyqtgraph") == set()


def test_the_app_starts_without_the_compiler() -> None:
    """Importing Numba takes most of a second; the window is drawn by the reference meanwhile."""
    assert imported_by("import gatescope.app.start.application", "numba", "llvmlite", "torch", "PySide6") == {"PySide6"}


@pytest.mark.parametrize("package", ["engine", "analysis", "text", "formats", "proof", "training", "plots"])
def test_what_lies_below_the_session_needs_no_qt(package: str) -> None:
    names = [
        f"gatescope.{package}.{m.name}"
        for m in pkgutil.iter_modules([str(ROOT / package)])
        if m.name not in {"kernels", "__main__"}
    ]
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
