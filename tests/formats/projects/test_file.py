"""A project is written whole or not at all, and a file that is none is refused with a reason."""

from __future__ import annotations

import errno
import json
import os
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from gatescope.engine.held import HeldValues
from gatescope.engine.interventions import Ablate, Clamp, CopiedWeights, Interventions, Patch
from gatescope.errors import FileError, FormatError
from gatescope.formats.files import bounded_json
from gatescope.formats.projects.content import Project, ProjectModel
from gatescope.formats.projects.file import read_project, write_project
from tests.formats.models import random_model

MEMBERS = ("manifest.json", "weights.safetensors")


def project(text: str = "not bad at all") -> Project:
    model = random_model()
    key = "layer0.forward.U.forget_gate"
    edited = model.network.with_array(key, model.network.array(key) * 2)
    clamps = Interventions((Clamp("forget_gate", 0.5, (1,), range(2, 5)),))
    return Project(text, 3, (ProjectModel(model, edited, None, clamps),), (model.name,), {"a": 1}, {"b": [2]})


@pytest.fixture
def path(tmp_path: Path) -> Path:
    write_project(project(), tmp_path / "work.gatescope")
    return tmp_path / "work.gatescope"


def rewrite(path: Path, manifest: bytes | None = None, weights: bytes | None = None, **others: bytes) -> None:
    """Replace members of the archive; empty bytes take one away."""
    with zipfile.ZipFile(path) as archive:
        content = {name: archive.read(name) for name in archive.namelist()}
    written = dict(zip(MEMBERS, (manifest, weights), strict=True)) | others
    content |= {name: data for name, data in written.items() if data is not None}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in content.items():
            if data:
                archive.writestr(name, data)


def change(path: Path, edit: Callable[[dict[str, Any]], object]) -> None:
    """Edit the manifest in its place."""
    with zipfile.ZipFile(path) as archive:
        manifest = json.loads(archive.read("manifest.json"))
    edit(manifest)
    rewrite(path, json.dumps(manifest).encode())


def test_the_archive_holds_what_others_can_read(path: Path) -> None:
    with zipfile.ZipFile(path) as archive:
        assert archive.namelist() == list(MEMBERS)
        manifest = json.loads(archive.read("manifest.json"))
    assert (manifest["schema"], manifest["text"], manifest["shown"]) == (1, "not bad at all", ["toy-lstm"])
    # Only what was edited is there a second time.
    with zipfile.ZipFile(path) as archive:
        weights = archive.read("weights.safetensors")
    header = json.loads(weights[8 : 8 + int.from_bytes(weights[:8], "little")])
    assert [name for name in header if "edited" in name] == ["0.edited.layer0.forward.U"]


def test_a_newer_form_is_refused_politely(path: Path) -> None:
    change(path, lambda manifest: manifest.update(schema=3, gatescope="9.1", models="in another form"))
    with pytest.raises(FormatError, match=r"^work.gatescope: was saved by GateScope 9.1 in form 3 .* update GateScope"):
        read_project(path)


@pytest.mark.parametrize(
    ("edit", "reason"),
    [
        (lambda m: m.update(schema="1"), "the project's 'schema' is '1'"),
        (lambda m: m.update(schema=0), "'schema' is 0"),
        (lambda m: m.pop("schema"), "'schema' is None"),
        (lambda m: m.update(text=["a"]), "'text' is"),
        (lambda m: m.update(caret=99), "'caret' is 99"),
        (lambda m: m.update(caret=True), "'caret' is True"),
        (lambda m: m.update(models={}), "'models' is {}"),
        (lambda m: m.update(models=[3]), "model holds something else"),
        (lambda m: m.update(models=[]), "belongs to none of its models"),
        (lambda m: m.update(models=m["models"] * 2), "lacks the tensor"),
        (lambda m: m.update(shown=[]), "shows nothing, but holds toy-lstm"),
        (lambda m: m.update(shown=["other"]), "shows other, but holds toy-lstm"),
        (lambda m: m.update(shown=[["toy-lstm"]]), "'shown' is"),
        (lambda m: m.update(focus=[]), "'focus' is"),
        (lambda m: m.update(layout="wide"), "'layout' is"),
        (lambda m: m["models"][0].update(card=None), "'card' is None"),
        (lambda m: m["models"][0]["card"].update(name=""), "without a name"),
        (lambda m: m["models"][0]["card"].update(units=4), "shape .* asks for"),
        (lambda m: m["models"][0]["card"].update(units=10**9), "'units' is 1000000000"),
        (lambda m: m["models"][0]["card"]["convention"].update(clip=10**400), "beyond all numbers"),
        (lambda m: m["models"][0]["card"]["vocabulary"].update(tokenizer="x" * 99), "no tokenizer"),
        (lambda m: m["models"][0].update(edited=1), "'edited' is 1"),
        (lambda m: m["models"][0].update(fed="x"), "lacks the vectors"),
        (lambda m: m["models"][0].update(own="all"), "'own' is 'all'"),
        (lambda m: m["models"][0].update(masked_id="0"), "'masked_id' is '0'"),
        (lambda m: m["models"][0].update(origin=[]), "origin of a model holds something else"),
        (lambda m: m["models"][0].update(origin={"path": "a", "kind": "b", "stack": "c", "overrides": {"x": 1}}), "'o"),
        (lambda m: m["models"][0]["interventions"][0].update(clamp="mood_gate"), "no signal 'mood_gate'"),
        (lambda m: m["models"][0]["interventions"][0].update(units=[]), "on no unit at all"),
        (lambda m: m["models"][0]["interventions"][0].update(value=10**308 * 10), "beyond all numbers"),
        (lambda m: m["models"][0]["interventions"][0].update(on=1), "'on' is 1"),
        (lambda m: m["models"][0]["interventions"][0].update(patch="cell_state"), "lacks the values of a patch"),
        (lambda m: m["models"][0]["interventions"][0].update(copy="mood_gate"), "no signal 'mood_gate'"),
        (lambda m: m["models"][0]["interventions"][0].update(copy="input_gate", onto="up"), "no signal 'up'"),
        (lambda m: m["models"][0]["interventions"][0].update(tokens=[0, 10**15, 1]), "'tokens' is"),
        (lambda m: m["models"][0]["interventions"][0].update(tokens=[5, 5, 1]), "which are no range"),
        (lambda m: m["models"][0]["interventions"][0].update(direction="up"), "'direction' is 'up'"),
    ],
)
def test_a_manifest_that_does_not_fit_says_so(
    path: Path, edit: Callable[[dict[str, Any]], object], reason: str
) -> None:
    change(path, edit)
    with pytest.raises(FormatError, match=reason) as caught:
        read_project(path)
    assert str(caught.value).startswith("work.gatescope: ")


@pytest.mark.parametrize(
    ("manifest", "reason"),
    [
        (b"{", "not JSON"),
        (b"\xff\xfe{}", "not JSON"),
        (b'{"schema": 1, "text": NaN}', "NaN is no JSON number"),
        (b"[" * 100_000, "nested too deep"),
        (b"[" * 200 + b"]" * 200, "something else where it should hold named fields"),
        (b'{"schema": 1, "text": ' + b"[" * 200 + b"]" * 200 + b"}", "'text' is"),
        (b"[]", "something else"),
        (b'{"schema": ' + b"9" * 5000 + b"}", "not JSON"),
        (b"[" + b"[]," * bounded_json.MOST_VALUES + b"0]", "more than 4,000,000 values"),
    ],
)
def test_a_manifest_that_is_none_says_so(path: Path, manifest: bytes, reason: str) -> None:
    rewrite(path, manifest)
    with pytest.raises(FormatError, match=reason):
        read_project(path)


@pytest.mark.parametrize("name", MEMBERS)
def test_a_missing_member_is_named(path: Path, name: str) -> None:
    rewrite(path, **{"manifest" if name == MEMBERS[0] else "weights": b""})
    with pytest.raises(FormatError, match=rf"{name}"):
        read_project(path)


@pytest.mark.parametrize("content", [b"", b"PK", b"<html>", b"PK\x05\x06" + bytes(18)])
def test_what_is_no_archive_says_so(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    with pytest.raises(FormatError):
        read_project(path)
    with pytest.raises(FileError, match="no such file"):
        read_project(path.with_name("other.gatescope"))
    with pytest.raises(FileError, match="is a folder"):
        read_project(path.parent)


def test_a_file_cut_short_says_so(path: Path) -> None:
    whole = path.read_bytes()
    for length in range(0, len(whole), 97):
        path.write_bytes(whole[:length])
        with pytest.raises(FormatError):
            read_project(path)


def test_a_name_that_leads_out_of_the_folder_leads_nowhere(path: Path) -> None:
    rewrite(path, **{"../escaped": b"out", "/tmp/gatescope-escaped": b"out"})
    assert read_project(path).text == "not bad at all"
    assert [file.name for file in path.parent.iterdir()] == ["work.gatescope"]
    assert not (path.parent.parent / "escaped").exists()
    assert not Path("/tmp/gatescope-escaped").exists()


@pytest.mark.parametrize("member", ["manifest", "weights"])
def test_a_bomb_is_refused_unread(path: Path, member: str) -> None:
    rewrite(path, **{member: b" " * (80 << 20)})
    tracemalloc.start()
    with pytest.raises(FormatError, match="bytes"):
        read_project(path)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 8 << 20


@pytest.mark.parametrize("moment", ["write", "fsync", "replace"])
def test_a_full_disk_leaves_the_old_file(path: Path, monkeypatch: pytest.MonkeyPatch, moment: str) -> None:
    before = path.read_bytes()

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        if moment == "write":
            patch.setattr("gatescope.formats.projects.file._write_arrays", full)
        else:
            patch.setattr(os, moment, full)
        with pytest.raises(FileError, match=r"^work.gatescope: cannot be written: No space left on device"):
            write_project(project("another text"), path)
    assert path.read_bytes() == before
    assert [file.name for file in path.parent.iterdir()] == ["work.gatescope"]


def test_a_folder_that_takes_no_files_is_named(path: Path) -> None:
    with pytest.raises(FileError, match=r"cannot be written: the folder .* does not exist; make it first"):
        write_project(project(), path.parent / "missing" / "work.gatescope")


def test_what_could_not_be_opened_again_is_not_saved(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gatescope.formats.projects.file.MOST_BYTES", 100)
    with pytest.raises(FileError, match="too large for a project"):
        write_project(project(), path)


def test_an_older_version_can_open_what_its_form_can_hold(tmp_path: Path) -> None:
    """Switches, patches, copied weights and what does not fit take the second form, and come back as they were."""
    model = random_model()
    values = HeldValues.of([[0.1, 0.2], [0.3, -0.4]])
    for item, schema in (
        (Clamp("forget_gate", 0.5, (1,), range(2, 4)), 1),
        (Clamp("forget_gate", 0.5, on=False), 2),
        (Clamp("forget_gate", 0.5, (700,)), 2),
        (Clamp("update_gate", 0.5, layer=4, direction="reverse"), 2),
        (Patch("cell_state", values, range(1, 3), (0, 1), 0, "forward", "“not” of “not good”", on=False), 2),
        (CopiedWeights("forget_gate", "input_gate"), 2),
    ):
        path = tmp_path / "one.gatescope"
        held = Interventions((item, Ablate((0,))))
        write_project(Project("", None, (ProjectModel(model, model.network, None, held),), (model.name,)), path)
        with zipfile.ZipFile(path) as archive:
            assert json.loads(archive.read("manifest.json"))["schema"] == schema
        assert read_project(path).models[0].interventions == held
