"""Remembers how parameters were laid out for a kernel, since turning 16 MB round costs what 100 tokens cost."""

from __future__ import annotations

import functools
import weakref
from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import TypeVar

from gatescope.engine.cells import Convention
from gatescope.engine.network import LayerParameters

Layout = TypeVar("Layout")
LayOut = Callable[[Convention, LayerParameters], Layout]

KEPT = 8
"""How many layouts a function remembers: enough for a usual network, not for every undo step."""


def remembered(lay_out: LayOut[Layout]) -> LayOut[Layout]:
    """Let `lay_out` return what it returned last time, while the same `LayerParameters` are alive.

    A network's arrays are never written, so the same object has the same values.
    """
    kept: OrderedDict[tuple[int, Convention], tuple[weakref.ref[LayerParameters], Layout]] = OrderedDict()
    lock = Lock()

    @functools.wraps(lay_out)
    def look_up(convention: Convention, parameters: LayerParameters) -> Layout:
        key = id(parameters), convention
        with lock:
            found = kept.get(key)
            if found is not None and found[0]() is parameters:
                kept.move_to_end(key)
                return found[1]
        layout = lay_out(convention, parameters)
        # No lock in a weak reference's callback: the garbage collector may run it while the lock is taken.
        entry = weakref.ref(parameters, lambda _: kept.pop(key, None)), layout
        with lock:
            kept[key] = entry
            while len(kept) > KEPT:
                kept.popitem(last=False)
        return layout

    return look_up
