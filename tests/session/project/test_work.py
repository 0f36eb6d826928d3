"""Whatever a person did comes back from a project file, and nothing that is no project gets in."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from gatescope.engine.interventions import Ablate, Interventions
from gatescope.errors import Cancelled, FormatError
from gatescope.formats.core.model import Origin
from gatescope.formats.own.library import load as load_model
from gatescope.formats.projects.file import read_project, write_project
from gatescope.session.document.changes import settled, with_model, with_trained
from gatescope.session.document.document import Document, Focus
from gatescope.session.project.layout import Layout
from gatescope.session.project.unsaved import typed_only, unsaved_parts
from gatescope.session.project.work import Work, load, save
from gatescope.session.undo.history import UndoHistory
from tests.session.helpers import random_network, word_model
from tests.session.works import assert_same_model, assert_same_work, works

IN_ONE_FOLDER = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


def work_of(*names: str, text: str = "the film was good") -> Work:
    models = {name: word_model(name, seed=k) for k, name in enumerate(names)}
    networks = {name: model.network for name, model in models.items()}
    document = Document(text, None, False, MappingProxyType(models), MappingProxyType(networks), shown=names[:1])
    return Work(document, Focus(model=names[0]))


@pytest.mark.slow
@IN_ONE_FOLDER
@given(works())
def test_what_is_saved_comes_back(tmp_path: Path, work: Work) -> None:
    path = tmp_path / "work.gatescope"
    save(work, path)
    assert_same_work(work, load(path))
    first = path.read_bytes()
    save(load(path), path)
    assert path.read_bytes() == first
    assert [file.name for file in tmp_path.iterdir()] == ["work.gatescope"]


def test_the_bundled_models_come_back_whole(tmp_path: Path) -> None:
    model = load_model("sentiment-gru")
    work = work_of("words")
    document = replace(work.document, models={model.name: model}, networks={model.name: model.network})
    save(Work(replace(document, shown=(model.name,)), work.focus), tmp_path / "w.gatescope")
    assert_same_model(load(tmp_path / "w.gatescope").document.models[model.name], model)


def test_a_model_that_was_trained_here_is_work_though_no_undo_step_is_left() -> None:
    work, stack = work_of("a"), UndoHistory()
    untrained = word_model("run 1", seed=5)
    document = with_model(work.document, untrained, untrained.network)
    trains = with_trained(document, "run 1", random_network(seed=6))
    for changed in (document, trains, settled(trains, "run 1")):
        assert not work.only_opened(changed)
        assert not typed_only(work, changed, stack)
        assert "the trained run 1" in unsaved_parts(work, changed)
        assert not any(part.startswith(("the opened", "how")) for part in unsaved_parts(work, changed))


def test_a_model_that_was_opened_is_work_once_it_was_read_otherwise_or_edited() -> None:
    work, stack = work_of("a"), UndoHistory()
    model = replace(word_model("b", seed=7), origin=Origin(Path("b.safetensors"), "a file", "rnn"))
    document = with_model(work.document, model, model.network)
    assert work.only_opened(document)
    assert typed_only(work, document, stack)
    assert unsaved_parts(work, document) == ("the opened b",)
    again = replace(model, network=random_network(seed=8))
    reread = with_model(document, again, again.network, opened=model.network)
    moved = with_model(document, model, random_network(seed=9))
    for changed, part in ((reread, "how GateScope reads b"), (moved, "the weights of b")):
        assert not work.only_opened(changed)
        assert not typed_only(work, changed, stack)
        assert unsaved_parts(work, changed) == (part, "the opened b")


def test_half_a_character_becomes_a_whole_one(tmp_path: Path) -> None:
    work = work_of("words")
    save(replace(work, document=replace(work.document, text="a\ud800b", caret=3)), tmp_path / "w.gatescope")
    assert load(tmp_path / "w.gatescope").document.text == "a\ufffdb"


def test_a_reading_that_nobody_waits_for_ends(tmp_path: Path) -> None:
    save(work_of("words"), tmp_path / "w.gatescope")

    def unwanted(share: float) -> None:
        raise Cancelled("enough")

    with pytest.raises(Cancelled):
        load(tmp_path / "w.gatescope", unwanted)


@pytest.mark.parametrize(
    ("part", "fields", "reason"),
    [
        ("focus", {"token": -1}, "the project's focus's 'token' is -1"),
        ("focus", {"units": [3]}, "the project's unit holds something else"),
        ("focus", {"units": [{"model": "words", "part": "x", "unit": True}]}, "'unit' is True"),
        ("focus", {"order": None}, "'order' is None"),
        ("layout", {"theme": 4}, "the project's layout's 'theme' is 4"),
        ("layout", {"size": [1]}, r"'size' is \[1\]"),
        ("layout", {"size": [1, -5]}, r"'size' is \[1, -5\]"),
        ("layout", {"docks": [{"name": "x", "area": "middle"}]}, "'area' is 'middle', not one of left"),
        ("layout", {"docks": {}}, "'docks' is {}"),
    ],
)
def test_a_look_that_is_none_is_refused(tmp_path: Path, part: str, fields: dict[str, Any], reason: str) -> None:
    path = tmp_path / "w.gatescope"
    save(work_of("words"), path)
    project = read_project(path)
    write_project(replace(project, **{part: {**getattr(project, part), **fields}}), path)
    with pytest.raises(FormatError, match=reason):
        load(path)


def test_carets_and_what_is_in_view_are_nothing_to_save() -> None:
    work = work_of("a", "b")
    document = work.document
    assert work.same_document(replace(document, caret=2, typing=True, shown=("b",)))
    assert not work.same_document(replace(document, text="the film was bad"))
    moved = document.networks["a"].with_array(
        "layer0.forward.b_x.forget_gate", document.networks["a"].array("layer0.forward.b_h.forget_gate")
    )
    assert not work.same_document(replace(document, networks={**document.networks, "a": moved}))
    assert not work.same_document(replace(document, interventions={"a": Interventions((Ablate((1,)),))}))
    assert not work.same_document(replace(document, models={"a": document.models["a"]}))
    assert work.layout == Layout()
