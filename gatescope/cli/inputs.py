"""What runs, and on what: the arguments that `trace` and `render` have in common."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from gatescope.engine.executors import Executor, load_kernels, reference
from gatescope.engine.network import Network
from gatescope.errors import FileError, FormatError, UsageError
from gatescope.formats.library import load
from gatescope.formats.model import Model
from gatescope.session.single import run_once, tokens_of_ids, tokens_of_text, tokens_of_vectors
from gatescope.session.snapshot import Run

_DTYPES: dict[str, type[np.float32] | type[np.float64]] = {"float32": np.float32, "float64": np.float64}
_NPY_MAGIC = b"\x93NUMPY"

# Compiling the kernels from nothing takes some seconds; the reference does about this many multiplications in them.
_WORTH_COMPILING = 1e10
# What a step of the reference costs beside its multiplications, in multiplications.
_STEP = 5e4


def add_input_arguments(parser: argparse.ArgumentParser) -> None:
    """Add ``[TEXT] --text-file --ids --inputs --model --dtype``."""
    parser.add_argument("text", metavar="TEXT", nargs="?", help="the text to read")
    parser.add_argument("--text-file", metavar="FILE", type=Path, help="read the text from a UTF-8 file")
    parser.add_argument("--ids", metavar="5,2,9", type=_ids, help="token ids instead of a text")
    parser.add_argument("--inputs", metavar="X.npy", type=Path, help="vectors (T, inputs) instead of a text")
    parser.add_argument("--model", metavar="NAME|FILE", required=True, help="a bundled model, or a model file")
    parser.add_argument("--dtype", choices=tuple(_DTYPES), help="precision to compute in; the model's own by default")
    parser.set_defaults(wrong_usage=parser.error)


def check_one_input(args: argparse.Namespace) -> None:
    """End with the usage and exit code 2 unless exactly one of the four inputs was given."""
    given = [args.text, args.text_file, args.ids, args.inputs]
    if sum(one is not None for one in given) != 1:
        args.wrong_usage("give one of TEXT, --text-file, --ids and --inputs")


def read_model(name: str, dtype: str | None) -> Model:
    """Load a model by name or path, in the precision asked for."""
    model = load(name)
    if dtype is None or model.network.dtype == np.dtype(dtype):
        return model
    network = model.network.astype(_DTYPES[dtype])
    return Model(model.name, network, model.vocabulary, model.tokenizer, model.card)


def run_model(model: Model, args: argparse.Namespace) -> Run:
    """Run `model` on the one input among the arguments, and say on stderr where it stopped giving finite numbers.

    Raises:
        FileError: the text or the vectors cannot be read.
        UsageError: they do not fit the model.
    """
    if args.inputs is not None:
        vectors = read_vectors(args.inputs, model)
        executor = choose_executor(model.network, len(vectors))
        found = run_once(model.name, model.network, tokens_of_vectors(len(vectors)), vectors, executor)
    else:
        if args.ids is not None:
            tokens = tokens_of_ids(model, args.ids)
        else:
            tokens = tokens_of_text(model, args.text if args.text is not None else read_text(args.text_file))
        found = run_once(model.name, model.network, tokens, executor=choose_executor(model.network, len(tokens)))
    if found.bad is not None:
        bad = found.bad
        signal = f"{bad.part}.{bad.signal}" if bad.part else bad.signal
        print(f"{model.name}: {signal} is no finite number from token {bad.token} (“{bad.word}”) on", file=sys.stderr)
    return found


def read_text(path: Path) -> str:
    """The text of a UTF-8 file, line ends as they are.

    Raises:
        FileError: it cannot be read, or is not UTF-8.
    """
    try:
        return path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise FileError(path, f"cannot be read: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise FormatError(path, f"is not UTF-8 text (byte {error.start}): save it as UTF-8") from error


def read_vectors(path: Path, model: Model) -> NDArray[np.floating]:
    """The (T, inputs) vectors of a .npy file.

    Raises:
        FileError: it cannot be read, or holds something else.
        UsageError: the vectors are of another width than the model's inputs.
    """
    try:
        with path.open("rb") as file:
            magic = file.read(len(_NPY_MAGIC))
    except OSError as error:
        raise FileError(path, f"cannot be read: {error.strerror or error}") from error
    if magic != _NPY_MAGIC:
        raise FormatError(path, "is no .npy file: write the vectors with numpy.save")
    try:
        # Mapped first, so that a header that lies about its size is found out before memory is asked for.
        found = np.load(path, mmap_mode="r", allow_pickle=False)
    except Exception as error:
        # NumPy's reader of headers lets out whatever it trips over, such as a TokenError of Python's tokenizer.
        raise FormatError(path, "is damaged or holds no plain numbers: write the vectors with numpy.save") from error
    if found.dtype.kind not in "fiu":
        raise FormatError(path, f"holds values of type {found.dtype}, not real numbers")
    width = model.network.inputs
    if found.ndim != 2 or found.shape[1] != width:
        raise UsageError(f"{path.name} has the shape {found.shape}; {model.name} takes vectors of shape (T, {width})")
    return np.array(found, dtype=model.network.dtype)


def choose_executor(network: Network, tokens: int) -> Executor:
    """The reference for what it does in less time than it takes to compile the kernels, else the kernels."""
    work = sum(p.W.size + p.U.size + _STEP for row in network.layers for p in row)
    return load_kernels() if work * tokens > _WORTH_COMPILING else reference


def _ids(text: str) -> list[int]:
    try:
        return [int(part) for part in text.split(",") if part.strip()]
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no list of numbers such as 5,2,9") from None
