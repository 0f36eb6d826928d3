"""Signatures of files that are not models, each with the description for the error.

Sources: the formats' own documents; where one gives no signature, the first bytes that its writers always write.
"""

from __future__ import annotations

import codecs
import re

from gatescope.formats.detect.suffixes import TABLES

LEAD = 4096
"""Bytes of a file's beginning that are looked at."""

_UNPACK = "unpack it and open the model that lies in it"
_BINARY: tuple[tuple[int, bytes, str], ...] = (
    (0, b"GGUF", "a GGUF file: those hold transformers, and GateScope opens recurrent networks"),
    (0, b"ggjt", "a GGML file: those hold transformers, and GateScope opens recurrent networks"),
    (0, b"lmgg", "a GGML file: those hold transformers, and GateScope opens recurrent networks"),
    (4, b"TFL3", "a TensorFlow Lite model: open the Keras model that it was converted from"),
    (0, b"\x93NUMPY", "one bare array (.npy): a model is several, saved by name with numpy.savez"),
    (0, b"\x1f\x8b", f"packed with gzip: {_UNPACK}"),
    (0, b"BZh", f"packed with bzip2: {_UNPACK}"),
    (0, b"\xfd7zXZ", f"packed with xz: {_UNPACK}"),
    (0, b"\x28\xb5\x2f\xfd", f"packed with Zstandard: {_UNPACK}"),
    (0, b"7z\xbc\xaf\x27\x1c", f"a 7-Zip archive: {_UNPACK}"),
    (0, b"Rar!", f"a RAR archive: {_UNPACK}"),
    (0, b"\x89PNG", "a picture (PNG), not a model"),
    (0, b"\xff\xd8\xff", "a picture (JPEG), not a model"),
    (0, b"GIF8", "a picture (GIF), not a model"),
    (0, b"II*\x00", "a picture (TIFF), not a model"),
    (0, b"MM\x00*", "a picture (TIFF), not a model"),
    (8, b"WEBP", "a picture (WebP), not a model"),
    (8, b"WAVE", "a sound (WAV), not a model"),
    (0, b"ID3", "a sound (MP3), not a model"),
    (0, b"OggS", "a sound or a film (Ogg), not a model"),
    (0, b"fLaC", "a sound (FLAC), not a model"),
    (4, b"ftyp", "a film (MP4), not a model"),
    (0, b"%PDF", "a PDF document, not a model"),
    (0, b"\x7fELF", "a program, not a model"),
    (0, b"MZ", "a program, not a model"),
    (0, b"SQLite format 3", "an SQLite database, not a model"),
    (0, b"PAR1", "a Parquet table, not a model"),
    (0, b"ARROW1", "an Arrow table, not a model"),
    (0, b"MATLAB 5.0 MAT-file", "a MATLAB file: save its weights by name with scipy.io.loadmat and numpy.savez"),
    (0, b"MATLAB 7.3 MAT-file", "a MATLAB file: save its weights by name with h5py and numpy.savez"),
)
SAVED_MODEL = (
    "a TensorFlow SavedModel, whose weights lie elsewhere: load it with Keras 2 (pip install tf_keras; Keras 3 cannot) "
    "and save it as .h5"
)
_BINARY_SUFFIXES = {
    ".pb": "a graph of TensorFlow or a single tensor (.pb): open the model that it was made from",
    ".index": (
        "a part of a TensorFlow checkpoint, which the model's own program loads: save the weights there as .h5 or, by "
        "name, with numpy.savez"
    ),
    ".mlmodel": "a Core ML model: open the model that it was converted from",
    ".tflite": "a TensorFlow Lite model: open the Keras model that it was converted from",
}
_LFS = "version https://git-lfs.github.com/spec/"
_LFS_SIZE = re.compile(r"^size (\d{1,18})$", re.MULTILINE)
_WEB = re.compile(r"\s*(<!--.*?-->\s*)*<(!doctype html|html|head|body|title|script)\b", re.IGNORECASE | re.DOTALL)
_XML = re.compile(r"\s*<(\?xml|svg|[a-z]+[ >])", re.IGNORECASE)
# Controls that no text has; a tab, the line ends, a form feed and the escape of coloured terminals may be in one.
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f]")


def foreign_binary(lead: bytes, suffix: str) -> str | None:
    """Return what the file that begins with `lead` is, where it is something else than a model that is read."""
    for place, mark, what in _BINARY:
        if lead[place : place + len(mark)] == mark:
            return what
    if suffix in _BINARY_SUFFIXES or suffix.startswith(".data-"):
        return _BINARY_SUFFIXES.get(suffix, _BINARY_SUFFIXES[".index"])
    return None


def text_of(lead: bytes) -> str | None:
    """Return `lead` as text, or None where it is not text."""
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if lead.startswith(mark):
            return lead.decode(encoding, "ignore").lstrip("\ufeff")
    try:
        # The last character may be cut in two.
        text = codecs.getincrementaldecoder("utf-8")().decode(lead)
    except UnicodeDecodeError:
        return None
    return None if _CONTROLS.search(text) else text


def foreign_text(text: str, suffix: str) -> str:
    """Return what a file is that begins with `text` and is no JSON."""
    if text.startswith(_LFS):
        size = _LFS_SIZE.search(text)
        told = f" of {int(size[1]):,} bytes" if size else ""
        return f"a Git LFS pointer to the model{told}, not the model: fetch it with `git lfs pull`"
    if _WEB.match(text):
        return "a web page, not a model: the download gave an error page, or the page about the file"
    if _XML.match(text):
        return "an XML document, not a model"
    if suffix in TABLES:
        return "a table, not a model: it can be fed to one as its inputs"
    if suffix == ".py" or re.match(r"\s*(import|from|def|class) \w+", text):
        return "Python source, not a model: run it, and open what it saves"
    if suffix in (".yaml", ".yml", ".toml", ".ini", ".cfg"):
        return "a configuration, not a model: it has no weights"
    begin = " ".join(text.split())[:40]
    return f"plain text, not a model (it begins with {begin!r})"
