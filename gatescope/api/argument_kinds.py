"""What kind of thing every argument of the functions that draw is, so that a wrong one is named in a sentence."""

from __future__ import annotations

import inspect
import math
from collections.abc import Callable, Iterable, Mapping
from functools import wraps
from numbers import Integral, Real
from pathlib import Path
from typing import ParamSpec, TypeVar

from gatescope.errors import UsageError
from gatescope.export.recording import Recording
from gatescope.formats.core.model import Model

_Arguments = ParamSpec("_Arguments")
_Result = TypeVar("_Result")


def _text(value: object) -> bool:
    return isinstance(value, str)


def _path(value: object) -> bool:
    return isinstance(value, str | Path)


def _number(value: object) -> bool:
    return not isinstance(value, bool) and isinstance(value, Real) and math.isfinite(value)


def _whole(value: object) -> bool:
    return not isinstance(value, bool) and isinstance(value, Integral)


def _yes_or_no(value: object) -> bool:
    return isinstance(value, bool)


def _trace(value: object) -> bool:
    return isinstance(value, Recording)


def _texts(value: object) -> bool:
    return _text(value) or _all(value, _text)


def _units(value: object) -> bool:
    return _text(value) or _all(value, _whole)


def _traces(value: object) -> bool:
    return _trace(value) or _all(value, _trace)


def _traces_or_model(value: object) -> bool:
    return isinstance(value, Model) or _traces(value)


def _size(value: object) -> bool:
    return isinstance(value, tuple | list) and len(value) == 2 and _all(value, _whole)


def _options(value: object) -> bool:
    return isinstance(value, Mapping) and all(
        _text(view) and isinstance(own, Mapping) and _all(list(own), _text) for view, own in value.items()
    )


def _all(value: object, kind: Callable[[object], bool]) -> bool:
    """Whether `value` holds only such; what can be walked but once is not walked here."""
    if isinstance(value, Mapping) or not isinstance(value, Iterable):
        return False
    return iter(value) is value or all(kind(one) for one in value)


KINDS: dict[str, tuple[Callable[[object], bool], str]] = {
    "str": (_text, "a text"),
    "By": (_text, "a text"),
    "str | Path": (_path, "a text or a path"),
    "str | Sequence[str]": (_texts, "a name or a list of names"),
    "str | Sequence[int]": (_units, "a list of numbers, or a text such as 'u3,u7-9'"),
    "int": (_whole, "a whole number"),
    "float": (_number, "a number"),
    "bool": (_yes_or_no, "True or False"),
    "tuple[int, int]": (_size, "two whole numbers"),
    "Recording": (_trace, "what gatescope.trace returned"),
    "Recording | Sequence[Recording]": (_traces, "what gatescope.trace returned, or a list of it"),
    "Recording | Sequence[Recording] | Model": (_traces_or_model, "what gatescope.trace returned, or a list of it"),
    "Mapping[str, Mapping[str, Any]]": (_options, "options of views, such as {'traces': {'units': 'u3'}}"),
    "Report": (callable, "a function of a share"),
}
"""How an argument is annotated → whether a value is of that kind, and what the kind is called."""


def of_its_kind(function: Callable[_Arguments, _Result]) -> Callable[_Arguments, _Result]:
    """Let `function` refuse arguments of another kind than it takes, in a sentence that names the argument.

    Which values of that kind exist, and which go together, the function says itself.

    Raises:
        UsageError: by the function that is returned; an argument is of another kind.
    """
    signature = inspect.signature(function)
    kinds = {name: KINDS[kind_of(parameter)] for name, parameter in signature.parameters.items()}

    @wraps(function)
    def checked(*args: _Arguments.args, **kwargs: _Arguments.kwargs) -> _Result:
        for name, value in signature.bind(*args, **kwargs).arguments.items():
            fits, kind = kinds[name]
            # None is a value where it is the usual one.
            if not fits(value) and not (value is None and signature.parameters[name].default is None):
                raise UsageError(f"{function.__name__} takes {kind} as {name}, not {_said(value)}")
        return function(*args, **kwargs)

    return checked


def kind_of(parameter: inspect.Parameter) -> str:
    """Return the annotation of a parameter as `KINDS` has it."""
    return str(parameter.annotation).removesuffix(" | None")


def _said(value: object) -> str:
    said = " ".join(repr(value).split())
    return said if len(said) <= 60 else f"something of type {type(value).__name__}"
