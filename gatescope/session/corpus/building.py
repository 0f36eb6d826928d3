"""Makes the index of a corpus: in bounded memory, resumable after an end at any moment, whole or not at all."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from gatescope.analysis.corpus.index import MANIFEST, Index, Manifest, Source, describe_manifest
from gatescope.analysis.corpus.shard import DamagedError, Words, read_states, read_words, write_shard
from gatescope.engine.network import Array
from gatescope.errors import FileError, FormatError, UsageError
from gatescope.formats.core.model import Model
from gatescope.formats.core.tokens import tokens_of_text
from gatescope.formats.corpus.fingerprint import Fingerprint, fingerprint, stamp
from gatescope.formats.files.atomic import check_writable, is_full, write_atomically
from gatescope.formats.own.weights_and_card import save_model
from gatescope.progress import Report, portion, silent
from gatescope.session.cluster import run_on_cluster
from gatescope.session.corpus.chunk import Plan, kept_readout, run_chunk, signal_units
from gatescope.session.corpus.chunks import LETTERS_A_WORD, Chunks
from gatescope.session.corpus.index_folder import (
    LOCK,
    check_index_folder,
    older_manifest,
    remove_older_states,
    states_folder,
)
from gatescope.session.corpus.model_digest import model_digest, tokenizer_json
from gatescope.session.run.single import choose_executor
from gatescope.words import tr

MODEL = "model.safetensors"
_SPARE_BYTES = 1 << 20


def build_index(
    model: Model,
    corpus: str | Path,
    directory: str | Path,
    *,
    signal: str = "hidden_state",
    layer: int | None = None,
    direction: str | None = None,
    dask: str | None = None,
    report: Report = silent,
) -> Index:
    """Index `corpus`, or go on where an earlier attempt came to its end, or return the index that is there already.

    Args:
        model: reads the texts with its own tokenizer.
        corpus: .txt with a text a line, .csv or .tsv with a column of texts, .jsonl with a text an object.
        directory: of the index; made where it is missing. An index in it stays until the new one is whole.
        signal: whose values are kept; of the last layer, forward, unless `layer` or `direction` say otherwise.
        dask: address of a scheduler, whose workers run the model.
        report: hears how far it is.

    Raises:
        UsageError: the model reads no text, or has no such signal or part.
        FileError: the corpus cannot be read, changed meanwhile, or the index cannot be written.
        FormatError: the corpus is no text, holds no word, or is not what its suffix says.
        Cancelled: `report` raised it.
    """
    # Scripts that only look at models shall not load Qt.
    from PySide6.QtCore import QLockFile

    from gatescope.session.lock_file import take_lock

    corpus, directory = Path(corpus), Path(directory)
    tokens_of_text(model, "")
    part = model.network.part(layer, direction)
    if signal not in model.network.cell.signals:
        names = ", ".join(model.network.cell.signals)
        raise UsageError(
            tr("{name} has no signal {signal!r}; it has {names}", name=model.name, signal=signal, names=names)
        )
    stamp(corpus)
    check_index_folder(directory)
    made = not directory.exists()
    try:
        directory.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FileError(
            directory, tr("cannot be made: {error}; index into another folder", error=error.strerror or error)
        ) from error
    lock = QLockFile(str(directory / LOCK))
    if not take_lock(lock):
        if lock.error() == QLockFile.LockError.LockFailedError:
            raise FileError(directory, tr("is being written to by another process: wait, or index into another folder"))
        try:
            check_writable(directory / MANIFEST)
        except FileError as error:
            raise FileError(
                directory,
                tr(
                    "{cause}; make room, or index into another folder"
                    if is_full(error)
                    else "{cause}; index into another folder",
                    cause=error.cause,
                ),
            ) from error
        raise FileError(directory, tr("cannot be locked: index into another folder"))
    try:
        return _build(Plan(model, signal, part), corpus.absolute(), directory, dask, report)
    finally:
        lock.unlock()
        if made and not any(directory.iterdir()):
            directory.rmdir()


def _build(plan: Plan, corpus: Path, directory: Path, dask: str | None, report: Report) -> Index:
    older, digest = older_manifest(directory), model_digest(plan.model)
    found = stamp(corpus)
    if older is not None and _is_of(older.source, plan, digest, corpus, found):
        return Index(directory, older)
    found = fingerprint(corpus, portion(report, 0.0, 0.03))
    source = Source(
        plan.model.name,
        digest,
        plan.signal,
        str(plan.part),
        tokenizer_json(plan.model),
        str(corpus),
        found.size,
        found.modified,
        found.digest,
    )
    folder = directory / states_folder(source)
    if older is not None and older.folder == folder.name:
        # The same content under another date or name.
        manifest = replace(older, source=source)
    else:
        manifest = _fill(plan, corpus, found, folder, source, dask, portion(report, 0.03, 1.0))
    write_atomically(directory / MANIFEST, describe_manifest(manifest))
    remove_older_states(directory, folder)
    return Index(directory, manifest)


def _fill(
    plan: Plan, corpus: Path, found: Fingerprint, folder: Path, source: Source, dask: str | None, report: Report
) -> Manifest:
    """Write every shard that is not there yet; return the manifest. States that are none are not left behind."""
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise FileError(
            folder.parent, tr("cannot be written to: {error}; index into another folder", error=error.strerror or error)
        ) from error
    if not (folder / MODEL).with_suffix(".json").exists():
        save_model(plan.model, folder / MODEL)
    done = _Done()
    try:
        _write_shards(plan, corpus, found, folder, done, dask, report)
    except BaseException:
        if not done.shards:
            # There is nothing to go on with.
            shutil.rmtree(folder, ignore_errors=True)
        raise
    network = plan.model.network
    kept = kept_readout(network)
    return Manifest(
        source,
        folder.name,
        done.shards,
        done.tokens,
        done.lines,
        done.left_out,
        signal_units(network, plan.part, plan.signal),
        network.cell.signals,
        network.readouts[0].name if kept else "",
        network.readouts[0].labels if kept else (),
        network.readouts[0].kind if kept else "",
        plan.model.masked_id,
    )


def _write_shards(
    plan: Plan, corpus: Path, found: Fingerprint, folder: Path, done: _Done, dask: str | None, report: Report
) -> None:
    """Add every shard to `done`: those that are there, and then those that are not yet."""
    while (words := _whole_shard(folder, done.shards)) is not None:
        done.add(words)
        report(0.0)
    chunks = Chunks(corpus, plan, found.size, done.entries)
    results: Iterable[tuple[Array, Words]]
    if dask is None:
        # A chunk's own share is nothing beside that of the corpus: it only hears of a cancel.
        executor = choose_executor(plan.model.network, found.size // LETTERS_A_WORD)
        results = (run_chunk(plan, chunk, executor, lambda _: report(chunks.share)) for chunk in chunks)
    else:
        results = run_on_cluster(dask, run_chunk, plan, chunks)
    written = 0
    begun = chunks.share
    for states, words in results:
        report(chunks.share)
        if not stamp(corpus).same_stamp(found):
            done.shards = 0
            raise FileError(corpus, tr("changed while it was indexed: index it again"))
        _check_space(folder, states.nbytes + words.text.nbytes, written, chunks.share - begun, 1.0 - chunks.share)
        written += write_shard(folder, done.shards, states, words)
        done.add(words)
    if not done.tokens:
        done.shards = 0
        raise FormatError(
            corpus, tr("holds no word that {name} could read: give a file with a text a line", name=plan.model.name)
        )


def _whole_shard(folder: Path, number: int) -> Words | None:
    """Return the words of a shard that is there; None where it has to be written, also over a damaged one."""
    try:
        read_states(folder, number)
        return read_words(folder, number)
    except DamagedError:
        return None


@dataclass
class _Done:
    """What is in the shards that are written."""

    shards: int = 0
    entries: int = 0
    left_out: int = 0
    tokens: int = 0
    lines: int = 0

    def add(self, words: Words) -> None:
        self.shards += 1
        self.entries += int(words.consumed[0])
        self.left_out += int(words.consumed[1])
        self.tokens += len(words.ids)
        self.lines += len(words.lines)


def _is_of(source: Source, plan: Plan, digest: str, corpus: Path, found: Fingerprint) -> bool:
    same = (source.model_digest, source.signal, source.part) == (digest, plan.signal, str(plan.part))
    kept = Fingerprint(source.corpus_size, source.corpus_modified)
    return same and source.corpus == str(corpus) and kept.same_stamp(found)


def _check_space(folder: Path, shard: int, written: int, share: float, left: float) -> None:
    """Find out before it is written whether a shard, and by those before it the rest of the index, has room.

    Args:
        shard, written: bytes of the shard, and of those that were written so far.
        share, left: of the corpus, for which those were, and which is still to come.

    Raises:
        FileError: there is not enough.
    """
    free = shutil.disk_usage(folder).free
    needed = float(shard + _SPARE_BYTES)
    if written and share > 0.0:
        needed = max(needed, written / share * left)
    if needed > free:
        raise FileError(
            folder.parent,
            tr(
                "has room for {free:.2f} GB, the rest of the index needs about {needed:.2f} GB: make room, or index "
                "a part of the corpus; what is done is kept",
                free=free / 1e9,
                needed=needed / 1e9,
            ),
        )
