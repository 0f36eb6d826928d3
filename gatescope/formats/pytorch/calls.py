"""The calls of a pickle: those that weights are made of return data, classes an inert record, all others are refused.

The allow-list is short. Classes of strangers become records, for they are the modules whose tensors are wanted; a
function of Python's own library, of PyTorch or of NumPy that is not on it is what a hostile file is made of.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from gatescope.formats.pytorch.harmless_calls import is_harmless
from gatescope.formats.pytorch.objects import Made, Named, NumpyArray, NumpyType, WouldRunError
from gatescope.formats.pytorch.pickle_stack import count_of, set_pairs
from gatescope.formats.pytorch.rebuilt_tensors import REBUILDERS
from gatescope.words import tr

_RENAMED = {
    "__builtin__": "builtins",
    "exceptions": "builtins",
    "_operator": "operator",
    "posix": "os",
    "nt": "os",
    "copy_reg": "copyreg",
    "numpy._core": "numpy.core",
}
_PYTHON_2 = {"commands", "popen2", "urllib2", "httplib", "cPickle", "dl", "imp", "new", "user"}
_OTHERS_WITH_FUNCTIONS = {
    "torch",
    "numpy",
    "pip",
    "setuptools",
    "distutils",
    "IPython",
    "joblib",
    "dill",
    "cloudpickle",
}


def call(path: Path, what: Named, arguments: tuple[object, ...]) -> object:
    """Return what `what(*arguments)` stands for.

    Raises:
        WouldRunError: it would run something, named in the sentence.
        TypeError, ValueError, LookupError: it does not take these arguments.
    """
    name = _known_name(what)
    build = _BUILDERS.get(name) or REBUILDERS.get(name)
    if build is not None:
        return build(*arguments)
    if not is_harmless(name, arguments) and _runs_something(name):
        raise WouldRunError(
            path,
            tr(
                "would run {name}({shown}) when Python opens it; nothing of it was run, and it stays closed: ask "
                "where you have it from for the weights alone, as safetensors",
                name=name,
                shown=_shown(arguments),
            ),
        )
    return Made(what, arguments)


def _known_name(what: Named) -> str:
    """Return its dotted name, as today's Python and NumPy spell it."""
    for old, new in _RENAMED.items():
        if what.module == old or what.module.startswith(f"{old}."):
            return f"{new}{what.module.removeprefix(old)}.{what.name}"
    return str(what)


def _runs_something(name: str) -> bool:
    root, last = name.partition(".")[0], name.rpartition(".")[2]
    if root in sys.stdlib_module_names or root in _PYTHON_2:
        return True
    return root in _OTHERS_WITH_FUNCTIONS and not last.lstrip("_")[:1].isupper()


def _shown(arguments: tuple[object, ...]) -> str:
    plain = (repr(value)[:60] if isinstance(value, str | bytes | int | float) else "…" for value in arguments[:3])
    return ", ".join(plain)


def _dict(pairs: object = (), *_: object) -> dict[object, object]:
    """OrderedDict, Counter and dict of another dict, or of a list of pairs as Python 2 has it."""
    if isinstance(pairs, dict):
        return dict(pairs)
    made: dict[object, object] = {}
    if not isinstance(pairs, list | tuple):
        raise TypeError("a dict of what is no list")
    for pair in pairs:
        key, value = pair
        set_pairs(made, [key, value])
    return made


def _collection(items: object = (), *_: object) -> object:
    """Return a set, frozenset, list, tuple or `torch.Size`: its items as they came."""
    if not isinstance(items, list | tuple):
        raise TypeError("a collection of what is no list")
    return items


def _attribute(owner: object, name: object, *_: object) -> object:
    """Answer ``getattr``, by which pickles name inner classes, members of an Enum, and methods of their objects."""
    if not isinstance(name, str):
        raise TypeError("an attribute whose name is not text")
    if isinstance(owner, Named):
        return Named(owner.module, f"{owner.name}.{name}")
    return Made(Named("builtins", "getattr"), (owner, name))


def _reconstructed(what: object, _: object = None, state: object = None) -> object:
    """Answer ``copyreg._reconstructor``: an instance of `what`, whose base class is made of `state`."""
    if not isinstance(what, Named):
        raise TypeError("an instance of what is no class")
    made = Made(what)
    made.pairs = state if isinstance(state, dict) else None
    made.items = state if isinstance(state, list) else None
    return made


def _instance(what: object, *arguments: object) -> object:
    """Answer ``copyreg.__newobj__``."""
    if not isinstance(what, Named):
        raise TypeError("an instance of what is no class")
    return Made(what, arguments)


def _bytes(text: object = "", encoding: object = "latin1", *_: object) -> bytes:
    """Return the bytes as protocol 2 has them: text of that many characters."""
    if isinstance(text, bytes):
        return text
    if not isinstance(text, str) or encoding not in ("latin1", "latin-1", "utf-8", "utf8"):
        raise TypeError("bytes of what is no text")
    return text.encode("latin1" if str(encoding).startswith("latin") else "utf-8")


def _ufunc(module: object, name: object) -> Named:
    """Name a function of NumPy or SciPy; the call that this stands for would import `module`."""
    if not isinstance(module, str) or not isinstance(name, str):
        raise TypeError("a function whose name is not text")
    if module.partition(".")[0] not in ("numpy", "scipy"):
        raise TypeError(f"a function of {module}, which NumPy and SciPy have not")
    return Named(module, name)


def _numpy_type(code: object, *_: object) -> NumpyType:
    if isinstance(code, bytes):
        code = code.decode("ascii")
    if isinstance(code, Named):
        code = code.name  # `numpy.record`: a row of several types
    if not isinstance(code, str):
        raise TypeError("a type without its code")
    return NumpyType(code.lstrip("<>=|"))


def _numpy_from_buffer(data: object, dtype: object, shape: object, order: object) -> NumpyArray:
    if not isinstance(data, bytes) or not isinstance(dtype, NumpyType) or not isinstance(shape, tuple):
        raise TypeError("an array without bytes, type or shape")
    return NumpyArray(tuple(count_of(n) for n in shape), dtype, order == "F", data)


_BUILDERS: dict[str, Callable[..., object]] = {
    "collections.OrderedDict": _dict,
    "collections.Counter": _dict,
    "collections.defaultdict": lambda _=None, pairs=(): _dict(pairs),
    "builtins.dict": _dict,
    "builtins.set": _collection,
    "builtins.frozenset": _collection,
    "builtins.list": _collection,
    "builtins.tuple": _collection,
    "torch.Size": _collection,
    "builtins.getattr": _attribute,
    "builtins.bytes": _bytes,
    "builtins.bytearray": _bytes,
    "_codecs.encode": _bytes,
    "copyreg._reconstructor": _reconstructed,
    "copyreg.__newobj__": _instance,
    "numpy.dtype": _numpy_type,
    "numpy.core.multiarray._reconstruct": lambda *_: NumpyArray(),
    "numpy.core.numeric._frombuffer": _numpy_from_buffer,
    "numpy.core.multiarray.scalar": lambda dtype, data=b"": NumpyArray((), dtype, False, _bytes(data)),
    "numpy.core._ufunc_reconstruct": _ufunc,
    "torch.device": lambda *_: None,
    "torch.jit._pickle.restore_type_tag": lambda value, _: value,
    "torch.jit._pickle.build_intlist": _collection,
    "torch.jit._pickle.build_doublelist": _collection,
    "torch.jit._pickle.build_boollist": _collection,
    "torch.jit._pickle.build_tensorlist": _collection,
    "torch.serialization._get_layout": lambda layout: layout,
}
