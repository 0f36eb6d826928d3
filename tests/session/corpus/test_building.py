"""The index holds the states of every line, and survives whatever ends the work or changes the files."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from gatescope.analysis.corpus import shard as shards
from gatescope.analysis.corpus.index import open_index
from gatescope.analysis.corpus.shard import DamagedError
from gatescope.engine.executors import reference
from gatescope.engine.run import run
from gatescope.errors import Cancelled, FileError, FormatError, UsageError
from gatescope.formats.core.tokens import tokens_of_text
from gatescope.progress import silent
from gatescope.session.corpus import building
from gatescope.session.corpus.building import build_index
from gatescope.session.corpus.finding import Asked
from gatescope.session.corpus.work import _index_and_find as index_and_find_once
from gatescope.session.corpus.work import index_and_find
from tests.cli.toys import model
from tests.session.corpus.corpora import all_states, small_shards, texts, write

pytestmark = pytest.mark.slow

LINES = texts(60)
CELLS = [
    ("rnn", {}),
    ("gru", {"directions": ("forward", "reverse")}),
    ("lstm", {"layers": 2}),
    pytest.param("lstm", {"directions": ("forward", "reverse"), "layers": 2}, marks=pytest.mark.slow),
]


def folders(directory: Path) -> list[str]:
    return sorted(path.name for path in directory.iterdir() if path.name != "lock")


@pytest.mark.parametrize(("cell", "options"), CELLS)
def test_every_signal_of_every_part_is_that_of_a_run_of_the_line(tmp_path, monkeypatch, cell, options):
    small_shards(monkeypatch)
    made = model(cell, **options)
    corpus = write(tmp_path / "c.txt", LINES)
    runs = [run(made.network, ids=tokens_of_text(made, line).ids, executor=reference) for line in LINES if line]
    for part in made.network.parts:
        for signal in made.network.cell.signals:
            index = build_index(made, corpus, tmp_path / "i", signal=signal, layer=part.layer, direction=part.direction)
            assert index.manifest.shards > 3
            expected = np.concatenate([trace[f"{part}.{signal}"] for trace in runs])
            np.testing.assert_allclose(all_states(index), expected, rtol=1e-6, atol=1e-7)
            assert folders(tmp_path / "i") == ["manifest.json", index.manifest.folder]


def test_the_words_are_those_of_the_lines(tmp_path, monkeypatch):
    small_shards(monkeypatch)
    made = model()
    index = build_index(made, write(tmp_path / "c.txt", LINES), tmp_path / "i")
    read = []
    for shard in index.shards():
        words = index.words(shard)
        for line, number in enumerate(words.lines):
            text, begin, end = words.line_text(line), words.borders[line], words.borders[line + 1]
            spans = zip(words.starts[begin:end], words.ends[begin:end], strict=True)
            read.append((int(number), text, [text[a:b] for a, b in spans]))
    assert read == [(k, line, line.split()) for k, line in enumerate(LINES, 1) if line]
    assert (index.manifest.lines, index.manifest.tokens) == (len(read), sum(len(line.split()) for line in LINES))


def test_an_index_that_is_there_is_taken_as_it_is(tmp_path, monkeypatch):
    made, corpus = model(), write(tmp_path / "c.txt", LINES)
    first = build_index(made, corpus, tmp_path / "i")
    stamped = (first.folder / "000000.npy").stat().st_mtime_ns
    monkeypatch.setattr(building, "run_chunk", lambda *_: pytest.fail("it was run again"))
    assert build_index(made, corpus, tmp_path / "i").manifest == first.manifest
    # The same content under another date.
    os.utime(corpus, ns=(1, 1))
    again = build_index(made, corpus, tmp_path / "i")
    assert again.manifest.source.corpus_modified == 1
    assert (again.folder / "000000.npy").stat().st_mtime_ns == stamped


@pytest.mark.parametrize("change", ["model", "signal", "corpus", "tokenizer"])
def test_another_model_signal_or_corpus_is_another_index(tmp_path, change):
    made, corpus = model("lstm"), write(tmp_path / "c.txt", LINES)
    first = build_index(made, corpus, tmp_path / "i")
    signal = "hidden_state"
    if change == "model":
        key = "layer0.forward.U.forget_gate"
        made = _with_network(made, made.network.with_array(key, made.network.array(key) + 1))
    elif change == "signal":
        signal = "cell_state"
    elif change == "corpus":
        write(corpus, [*LINES, "good"])
    else:
        from dataclasses import replace

        from gatescope.text.registry import tokenizer

        made = replace(made, tokenizer=tokenizer("whitespace"))
    second = build_index(made, corpus, tmp_path / "i", signal=signal)
    assert second.manifest.folder != first.manifest.folder
    assert folders(tmp_path / "i") == ["manifest.json", second.manifest.folder]


def _with_network(made, network):
    from dataclasses import replace

    return replace(made, network=network)


@pytest.mark.parametrize("moment", [0, 1, 4])
def test_a_cancel_keeps_the_older_index_and_what_is_done(tmp_path, monkeypatch, moment):
    small_shards(monkeypatch)
    made, corpus = model(), write(tmp_path / "c.txt", LINES)
    older = build_index(made, corpus, tmp_path / "i", signal="forget_gate")
    calls = []

    def report(share: float) -> None:
        assert 0 <= share <= 1
        calls.append(share)
        if len(list((tmp_path / "i").glob("states-*/*.npz"))) - older.manifest.shards >= moment:
            raise Cancelled("enough")

    with pytest.raises(Cancelled):
        build_index(made, corpus, tmp_path / "i", report=report)
    assert open_index(tmp_path / "i").manifest == older.manifest
    assert calls == sorted(calls)
    ran = []
    real = building.run_chunk
    monkeypatch.setattr(building, "run_chunk", lambda *about: ran.append(about[1]) or real(*about))
    index = build_index(made, corpus, tmp_path / "i")
    assert len(ran) == index.manifest.shards - moment
    np.testing.assert_array_equal(all_states(index), all_states(build_index(made, corpus, tmp_path / "j")))


@pytest.mark.parametrize("moment", [0, 1, 5])
def test_a_full_disk_keeps_the_older_index_and_goes_on_with_room(tmp_path, monkeypatch, moment):
    small_shards(monkeypatch)
    made, corpus = model(), write(tmp_path / "c.txt", LINES)
    older = build_index(made, corpus, tmp_path / "i", signal="forget_gate")
    real, written = shards._flush, []

    def full(file) -> None:
        if len(written) == moment:
            raise OSError(errno.ENOSPC, "No space left on device")
        written.append(file.name)
        real(file)

    monkeypatch.setattr(shards, "_flush", full)
    with pytest.raises(FileError, match=r"^i: there is no room left on its disk: make room and index again"):
        build_index(made, corpus, tmp_path / "i")
    assert open_index(tmp_path / "i").manifest == older.manifest
    assert all_states(open_index(tmp_path / "i")).shape == (older.manifest.tokens, 3)
    assert not list((tmp_path / "i").rglob("*.part"))
    monkeypatch.setattr(shards, "_flush", real)
    assert open_index(tmp_path / "i").manifest == older.manifest
    assert build_index(made, corpus, tmp_path / "i").manifest.source.signal == "hidden_state"


def test_a_disk_that_will_be_full_is_told_of_before_it_is(tmp_path, monkeypatch):
    small_shards(monkeypatch)
    free = {"free": 0}
    monkeypatch.setattr(building.shutil, "disk_usage", lambda _: type("Usage", (), free))
    with pytest.raises(FileError, match=r"i: has room for 0\.00 GB, the rest of the index needs about"):
        build_index(model(), write(tmp_path / "c.txt", LINES), tmp_path / "i")


@pytest.mark.parametrize("how", ["longer", "gone", "touched"])
def test_a_corpus_that_changes_meanwhile_is_told(tmp_path, monkeypatch, how):
    small_shards(monkeypatch)
    corpus, shown = write(tmp_path / "c.txt", LINES), []

    def report(share: float) -> None:
        shown.append(share)
        if len(shown) == 8:
            if how == "longer":
                write(corpus, [*LINES, "good"])
            elif how == "touched":
                os.utime(corpus, ns=(5, 5))
            else:
                corpus.unlink()

    reason = "there is no such file" if how == "gone" else "changed while it was indexed: index it again"
    with pytest.raises(FileError, match=f"^c.txt: {reason}"):
        build_index(model(), corpus, tmp_path / "i", report=report)
    with pytest.raises(FileError, match="holds no finished index"):
        open_index(tmp_path / "i")


KILLED = """
import os, signal, sys
from pathlib import Path
from gatescope.analysis.corpus import shard as shards
from gatescope.progress import silent
from gatescope.session.corpus import building, chunks
from gatescope.formats.own.weights_and_card import load_model
chunks.SHARD_VALUES, chunks.LEAST_CHUNK = 1, 120
model, corpus, directory = load_model(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3])
real_replace, real_flush = os.replace, shards._flush
ended = 0
while True:
    child = os.fork()
    if not child:
        count = [0]
        def step(real):
            def call(*about):
                count[0] += 1
                # At every step of a shard in turn; the fifth attempt gets one shard further.
                if count[0] == ended % 5 + 1:
                    os.kill(os.getpid(), signal.SIGKILL)
                return real(*about)
            return call
        Path.replace = step(Path.replace)
        shards._flush = step(real_flush)
        building.build_index(model, corpus, directory)
        os._exit(0)
    status = os.waitpid(child, 0)[1]
    if status == 0:
        break
    assert os.WIFSIGNALED(status), status
    ended += 1
print(ended)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has neither fork nor SIGKILL")
def test_killed_again_and_again_it_becomes_the_same_index(tmp_path):
    from gatescope.formats.own.weights_and_card import save_model

    made, corpus = model(), write(tmp_path / "c.txt", LINES[:28])
    save_model(made, tmp_path / "m.safetensors")
    about = [str(tmp_path / name) for name in ("m.safetensors", "c.txt", "i")]
    done = subprocess.run([sys.executable, "-c", KILLED, *about], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    index, whole = open_index(tmp_path / "i"), build_index(made, corpus, tmp_path / "j")
    assert int(done.stdout) > index.manifest.shards > 3
    assert (index.manifest.tokens, index.manifest.lines) == (whole.manifest.tokens, whole.manifest.lines)
    np.testing.assert_array_equal(all_states(index), all_states(whole))


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "is empty"),
        (b"\n \n\n", "holds no word that toy-lstm could read"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\x01\x00\x02\x03", "is no text"),
        (b"good \xff\xfe food\n", "is not UTF-8 text"),
        (b"x" * 1_000_001, "line 1 has more than 1,000,000 characters"),
        (b"good " * 3_000 + b"\n", "line 1 has 3,000 tokens, and this model can be run over 2,500"),
    ],
)
def test_what_is_no_corpus_is_told_in_one_sentence(tmp_path, monkeypatch, content, reason):
    from gatescope.session.corpus.chunk import Plan

    monkeypatch.setattr(Plan, "longest", 2_500)
    (tmp_path / "c.txt").write_bytes(content)
    with pytest.raises((FormatError, Exception), match=reason) as failure:
        build_index(model(), tmp_path / "c.txt", tmp_path / "i")
    assert "\n" not in str(failure.value)
    with pytest.raises(FileError, match="holds no finished index"):
        open_index(tmp_path / "i")


def test_requests_that_cannot_be(tmp_path):
    corpus = write(tmp_path / "c.txt", LINES)
    with pytest.raises(UsageError, match="toy-gru has no signal 'forget_gate'; it has reset_gate"):
        build_index(model("gru"), corpus, tmp_path / "i", signal="forget_gate")
    with pytest.raises(UsageError, match=r"there is no layer1\.forward"):
        build_index(model(), corpus, tmp_path / "i", layer=1)
    with pytest.raises(FileError, match="there is no such file"):
        build_index(model(), tmp_path / "none.txt", tmp_path / "i")
    with pytest.raises(FileError, match=r"c\.txt: cannot be made"):
        build_index(model(), corpus, corpus)
    assert not (tmp_path / "i").exists()


def test_words_without_a_row_are_left_out_and_counted(tmp_path):
    from dataclasses import replace

    from gatescope.text.vocabulary import Vocabulary

    made = model()
    made = replace(made, vocabulary=Vocabulary(("x", *WORDS_ONLY), lower_case=True, unknown=None))
    index = build_index(made, write(tmp_path / "c.txt", ["the soup was not good"]), tmp_path / "i")
    assert (index.manifest.tokens, index.manifest.left_out) == (4, 1)


WORDS_ONLY = ("the", "food", "was", "not", "good", ".")


def read_all(directory: Path) -> None:
    index = open_index(directory)
    index.words(0)
    index.states(0)


@pytest.mark.parametrize("damage", ["manifest", "words", "states", "half"])
def test_a_damaged_index_is_told(tmp_path, damage):
    index = build_index(model(), write(tmp_path / "c.txt", LINES), tmp_path / "i")
    path = {
        "manifest": tmp_path / "i" / "manifest.json",
        "half": tmp_path / "i" / "manifest.json",
        "words": index.folder / "000000.npz",
        "states": index.folder / "000000.npy",
    }[damage]
    path.write_bytes(json.dumps({"format": 1}).encode() if damage == "half" else b"nothing")
    with pytest.raises(FileError, match=r"index (the corpus )?again|delete"):
        read_all(tmp_path / "i")


@pytest.mark.parametrize("spoilt", ["000001.npz", "000001.npy", None])
def test_the_app_makes_a_damaged_index_of_its_own_anew(tmp_path, monkeypatch, spoilt):
    small_shards(monkeypatch)
    made, corpus = model(), write(tmp_path / "c.txt", LINES)
    about = (made, corpus, tmp_path / "i", "hidden_state", 0, "forward", Asked((0,), 0.0))
    first = index_and_find(*about)
    index = open_index(tmp_path / "i")
    if spoilt is None:
        (index.folder / "000001.npz").unlink()
    else:
        (index.folder / spoilt).write_bytes(b"nothing")
    with pytest.raises(DamagedError):
        index_and_find_once(*about, silent)
    again = index_and_find(*about)
    assert (again.found, again.lines, again.tokens) == (first.found, first.lines, first.tokens)


@pytest.mark.parametrize("spoilt", ["000001.npz", "000001.npy"])
def test_a_spoilt_shard_of_an_attempt_is_written_anew(tmp_path, monkeypatch, spoilt):
    small_shards(monkeypatch)
    made, corpus = model(), write(tmp_path / "c.txt", LINES)
    index = build_index(made, corpus, tmp_path / "i")
    whole = all_states(index)
    (tmp_path / "i" / "manifest.json").unlink()
    (index.folder / spoilt).write_bytes(b"nothing")
    np.testing.assert_array_equal(all_states(build_index(made, corpus, tmp_path / "i")), whole)


def files(directory: Path) -> dict[str, bytes]:
    return {str(path.relative_to(directory)): path.read_bytes() for path in directory.rglob("*") if path.is_file()}


@pytest.mark.parametrize(
    "name", ["thesis.txt", "manifest.json", "states-mydata/states.npz", "states-0123456789abcdef0/a", "notes/lock"]
)
def test_a_folder_of_other_files_is_left_as_it_is(tmp_path: Path, name: str) -> None:
    corpus, directory = write(tmp_path / "c.txt", LINES), tmp_path / "mine"
    (directory / name).parent.mkdir(parents=True)
    (directory / name).write_text('{"mine": 1}')
    (directory / "lock").write_text("mine, too")
    before = files(directory)
    with pytest.raises(FileError, match=f"mine: holds {name.partition('/')[0]} and no index: index into a new folder"):
        build_index(model(), corpus, directory)
    assert files(directory) == before


def test_what_was_put_beside_an_index_outlives_the_next_one(tmp_path: Path) -> None:
    corpus, directory = write(tmp_path / "c.txt", LINES), tmp_path / "i"
    first = build_index(model(), corpus, directory)
    (directory / "states-of-mine").mkdir()
    (directory / "states-of-mine" / "notes.txt").write_text("mine")
    write(corpus, [*LINES, "one more line"])
    second = build_index(model(), corpus, directory)
    assert second.manifest.folder != first.manifest.folder
    assert not (directory / first.manifest.folder).exists()
    assert (directory / "states-of-mine" / "notes.txt").read_text() == "mine"


@pytest.mark.parametrize("there", [False, True], ids=["new folder", "empty folder"])
@pytest.mark.parametrize("content", [b"", b"\0\1\2", b"\xff\xfe\xfa", b"\n \n"])
def test_a_corpus_that_cannot_be_indexed_leaves_nothing(tmp_path: Path, content: bytes, there: bool) -> None:
    corpus, directory = tmp_path / "c.txt", tmp_path / "i"
    corpus.write_bytes(content)
    if there:
        directory.mkdir()
    with pytest.raises(FormatError):
        build_index(model(), corpus, directory)
    assert directory.exists() == there
    assert not there or list(directory.iterdir()) == []
