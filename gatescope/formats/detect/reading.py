"""Reads a model file of any kind: recognizes the kind, then calls its reader."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import numpy as np

from gatescope.errors import Cancelled, FileError, FormatError, GateScopeError
from gatescope.formats.core.found import ModelFile, Reader
from gatescope.formats.core.of_a_kind import gathered
from gatescope.formats.core.tally import with_warnings
from gatescope.formats.detect.sniff import Kind, kind_of
from gatescope.formats.files.damage import DamagedFile
from gatescope.progress import Report, silent
from gatescope.words import tr

# By name, so that the packages of a reader are imported only when a file of its kind is opened.
READERS = {
    Kind.OWN: "own.reader",
    Kind.SAFETENSORS: "safetensors.reader",
    Kind.ARRAYS: "arrays.reader",
    Kind.PYTORCH: "pytorch",
    Kind.KERAS: "keras.reader",
    Kind.ONNX: "onnx",
}


def read(path: Path, report: Report = silent) -> ModelFile:
    """Return everything that the model file at `path` holds; what kind it is tells its content, not its name.

    Raises:
        FileError: the file cannot be read.
        FormatError: it is no model, is damaged, or holds no recurrent layer; the sentence says what it is instead.
        Cancelled: `report` wants no more.
    """
    try:
        reader: Reader = import_module(f"gatescope.formats.{READERS[kind_of(path)]}").read
        # NaN and Inf are counted and reported, so NumPy's warnings about them while types are converted are not needed.
        with np.errstate(all="ignore"):
            file = reader(path, report)
            for stack in file.stacks:
                # Build every network now, so that arrays that do not fit together are reported at once.
                _ = stack.network
            return gathered(with_warnings(file))
    except (FileError, Cancelled):
        raise
    except GateScopeError as error:
        raise FormatError(path, tr("does not fit together: {error}", error=error)) from error
    except MemoryError as error:
        raise FormatError(path, tr("needs more memory than there is")) from error
    except OSError as error:
        raise FileError(path, tr("cannot be read: {error}", error=error.strerror or error)) from error
    except Exception as error:
        # The readers let no error out but ours. What they stand on (NumPy, pyfive, onnx) may, over a file made to that
        # end; the person is to hear of the file even then. `--traceback` shows the rest.
        raise DamagedFile(
            path, tr("is damaged, or of a form that is not read ({name})", name=type(error).__name__)
        ) from error
