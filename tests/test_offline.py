"""The app works without a network: nothing but a cluster that the person names is ever spoken to."""

from __future__ import annotations

import ast
from pathlib import Path

import gatescope

PACKAGE = Path(gatescope.__file__).parent
NETWORK = {"socket", "ssl", "http", "urllib.request", "ftplib", "smtplib", "xmlrpc", "asyncio", "requests", "httpx"}
LOCAL = {
    # Whether the X server of DISPLAY answers.
    "app/start/display.py",
    # A pair of sockets within the process, which a signal of the system writes to.
    "app/start/end_signals.py",
}


def imported(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{name.name}" for name in node.names)


def speaks(name):
    return any(name == other or name.startswith(f"{other}.") for other in NETWORK) or "QtNetwork" in name


def test_no_module_speaks_to_a_network():
    found = {
        path.relative_to(PACKAGE).as_posix()
        for path in PACKAGE.rglob("*.py")
        if any(map(speaks, imported(ast.parse(path.read_text(encoding="utf-8")))))
    }
    assert found == LOCAL
