"""What kind of thing every argument of the public functions is, so that a wrong one is named in a sentence."""

from __future__ import annotations

import inspect
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import wraps
from numbers import Real
from pathlib import Path
from typing import ParamSpec, TypeVar

import numpy as np

from gatescope.analysis.corpus.index import Index
from gatescope.analysis.corpus.pattern import Pattern
from gatescope.engine.interventions import Ablate, Clamp
from gatescope.engine.selection import is_whole
from gatescope.errors import UsageError
from gatescope.export.recording import Recording
from gatescope.formats.core.model import Model
from gatescope.session.scene.scene import Scene

_Arguments = ParamSpec("_Arguments")
_Result = TypeVar("_Result")


def _text(value: object) -> bool:
    return isinstance(value, str)


def _path(value: object) -> bool:
    return isinstance(value, str | Path)


def _number(value: object) -> bool:
    return not isinstance(value, bool) and isinstance(value, Real) and math.isfinite(value)


def _whole(value: object) -> bool:
    return is_whole(value)


def _yes_or_no(value: object) -> bool:
    return isinstance(value, bool | np.bool_)


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


def _model(value: object) -> bool:
    return isinstance(value, Model)


def _model_or_file(value: object) -> bool:
    return isinstance(value, Model | str | Path)


def _models(value: object) -> bool:
    return not _path(value) and _all(value, _model_or_file)


def _numbers(value: object) -> bool:
    try:
        return np.asarray(value).dtype.kind in "biuf"
    except (ValueError, TypeError, RuntimeError):
        return False


def _rows(value: object) -> bool:
    """Whether `value` is a list or an array; what does not do in it the function says."""
    listed = isinstance(value, Sequence) or hasattr(value, "__array__")
    return listed and not isinstance(value, str | bytes | np.generic)


def _table(value: object) -> bool:
    return isinstance(value, np.ndarray) and value.ndim == 2 and value.dtype.kind in "biuf"


def _places(value: object) -> bool:
    return isinstance(value, np.ndarray) and value.ndim == 1 and value.dtype.kind in "iu"


def _rows_or_file(value: object) -> bool:
    return _path(value) or _rows(value)


def _numbers_or_file(value: object) -> bool:
    return _path(value) or _numbers(value)


def _by_name(value: object) -> bool:
    return isinstance(value, Mapping) and _all(list(value), _text)


def _clamps(value: object) -> bool:
    return isinstance(value, str | Clamp) or _all(value, lambda one: isinstance(one, str | Clamp))


def _ablated(value: object) -> bool:
    return isinstance(value, Ablate) or _units(value)


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
    "str | int": (lambda value: _text(value) or _whole(value), "a text or a whole number"),
    "Iterable[str]": (lambda value: not _text(value) and _texts(value), "texts"),
    "str | Path | Index": (lambda value: _path(value) or isinstance(value, Index), "a path, or what index returned"),
    "Scene | str | Path": (lambda value: _path(value) or isinstance(value, Scene), "a path, a link or a scene"),
    "Pattern": (lambda value: isinstance(value, Pattern), "what gatescope.pattern_of returned"),
    "Model": (_model, "what gatescope.load returned"),
    "Model | str | Path": (_model_or_file, "a model, its name or its file"),
    "Sequence[Model | str | Path]": (_models, "a list of models, of their names or of their files"),
    "Array": (_table, "an array of numbers with two axes"),
    "ArrayLike": (_rows, "a list or an array of numbers"),
    "NDArray[np.int64]": (_places, "an array of whole numbers"),
    "ArrayLike | str | Path": (_rows_or_file, "a list or an array of numbers, or the file that holds it"),
    "str | int | Path | ArrayLike": (_numbers_or_file, "a word, an id, numbers, or the file that holds them"),
    "Mapping[str, ArrayLike]": (_by_name, "numbers by their names"),
    "Mapping[str, ArrayLike] | str | Path": (
        lambda value: _path(value) or _by_name(value),
        "arrays by their names, or the file that holds them",
    ),
    "Mapping[str, object]": (_by_name, "values by their names, such as {'gate_order': 'z,r,n'}"),
    "str | Clamp | Iterable[str | Clamp]": (_clamps, "a text such as 'forget_gate=0@u3', or a list of such"),
    "str | Ablate | Iterable[int]": (_ablated, "a list of numbers, or a text such as 'u3,u7-9'"),
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
        for name, argument in signature.bind(*args, **kwargs).arguments.items():
            (fits, kind), parameter = kinds[name], signature.parameters[name]
            for value in argument if parameter.kind is inspect.Parameter.VAR_POSITIONAL else (argument,):
                # None is a value where it is the usual one.
                if not fits(value) and not (value is None and parameter.default is None):
                    raise UsageError(f"{function.__name__} takes {kind} as {name}, not {_said(value)}")
        return function(*args, **kwargs)

    return checked


def kind_of(parameter: inspect.Parameter) -> str:
    """Return the annotation of a parameter as `KINDS` has it."""
    return str(parameter.annotation).removesuffix(" | None")


def _said(value: object) -> str:
    said = " ".join(repr(value).split())
    return said if len(said) <= 60 else f"something of type {type(value).__name__}"
