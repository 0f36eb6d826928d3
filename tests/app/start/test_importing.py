"""Importing the app without collecting garbage."""

from __future__ import annotations

import gc
import subprocess
import sys

import pytest

from gatescope.app.start.importing import modules_kept


@pytest.mark.parametrize("enabled", [True, False])
def test_nothing_is_collected_inside_and_nothing_of_it_looked_at_later(enabled: bool) -> None:
    was_enabled = gc.isenabled()
    (gc.enable if enabled else gc.disable)()
    try:
        with modules_kept():
            assert not gc.isenabled()
            kept: list[object] = []
            kept.append(kept)
        assert gc.isenabled() is enabled
        assert not any(found is kept for found in gc.get_objects())
        kept.clear()
    finally:
        gc.unfreeze()
        (gc.enable if was_enabled else gc.disable)()


def test_collecting_starts_again_where_an_import_fails() -> None:
    was_enabled = gc.isenabled()
    gc.enable()
    try:
        with pytest.raises(ImportError), modules_kept():
            raise ImportError
        assert gc.isenabled()
    finally:
        gc.unfreeze()
        (gc.enable if was_enabled else gc.disable)()


def test_no_source_is_read_for_features_that_nothing_uses() -> None:
    """In a process of its own, which has imported nothing of Qt."""
    code = """
import linecache
from gatescope.app.start.importing import leave_sources_unread
leave_sources_unread()
read = set(linecache.cache)
import json, PySide6.QtWidgets, gatescope.app.window.theme
assert set(linecache.cache) == read, set(linecache.cache) - read
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.slow
def test_the_window_opens_without_what_it_seldom_needs() -> None:
    code = """
import sys
import gatescope.app.start.application
print(*sorted({"http.client", "ssl", "urllib.request", "numba"} & sys.modules.keys()))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stdout.split()) == (0, []), done.stderr
