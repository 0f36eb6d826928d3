"""Errors in what Qt calls, on Python 3.11.

There, an error that C code raises is no object yet: it is made one where it is first caught. PySide (6.10 to 6.12)
takes an error out of a method that Qt calls while Python calls Qt, reads it as an object, and the process dies of it.
"""

from __future__ import annotations

import builtins
import functools
import sys
from collections.abc import Callable
from types import FunctionType
from typing import Any


def catch_in_overrides() -> None:
    """Have every class that is made from now on catch the errors of its own methods that Qt calls, and raise them
    again. Python 3.12 makes every error an object at once; nothing is done there."""
    if sys.version_info >= (3, 12) or getattr(builtins.__build_class__, "catches", False):
        return
    made = builtins.__build_class__

    def build(body: Callable[..., Any], name: str, /, *bases: Any, **keywords: Any) -> Any:
        found = made(body, name, *bases, **keywords)
        if isinstance(found, type):
            _catch_in(found)
        return found

    build.catches = True  # type: ignore[attr-defined]
    builtins.__build_class__ = build


def _catch_in(made: type) -> None:
    of_qt = [base for base in made.__mro__ if base.__module__.startswith("PySide6.")]
    for name, method in list(vars(made).items()):
        # Qt knows no name that begins with an underscore.
        if isinstance(method, FunctionType) and name[0] != "_" and any(name in vars(base) for base in of_qt):
            setattr(made, name, _catching(method))


def _catching(method: FunctionType) -> Callable[..., Any]:
    @functools.wraps(method)
    def override(*arguments: Any, **keywords: Any) -> Any:
        try:
            return method(*arguments, **keywords)
        except BaseException:
            raise

    return override
