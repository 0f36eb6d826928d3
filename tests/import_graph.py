"""Which module imports which, as their sources say, and the circles in that."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

Graph = Mapping[str, set[str]]


def import_graph(root: Path) -> dict[str, set[str]]:
    """Return module → the modules of the package at `root` that it imports, inside functions as well.

    What stands under ``if TYPE_CHECKING`` is imported by no running program, and left out.
    """
    sources = {_name(path, root): path for path in sorted(root.rglob("*.py"))}
    graph: dict[str, set[str]] = {}
    for name, path in sources.items():
        found = set(_imported(ast.parse(path.read_text("utf-8"))))
        # ``from a import b`` names the module a.b where there is one, else something in a.
        graph[name] = {one if one in sources else one.rpartition(".")[0] for one in found} & set(sources) - {name}
    return graph


def by_folder(graph: Graph, depth: int = 3) -> dict[str, set[str]]:
    """Return the same imports between folders: modules deeper than `depth` names count as their folder."""
    packages = {name.rpartition(".")[0] for name in graph}

    def folder(name: str) -> str:
        parts = name.split(".")
        return ".".join(parts[:depth]) if len(parts) > depth or name in packages else name

    folders: dict[str, set[str]] = {folder(name): set() for name in graph}
    for name, imported in graph.items():
        folders[folder(name)] |= {folder(one) for one in imported} - {folder(name)}
    return folders


def circle(graph: Graph) -> list[str]:
    """Return the names of a circle of imports, from the first back to it, or nothing where there is none."""
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []


def _name(path: Path, root: Path) -> str:
    parts = path.relative_to(root.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _imported(node: ast.AST) -> Iterator[str]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.If) and ast.unparse(child.test).endswith("TYPE_CHECKING"):
            for other in child.orelse:
                yield from _imported(other)
        elif isinstance(child, ast.Import):
            yield from (alias.name for alias in child.names)
        elif isinstance(child, ast.ImportFrom):
            yield from (f"{child.module}.{alias.name}" for alias in child.names)
        else:
            yield from _imported(child)
