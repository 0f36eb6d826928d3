"""Files that may hold two ideas: a remark below the tests, for length alone is no fault."""

from __future__ import annotations

from pathlib import Path

LIMIT = 300


def long_files(root: Path) -> list[tuple[Path, int]]:
    """Return the sources below `root` that have more than `LIMIT` lines, and how many, longest first."""
    counts = ((path, len(path.read_text("utf-8").splitlines())) for path in sorted(root.rglob("*.py")))
    return sorted(((path, lines) for path, lines in counts if lines > LIMIT), key=lambda found: -found[1])
