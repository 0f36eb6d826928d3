"""What the threads of this process use, by thread, as Linux tells it."""

from __future__ import annotations

from pathlib import Path

Uses = dict[str, tuple[int, int]]
"""Of each thread of this process, by name and number: nanoseconds on a processor, and how often it slept."""


def uses() -> Uses:
    """Return what each thread of this process has used so far (Linux)."""
    tasks = Path("/proc/self/task").iterdir()
    return {f"{(task / 'comm').read_text().strip()} {task.name}": _use(task) for task in tasks}


def used(before: Uses, after: Uses) -> Uses:
    """Return what was used between two moments by the threads that woke."""
    spent: Uses = {}
    for name, (nanoseconds, slept) in after.items():
        nanoseconds_before, slept_before = before.get(name, (0, 0))
        if slept != slept_before:
            spent[name] = (nanoseconds - nanoseconds_before, slept - slept_before)
    return spent


def _use(task: Path) -> tuple[int, int]:
    slept = next(line for line in (task / "status").read_text("ascii").splitlines() if line.startswith("voluntary"))
    return int((task / "schedstat").read_text("ascii").split()[0]), int(slept.split()[1])
