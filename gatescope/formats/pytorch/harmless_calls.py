"""Calls of Python, PyTorch and NumPy that checkpoints hold beside weights and that run nothing of the file's own.

Their results are recorded and skipped, never built. A name belongs here if Python, PyTorch or NumPy writes it for
an object that only holds data: such a call opens no file, starts no process and calls no function that it is given.
`map` and `filter` are missing for that reason: they wait to call whatever they were handed.
"""

from __future__ import annotations

_BUILTINS = {
    "bool", "bytearray", "complex", "enumerate", "float", "int", "iter", "object", "range", "reversed", "slice", "str",
    "xrange", "zip",
}  # fmt: skip
_ITERTOOLS = {
    "chain", "chain.from_iterable", "combinations", "combinations_with_replacement", "compress", "count", "cycle",
    "islice", "izip", "izip_longest", "pairwise", "permutations", "product", "repeat", "zip_longest",
}  # fmt: skip
_PATHS = {"Path", "PosixPath", "PurePath", "PurePosixPath", "PureWindowsPath", "WindowsPath"}
_ADDRESSES = {"IPv4Address", "IPv4Network", "IPv6Address", "IPv6Network"}
_DATES = {"date", "datetime", "time", "timedelta", "timezone"}
_COLLECTIONS = {"ChainMap", "UserDict", "UserList", "UserString", "deque"}

_OF_PYTHON = {
    "argparse.Namespace", "array._array_reconstructor", "array.array", "configparser.ConfigParser",
    "contextlib.nullcontext", "copyreg.__newobj_ex__", "decimal.Context", "decimal.Decimal", "enum.auto",
    "fractions.Fraction", "functools.partial", "inspect.Parameter", "inspect.Signature", "inspect._ParameterKind",
    "logging.Formatter", "logging.LogRecord", "logging.Logger", "logging.LoggerAdapter", "logging.getLogger",
    "operator.attrgetter", "operator.getitem", "operator.itemgetter", "operator.methodcaller",
    # Two flags of an Enum at once, as Python 3.11.0 to 3.11.3 write them.
    "operator.or_",
    "os.stat_result", "os.terminal_size", "random.Random", "re._compile", "string.Template", "time.struct_time",
    "types.GenericAlias", "types.MappingProxyType", "types.SimpleNamespace", "uuid.SafeUUID", "uuid.UUID",
    "zoneinfo.ZoneInfo", "zoneinfo.ZoneInfo._unpickle", "zoneinfo._zoneinfo.ZoneInfo",
    "zoneinfo._zoneinfo.ZoneInfo._unpickle",
}  # fmt: skip

_OF_PYTORCH = {
    "torch.autograd.grad_mode.enable_grad", "torch.autograd.grad_mode.no_grad",
    # Every module that PyTorch 0.3 to 1.2 pickled whole has it as `_backend`.
    "torch.nn.backends.thnn._get_thnn_function_backend",
}  # fmt: skip

_OF_NUMPY = {
    "numpy.char.chararray", "numpy.core.defchararray.chararray", "numpy.core.getlimits.finfo",
    "numpy.core.getlimits.iinfo", "numpy.core.records.recarray", "numpy.finfo", "numpy.iinfo",
    "numpy.lib.function_base.vectorize", "numpy.lib.polynomial.poly1d", "numpy.ma.core._mareconstruct",
    "numpy.matrix", "numpy.matrixlib.defmatrix.matrix", "numpy.poly1d", "numpy.random._pickle.__bit_generator_ctor",
    "numpy.random._pickle.__generator_ctor", "numpy.random._pickle.__randomstate_ctor",
    "numpy.random.bit_generator.__pyx_unpickle_SeedSequence", "numpy.vectorize",
}  # fmt: skip

HARMLESS_CALLS = (
    {f"builtins.{name}" for name in _BUILTINS}
    | {f"itertools.{name}" for name in _ITERTOOLS}
    | {f"{module}.{name}" for module in ("pathlib", "pathlib._local") for name in _PATHS}
    | {f"ipaddress.{name}" for name in _ADDRESSES}
    | {f"datetime.{name}" for name in _DATES}
    | {f"collections.{name}" for name in _COLLECTIONS}
    | _OF_PYTHON
    | _OF_PYTORCH
    | _OF_NUMPY
)
"""Dotted names, as today's Python and NumPy before 2 spell them."""

_EXCEPTIONS = ("Error", "Exception", "Warning", "Interrupt", "Exit", "Iteration")


def is_harmless(name: str, arguments: tuple[object, ...]) -> bool:
    """Return whether calling `name`, a dotted name, with `arguments` runs nothing of the file's own.

    Exceptions are data; ``type`` of one value asks for its class (``type(None)``), of three it makes a class.
    """
    module, _, last = name.rpartition(".")
    if name == "builtins.type":
        return len(arguments) == 1
    return name in HARMLESS_CALLS or (module == "builtins" and last.endswith(_EXCEPTIONS))
