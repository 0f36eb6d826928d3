"""A scene as a text and back: nothing is lost, and whatever is damaged is refused in one sentence."""

from __future__ import annotations

import json
import random
import zlib
from base64 import b64encode, urlsafe_b64decode, urlsafe_b64encode
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings

from gatescope.engine.interventions import Ablate, Clamp, Interventions
from gatescope.engine.part import Part
from gatescope.errors import FormatError, UsageError
from gatescope.formats.own.library import load
from gatescope.formats.own.tensors import tensors
from gatescope.session.document.changes import opened, with_entry, with_network
from gatescope.session.document.document import Focus, UnitRef
from gatescope.session.document.notation import Notation
from gatescope.session.project.work import Work
from gatescope.session.scene.figure_settings import read_settings
from gatescope.session.scene.in_file import scene_from
from gatescope.session.scene.json_form import from_json, to_json
from gatescope.session.scene.link import LONGEST_LINK, from_text, the_link, to_link, to_text
from gatescope.session.scene.link_word import PREFIX, is_link
from gatescope.session.scene.resolving import find_models, work_of
from gatescope.session.scene.scene import Scene
from gatescope.session.scene.taking import scene_of
from gatescope.session.standing import Standing
from gatescope.words import spoken_in
from tests.session.helpers import word_model
from tests.session.works import works

WHERE = Path("figure.png")


def edited_scene(**changed: Any) -> Scene:
    """A scene of a bundled model with one weight moved, a clamp and a unit taken out."""
    model = load("sentiment-gru")
    document = opened([model], "The film was not good. “模” ")
    weights = model.network.array("layer0.forward.U.update_gate").copy()
    weights[1, 2] = 0.75
    document = with_network(document, model.name, model.network.with_array("layer0.forward.U.update_gate", weights))
    held = Interventions((Clamp("update_gate", 0.25, (3,), range(1, 4)), Ablate((1, 5))))
    document = with_entry(document, "interventions", model.name, held)
    focus = Focus(
        model=model.name,
        part=Part.parse("layer0.forward"),
        token=2,
        span=range(1, 3),
        units=(UnitRef(model.name, Part.parse("layer0.forward"), 4),),
        order="similarity",
    )
    work = Standing(replace(document, caret=4), focus, 12)
    return replace(scene_of(work, Notation(gates="gamma"), figure={"view": "heatmap"}), **changed)


@pytest.mark.parametrize("name", ["/", "lab/imdb lstm", "..", "a\\b", "C:", "n" * 250, "\0", "模型"])
def test_a_model_that_was_never_in_a_file_may_have_any_name(name: str) -> None:
    model = word_model(name)
    standing = Standing(opened([model], "the film"), Focus(model=name), 1)
    scene = scene_of(standing, Notation())
    (back,) = from_text(to_text(scene), WHERE).models
    assert back.name == name
    assert back.file.endswith(".safetensors")
    assert not set(back.file) & set("/\\:\0")


@settings(deadline=None, max_examples=40)
@given(works())
def test_a_scene_comes_back_as_it_was(work: Work) -> None:
    standing = Standing(work.document, work.focus, 3)
    try:
        scene = scene_of(standing, Notation(keeps="old"), work.layout, {"view": "traces"})
    except UsageError:
        return  # nothing in view, or weights that are no finite numbers
    back = from_text(to_text(scene), WHERE)
    assert to_json(back) == to_json(scene)
    assert back.layout == scene.layout
    models = work.document.models
    if any(one.file == "" for one in scene.models):
        return
    found = find_models(back, WHERE, models.values())
    assert not found.lacking
    names = {one.name: next(n for n, m in models.items() if m is found.models[one.name].model) for one in back.models}
    restored = work_of(back, found, names, work.document).document
    assert restored.text == work.document.text
    for name in scene.names:
        wanted, network = tensors(work.document.networks[name]), tensors(restored.networks[names[name]])
        assert all(np.array_equal(wanted[key], network[key]) for key in wanted)
        assert restored.interventions.get(names[name]) == work.document.interventions.get(name)


def test_a_bundled_model_with_a_moved_weight_fits_into_a_link() -> None:
    scene = edited_scene()
    link = to_link(scene)
    assert is_link(f"  {link}\n")
    assert len(link) < 1500
    back = from_text(link)
    found = find_models(back, WHERE, ())
    network = found.models["sentiment-gru"].network
    assert network.array("layer0.forward.U.update_gate")[1, 2] == 0.75
    assert back.focus == replace(scene.focus, lively=())
    assert back.notation == Notation(gates="gamma")


def test_what_a_link_cannot_lead_to_is_said() -> None:
    scene = edited_scene()
    with pytest.raises(UsageError, match=r"and sentiment-gru is from mine\.pt"):
        to_link(replace(scene, models=tuple(replace(one, file="mine.pt") for one in scene.models)))
    noise = "".join(map(chr, np.random.default_rng(0).integers(0x4E00, 0x9FFF, 9000)))
    with pytest.raises(UsageError, match=f"letters, and {LONGEST_LINK:,} are the most"):
        to_link(replace(scene, text=noise))


def test_another_version_of_a_bundled_model_is_refused() -> None:
    scene = edited_scene()
    other = replace(scene, models=tuple(replace(one, digest="0" * 64) for one in scene.models), version="9.9")
    with pytest.raises(FormatError, match=r"shows sentiment-gru as GateScope 9\.9 has it"):
        find_models(other, WHERE, ())


def test_a_model_that_is_not_at_hand_is_named_and_nothing_is_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    scene = edited_scene()
    monkeypatch.setattr(Path, "open", None)
    lost = replace(scene, models=tuple(replace(one, file="mine.pt", digest="0" * 64) for one in scene.models))
    found = find_models(lost, WHERE, ())
    assert [one.file for one in found.lacking] == ["mine.pt"]


def rewritten(change: Any) -> str:
    """The link of a scene whose JSON `change` has changed."""
    fields = json.loads(to_json(edited_scene()))
    changed = change(fields)
    return packed(json.dumps(fields if changed is None else changed).encode())


def packed(data: bytes) -> str:
    return PREFIX + urlsafe_b64encode(zlib.compress(data)).decode().rstrip("=")


def deep(levels: int) -> Any:
    found: Any = 0
    for _ in range(levels):
        found = [found]
    return found


HOSTILE = {
    "a newer form": (lambda f: f.update(scene=2), "update it to open the scene"),
    "no form": (lambda f: f.__delitem__("scene"), "'scene' is None"),
    "no object": (lambda f: [f], "named fields"),
    "no models": (lambda f: f.update(models=[]), "no model"),
    "two of one name": (lambda f: f["models"].append(f["models"][0]), "two with one name"),
    "a path": (lambda f: f["models"][0].update(file="../../etc/passwd"), "of a file"),
    "infinite": (lambda f: f["models"][0]["interventions"][0].update(value=float("inf")), "Infinity is no JSON number"),
    "not a number": (lambda f: f["figure"].update(scale=float("nan")), "NaN is no JSON number"),
    "a file to fit on": (lambda f: f["figure"].update(fit="/etc/passwd"), "'fit' is '/etc/passwd', not one of"),
    "a page of nothing": (lambda f: f["figure"].update(page={"style": 3}), "'style' is 3"),
    "an unknown option": (lambda f: f["figure"].update(run="rm"), "does not know"),
    "deep": (lambda f: f.update(figure={"a": deep(40)}), "nested deeper"),
    "half a character": (lambda f: f.update(text="a\ud800b"), "half a character"),
    "a number as text": (lambda f: f.update(text=3), "'text' is 3"),
    "a caret behind the text": (lambda f: f.update(caret=10**6), "'caret'"),
    "a notation": (lambda f: f.update(notation="keeps=all"), "notation"),
    "an array": (lambda f: f["models"][0].update(edited={"layer9": "AAAA"}), "no such array"),
    "no base64": (lambda f: f["models"][0].update(edited={"layer0.forward.U": "ÄÖ"}), "no base64"),
    "too much": (
        lambda f: f["models"][0].update(fed={"name": "", "dtype": "float64", "shape": [1 << 15, 1 << 15], "bits": ""}),
        "which no scene has",
    ),
}


def trusted(link: str) -> None:
    """Read all of a scene that is looked at before anything is changed or drawn."""
    scene = from_text(link, WHERE)
    find_models(scene, WHERE, ())
    read_settings(WHERE, scene.figure)


@pytest.mark.parametrize("what", HOSTILE)
def test_a_scene_that_was_tampered_with_is_refused_in_one_sentence(what: str) -> None:
    change, sentence = HOSTILE[what]
    with pytest.raises(FormatError, match=sentence) as caught:
        trusted(rewritten(change))
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 700


WRONG_FIELDS = {
    "focus": lambda f: f["focus"].update(token="x"),
    "no focus": lambda f: f.update(focus={"units": [3]}),
    "unit": lambda f: f["focus"]["units"][0].update(unit=-1),
    "shading": lambda f: f["focus"]["shading"].update(quantity=3),
    "fronts": lambda f: f["focus"].update(fronts=[{"shown": 3}]),
    "span": lambda f: f["focus"].update(span=[3, 1]),
    "layout": lambda f: f.update(layout={"size": [1, 2, 3]}),
    "dock": lambda f: f.update(layout={"size": None, "maximized": False, "theme": "", "docks": [{}]}),
    "intervention": lambda f: f["models"][0]["interventions"].append({"clamp": 3, "value": 1}),
    "signal": lambda f: f["models"][0]["interventions"].append({"clamp": "smell", "value": 1}),
    "model": lambda f: f["models"][0].update(name=3),
    "overrides": lambda f: f["models"][0].update(overrides={"a": 3}),
    "figure": lambda f: f.update(figure={"token": "x"}),
    "page": lambda f: f.update(figure={"view": "readout", "page": {"columns": 0}}),
}


@pytest.mark.parametrize(
    ("path", "name"), [(the_link(), "the link: "), (WHERE, "figure.png: ")], ids=["link", "figure"]
)
@pytest.mark.parametrize("what", WRONG_FIELDS)
def test_a_wrong_field_is_said_of_the_link_or_the_figure_and_of_no_project(what: str, path: Path, name: str) -> None:
    with pytest.raises(FormatError) as caught:
        read_settings(path, from_text(rewritten(WRONG_FIELDS[what]), path).figure)
    assert str(caught.value).startswith(name)
    assert "project" not in str(caught.value)


@pytest.mark.parametrize("text", ["gatescope:", f"gatescope:{'a/b' * 900} x", "gatescope:eJx ab", "  gatescope:ü", ""])
def test_what_is_no_link_is_quoted_shortly_and_taken_for_no_file(text: str) -> None:
    for read in (from_text, scene_from) if text else (from_text,):
        with pytest.raises(FormatError) as caught:
            read(text)
        said = str(caught.value)
        assert said.startswith("the link: is no scene of GateScope, which begins with “gatescope:” and is one word")
        quoted = text.strip()
        assert len(quoted) <= 60 or (quoted[:59] in said and quoted[:60] not in said)


def test_a_file_that_is_called_as_a_link_is_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("gatescope:a").write_text("a text")
    with pytest.raises(FormatError, match="is no picture"):
        scene_from("gatescope:a")


def test_bombs_are_not_unpacked() -> None:
    with pytest.raises(FormatError, match="larger than any"):
        from_text(packed(b" " * (30 << 20)), WHERE)
    with pytest.raises(FormatError, match="larger than any"):
        from_text(packed(b"[" + b"[]," * 600_000 + b"0]"), WHERE)
    bomb = rewritten(
        lambda f: f["models"][0].update(edited={"layer0.forward.U": b64encode(zlib.compress(bytes(2 << 20))).decode()})
    )
    with pytest.raises(FormatError, match="bytes that it should have"):
        find_models(from_text(bomb, WHERE), WHERE, ())


def test_every_damage_is_refused_or_harmless() -> None:
    link = to_text(edited_scene())
    rng = random.Random(12)
    for cut in range(0, len(link), 17):
        with pytest.raises(FormatError):
            from_text(link[:cut], WHERE)
    data = bytearray(urlsafe_b64decode(link[len(PREFIX) :] + "=="))
    json_bytes = to_json(edited_scene())
    for _ in range(120):
        # Once through what packs it, whose checksum tells, and once behind it.
        flipped = bytearray(data)
        flipped[rng.randrange(len(data))] ^= 1 << rng.randrange(8)
        changed = bytearray(json_bytes)
        changed[rng.randrange(len(changed))] ^= 1 << rng.randrange(8)
        for text in (PREFIX + urlsafe_b64encode(flipped).decode().rstrip("="), packed(bytes(changed))):
            try:
                find_models(from_text(text, WHERE), WHERE, ())
            except FormatError:
                continue


def leaves(found: Any, at: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The way to every value in `found`."""
    inside = (
        list(found.items()) if isinstance(found, dict) else list(enumerate(found)) if isinstance(found, list) else []
    )
    return [at] * bool(at) + [way for key, value in inside for way in leaves(value, (*at, key))]


def test_a_field_of_another_kind_or_size_is_refused_or_taken_as_it_is() -> None:
    whole = to_json(edited_scene())
    strange = (None, True, 0, -1, 1 << 40, 0.5, -1e300, "", "x", "a" * 999, [], {}, [[]], {"page": {}}, ["layer9"])
    rng = random.Random(12)
    for way in leaves(json.loads(whole)):
        fields = inner = json.loads(whole)
        for key in way[:-1]:
            inner = inner[key]
        inner[way[-1]] = rng.choice(strange)
        try:
            scene = from_json(WHERE, json.dumps(fields).encode())
            found = find_models(scene, WHERE, ())
            work_of(scene, found, {name: name for name in found.models}, opened([load("sentiment-gru")], ""))
            read_settings(WHERE, scene.figure)
        except FormatError:
            continue


def test_what_is_wrong_with_a_link_is_said_in_the_language_of_the_window() -> None:
    with spoken_in("de"), pytest.raises(FormatError, match=r"^Link: ist keine Szene von GateScope"):
        from_text("gatescop:abc")
