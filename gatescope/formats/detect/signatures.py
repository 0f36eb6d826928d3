"""Signatures of files that are not models, each with the description for the error.

Sources: the formats' own documents; where one gives no signature, the first bytes that its writers always write.
"""

from __future__ import annotations

import codecs
import re

from gatescope.formats.detect.suffixes import READ, TABLES
from gatescope.words import mark, tr

LEAD = 4096
"""Bytes of a file's beginning that are looked at."""

_BINARY: tuple[tuple[int, bytes, str], ...] = (
    (0, b"GGUF", mark("a GGUF file of a transformer, not a recurrent network")),
    (0, b"ggjt", mark("a GGML file of a transformer, not a recurrent network")),
    (0, b"lmgg", mark("a GGML file of a transformer, not a recurrent network")),
    (4, b"TFL3", mark("a TensorFlow Lite model: open the Keras model that it was converted from")),
    (0, b"\x93NUMPY", mark("one bare array (.npy): save the arrays of a model by name with numpy.savez")),
    (0, b"\x1f\x8b", mark("packed with gzip: unpack it and open the model that lies in it")),
    (0, b"BZh", mark("packed with bzip2: unpack it and open the model that lies in it")),
    (0, b"\xfd7zXZ", mark("packed with xz: unpack it and open the model that lies in it")),
    (0, b"\x28\xb5\x2f\xfd", mark("packed with Zstandard: unpack it and open the model that lies in it")),
    (0, b"7z\xbc\xaf\x27\x1c", mark("a 7-Zip archive: unpack it and open the model that lies in it")),
    (0, b"Rar!", mark("a RAR archive: unpack it and open the model that lies in it")),
    (0, b"\x89PNG", mark("a picture (PNG), not a model")),
    (0, b"\xff\xd8\xff", mark("a picture (JPEG), not a model")),
    (0, b"GIF8", mark("a picture (GIF), not a model")),
    (0, b"II*\x00", mark("a picture (TIFF), not a model")),
    (0, b"MM\x00*", mark("a picture (TIFF), not a model")),
    (8, b"WEBP", mark("a picture (WebP), not a model")),
    (8, b"WAVE", mark("a sound (WAV), not a model")),
    (0, b"ID3", mark("a sound (MP3), not a model")),
    (0, b"OggS", mark("a sound or a film (Ogg), not a model")),
    (0, b"fLaC", mark("a sound (FLAC), not a model")),
    (4, b"ftyp", mark("a film (MP4), not a model")),
    (0, b"%PDF", mark("a PDF document, not a model")),
    (0, b"\x7fELF", mark("a program, not a model")),
    (0, b"MZ", mark("a program, not a model")),
    (0, b"SQLite format 3", mark("an SQLite database, not a model")),
    (0, b"PAR1", mark("a Parquet table, not a model")),
    (0, b"ARROW1", mark("an Arrow table, not a model")),
    (0, b"MATLAB 5.0 MAT-file", mark("a MATLAB file: save its weights by name with scipy.io.loadmat and numpy.savez")),
    (0, b"MATLAB 7.3 MAT-file", mark("a MATLAB file: save its weights by name with h5py and numpy.savez")),
)
SAVED_MODEL = mark(
    "a TensorFlow SavedModel, whose weights lie elsewhere: load it with Keras 2 (pip install tf_keras; Keras 3 cannot) "
    "and save it as .h5"
)
_BINARY_SUFFIXES = {
    ".pb": mark("a graph of TensorFlow or a single tensor (.pb): open the model that it was made from"),
    ".index": mark(
        "a part of a TensorFlow checkpoint, which the model's own program loads: save the weights there as .h5 or, by "
        "name, with numpy.savez"
    ),
    ".mlmodel": mark("a Core ML model: open the model that it was converted from"),
    ".tflite": mark("a TensorFlow Lite model: open the Keras model that it was converted from"),
}
_LFS = "version https://git-lfs.github.com/spec/"
_LFS_SIZE = re.compile(r"^size (\d{1,18})$", re.MULTILINE)
_WEB = re.compile(r"\s*(<!--.*?-->\s*)*<(!doctype html|html|head|body|title|script)\b", re.IGNORECASE | re.DOTALL)
_XML = re.compile(r"\s*<(\?xml|svg|[a-z]+[ >])", re.IGNORECASE)
# Controls that no text has; a tab, the line ends, a form feed and the escape of coloured terminals may be in one.
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f]")


def foreign_binary(lead: bytes, suffix: str) -> str | None:
    """Return what the file that begins with `lead` is, where it is something else than a model that is read."""
    for place, begin, what in _BINARY:
        if lead[place : place + len(begin)] == begin:
            return tr(what) if ": " in what else not_a_model(what)
    if suffix in _BINARY_SUFFIXES or suffix.startswith(".data-"):
        return tr(_BINARY_SUFFIXES.get(suffix, _BINARY_SUFFIXES[".index"]))
    return None


def text_of(lead: bytes) -> str | None:
    """Return `lead` as text, or None where it is not text."""
    for begin, encoding in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if lead.startswith(begin):
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
        if size is None:
            return tr("a Git LFS pointer to the model, not the model: fetch it with `git lfs pull`")
        return tr(
            "a Git LFS pointer to the model of {size:,} bytes, not the model: fetch it with `git lfs pull`",
            size=int(size[1]),
        )
    if _WEB.match(text):
        return tr(
            "a web page, not a model: the download gave an error page, or the page about the file; "
            "download the file itself"
        )
    if _XML.match(text):
        return not_a_model(mark("an XML document, not a model"))
    if suffix in TABLES:
        return tr("a table, not a model: it can be fed to one as its inputs")
    if suffix == ".py" or re.match(r"\s*(import|from|def|class) \w+", text):
        return tr("Python source, not a model: run it, and open what it saves")
    if suffix in (".yaml", ".yml", ".toml", ".ini", ".cfg"):
        return tr("a configuration, not a model: open the file that has the weights")
    begin = " ".join(text.split())[:40]
    return not_a_model(mark("plain text, not a model (it begins with {begin!r})", begin=begin))


def not_a_model(what: str) -> str:
    """Return what a file is, a marked text, with what is read instead as the way out."""
    return tr("{what}; {read} are read", what=tr(what), read=tr(READ))
