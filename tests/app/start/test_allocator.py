"""The heaps of the C library: how many there are, and where large blocks lie."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from gatescope.app.start.allocator import give_memory_back

_CHILD = """
import ctypes, json, os, sys, tempfile, threading
from gatescope.app.start.allocator import give_memory_back

if sys.argv[1] == "set":
    assert give_memory_back(os.environ)
libc = ctypes.CDLL(None)
libc.malloc.restype = libc.fopen.restype = ctypes.c_void_p
libc.malloc.argtypes = (ctypes.c_size_t,)
libc.free.argtypes = libc.fclose.argtypes = (ctypes.c_void_p,)
libc.malloc_info.argtypes = (ctypes.c_int, ctypes.c_void_p)


def told():
    with tempfile.NamedTemporaryFile() as file:
        stream = libc.fopen(file.name.encode(), b"w")
        libc.malloc_info(0, stream)
        libc.fclose(stream)
        return file.read().decode()


def mapped():
    return int(told().rpartition('<total type="mmap" count="')[2].split('"')[0])


# A large block that was freed has later ones come from the heap, unless the threshold stands.
libc.free(libc.malloc(8 * 2**20))
before = mapped()
kept = libc.malloc(4 * 2**20)
in_map = mapped() - before
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
print(json.dumps([told().count("<heap nr="), in_map]))
"""

glibc = pytest.mark.skipif(
    not give_memory_back(dict.fromkeys(("MALLOC_ARENA_MAX", "MALLOC_MMAP_THRESHOLD_", "MALLOC_TRIM_THRESHOLD_"), "")),
    reason="the C library of this system has no mallopt",
)


def _heaps_and_maps(how: str, **variables: str) -> list[int]:
    environ = {name: value for name, value in os.environ.items() if not name.startswith("MALLOC_")} | variables
    run = subprocess.run([sys.executable, "-c", _CHILD, how], env=environ, capture_output=True, text=True, check=True)
    found: list[int] = json.loads(run.stdout)
    return found


@glibc
def test_threads_share_two_heaps_and_large_blocks_lie_outside_of_them() -> None:
    heaps, in_map = _heaps_and_maps("left")
    assert heaps > 2
    assert in_map == 0
    assert _heaps_and_maps("set") == [2, 1]


@glibc
def test_what_the_environment_says_of_heaps_stands() -> None:
    heaps, in_map = _heaps_and_maps("set", MALLOC_ARENA_MAX="4")
    assert heaps == 4
    assert in_map == 1
