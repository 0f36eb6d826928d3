"""Opens a file that a person named or dropped: a model or a text."""

from __future__ import annotations

from pathlib import Path

from gatescope.errors import FileError
from gatescope.formats.library import load
from gatescope.session.session import Session

TEXTS = (".txt", ".md", ".text")
MODELS = (".safetensors",)
FILTER = "Models and texts (*.safetensors *.txt *.md *.text);;Models (*.safetensors);;Texts (*.txt *.md *.text)"


def open_path(path: Path, session: Session) -> None:
    """Show the text, or run the model, that `path` holds.

    Raises:
        FileError: it cannot be read or is of a kind this version does not open; the session is as it was.
    """
    kind = path.suffix.lower()
    if kind in MODELS:
        model = load(str(path))
        session.add_model(model)
        session.show([model.name])
    elif kind in TEXTS:
        session.edit_text(_read_text(path), None)
    else:
        raise FileError(path, f"GateScope opens {', '.join(MODELS + TEXTS)} files; this is none of them")


def _read_text(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FileError(path, "the text is not UTF-8; save it as UTF-8 and open it again") from error
    except OSError as error:
        raise FileError(path, f"cannot be read: {(error.strerror or 'unknown reason').lower()}") from error
