"""An index: the states of a corpus in shards, and the manifest that says what they are of.

A folder DIR holds ``manifest.json`` and the folder that it names, with the shards. The manifest is written last and put
in place whole: until then an older index in DIR is the one that counts.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, fields
from functools import lru_cache
from pathlib import Path
from typing import Any

from gatescope.analysis.corpus.moments import CorpusStatistics, add_up
from gatescope.analysis.corpus.shard import DamagedError, Words, read_states, read_words
from gatescope.engine.network import Array
from gatescope.engine.part import Part
from gatescope.errors import FileError, FormatError
from gatescope.progress import Report, silent
from gatescope.words import tr

MANIFEST = "manifest.json"
_FORMAT = 1
_KEPT_SHARDS = 8


@dataclass(frozen=True)
class Source:
    """What an index is of; another one of these is another index.

    Attributes:
        model: name of the model.
        model_digest: of its weights, its convention, its words and its tokenizer.
        signal, part: what of it is indexed.
        tokenizer: which cut the texts into tokens.
        corpus: the file, as it was named.
        corpus_size, corpus_modified, corpus_digest: bytes, nanoseconds since 1970, SHA-256.
    """

    model: str
    model_digest: str
    signal: str
    part: str
    tokenizer: str
    corpus: str
    corpus_size: int
    corpus_modified: int
    corpus_digest: str


@dataclass(frozen=True)
class Manifest:
    """What an index holds.

    Attributes:
        source: what it is of.
        folder: with the shards, beside the manifest.
        shards: how many.
        tokens, lines: in all of them.
        left_out: tokens for which the model has no row.
        units: of the signal.
        signals: whose units were counted over the corpus.
        readout: name of the first read-out, empty where none was kept; `labels` of its values, and its `kind`.
        masked: the id that the model leaves out, or None.
    """

    source: Source
    folder: str
    shards: int
    tokens: int
    lines: int
    left_out: int
    units: int
    signals: tuple[str, ...]
    readout: str
    labels: tuple[str, ...]
    kind: str
    masked: int | None


class Index:
    """An index that is complete, opened to be read."""

    def __init__(self, directory: Path, manifest: Manifest) -> None:
        self.directory = directory
        self.manifest = manifest
        self.words = lru_cache(_KEPT_SHARDS)(self._words)

    @property
    def folder(self) -> Path:
        """Where the shards are."""
        return self.directory / self.manifest.folder

    @property
    def part(self) -> Part:
        return Part(self.manifest.source.part)

    @property
    def corpus(self) -> Path:
        """The file whose states these are."""
        return Path(self.manifest.source.corpus)

    def states(self, shard: int) -> Array:
        """Return (H, N) the states of a shard, in their file.

        Raises:
            FileError: the file is missing or damaged.
        """
        return read_states(self.folder, shard)

    def shards(self, report: Report = silent) -> Iterator[int]:
        """Return the numbers of all shards; `report` hears how far they are gone through."""
        for shard in range(self.manifest.shards):
            report(shard / self.manifest.shards)
            yield shard

    def statistics(self, report: Report = silent) -> Mapping[str, CorpusStatistics]:
        """Return what the units of every signal of the part did over the corpus, without reading the states.

        Raises:
            FileError: a file is missing or damaged.
            Cancelled: `report` raised it.
        """
        return add_up((self.words(shard).moments for shard in self.shards(report)), self.manifest.signals)

    def _words(self, shard: int) -> Words:
        words = read_words(self.folder, shard)
        if words is None:
            raise DamagedError(self.folder, f"lacks the shard {shard}: delete the folder, and index again")
        return words


def open_index(directory: str | Path) -> Index:
    """Open the index in `directory`.

    Raises:
        FileError: there is none.
        FormatError: its manifest is not what it should be.
    """
    directory = Path(directory)
    manifest = read_manifest(directory)
    if manifest is None:
        raise FileError(directory, tr("holds no finished index: make one with gatescope index CORPUS --model M -o DIR"))
    return Index(directory, manifest)


def read_manifest(directory: Path) -> Manifest | None:
    """Return the manifest in `directory`; None where there is none.

    Raises:
        FileError: it cannot be read.
        FormatError: it is not what it should be.
    """
    path = directory / MANIFEST
    try:
        found = json.loads(path.read_text("utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise FileError(path, tr("cannot be read: {error}", error=error.strerror or error)) from error
    except (ValueError, RecursionError) as error:
        raise FormatError(path, tr("is no manifest of an index: delete it, and index again")) from error
    try:
        return _manifest(found)
    except (KeyError, TypeError, ValueError) as error:
        raise FormatError(path, tr("is no manifest that this version reads: index the corpus again")) from error


def describe_manifest(manifest: Manifest) -> bytes:
    """Return the manifest as JSON."""
    return json.dumps({"format": _FORMAT, **asdict(manifest)}, indent=2).encode() + b"\n"


def _manifest(found: Any) -> Manifest:
    if found["format"] != _FORMAT:
        raise ValueError("another format")
    source = Source(**{field.name: found["source"][field.name] for field in fields(Source)})
    kept = {field.name: found[field.name] for field in fields(Manifest)}
    whole = [kept[name] for name in ("shards", "tokens", "lines", "left_out", "units")]
    names = [kept["folder"], kept["readout"], kept["kind"], source.model, source.signal, source.part, source.corpus]
    if not all(isinstance(number, int) and number >= 0 for number in whole):
        raise TypeError("a count is none")
    if not all(isinstance(name, str) for name in names) or Path(kept["folder"]).name != kept["folder"]:
        raise TypeError("a name is none")
    signals, labels = tuple(map(str, kept["signals"])), tuple(map(str, kept["labels"]))
    return Manifest(**{**kept, "source": source, "signals": signals, "labels": labels})
