"""How many heaps the C library keeps for the threads of a process."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

_CHILD = """
import ctypes, os, sys, tempfile, threading
from gatescope.app.start.allocator import share_heaps

shared = sys.argv[1] == "shared" and share_heaps(os.environ)
libc = ctypes.CDLL(None)
libc.malloc.restype = libc.fopen.restype = ctypes.c_void_p
libc.malloc.argtypes = (ctypes.c_size_t,)
libc.fclose.argtypes = (ctypes.c_void_p,)
libc.malloc_info.argtypes = (ctypes.c_int, ctypes.c_void_p)
all_there = threading.Barrier(6)


def take():
    all_there.wait()
    libc.malloc(100)
    all_there.wait()


threads = [threading.Thread(target=take) for _ in range(6)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
with tempfile.NamedTemporaryFile() as file:
    stream = libc.fopen(file.name.encode(), b"w")
    libc.malloc_info(0, stream)
    libc.fclose(stream)
    print(shared, file.read().decode().count("<heap nr="))
"""


def _heaps(how: str, **variables: str) -> tuple[bool, int]:
    """Whether six threads share heaps, and how many these are."""
    environ = {name: value for name, value in os.environ.items() if not name.startswith("MALLOC_")} | variables
    run = subprocess.run([sys.executable, "-c", _CHILD, how], env=environ, capture_output=True, text=True, check=True)
    shared, heaps = run.stdout.split()
    return shared == "True", int(heaps)


@pytest.mark.skipif(sys.platform != "linux", reason="the heaps of threads are those of the C library of Linux")
def test_threads_share_two_heaps_unless_the_environment_says_otherwise() -> None:
    shared, heaps = _heaps("left")
    assert not shared
    assert heaps > 2
    assert _heaps("shared") == (True, 2)
    assert _heaps("shared", MALLOC_ARENA_MAX="4") == (False, 4)
