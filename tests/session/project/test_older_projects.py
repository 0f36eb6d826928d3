"""Projects of every form that ever was, saved by the code of its time, open to the same document.

The files in ``tests/data/projects`` were saved by the window at five commits: the first that saved projects, the last
of version 0.1.0 without workspaces, version 0.2.0, the first with switches for what is held, and today's. All hold one
small model with an edited bias and a sentence, a held unit, the cursor on the fifth token, and the layout of a window.
A new form adds a file; none is ever made anew.
"""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import numpy as np
import pytest

from gatescope.errors import FormatError
from gatescope.formats.projects.manifest import SCHEMA
from gatescope.session.project.work import load, save

FOLDER = Path(__file__).parents[2] / "data" / "projects"
FILES = sorted(FOLDER.glob("*.gatescope"))
BIAS = "layer0.forward.b_x.hidden_state"


def form(path: Path) -> int:
    with zipfile.ZipFile(path) as archive:
        return int(json.loads(archive.read("manifest.json"))["schema"])


def test_there_is_one_of_every_form() -> None:
    assert {form(path) for path in FILES} == set(range(1, SCHEMA + 1))
    assert len(FILES) >= 5


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_it_opens_to_the_same_document(path: Path, tmp_path: Path) -> None:
    for place in (path, tmp_path / "again.gatescope"):
        work = load(place)
        document = work.document
        assert document.text == "a dull film, a wonderful end"
        assert document.shown == ("small-rnn",)
        model, network = document.models["small-rnn"], document.networks["small-rnn"]
        assert model.vocabulary is not None
        assert model.vocabulary.tokens == ("<unk>", ".", ",", "a", "film", "good", "end", "dull", "wonderful")
        added = network.array(BIAS) - model.network.array(BIAS)
        np.testing.assert_allclose(added, np.arange(network.units) / 8, atol=1e-6)
        first, *others = document.interventions["small-rnn"].items
        assert (first.on, first.signal, first.units, first.value) == (True, "hidden_state", (3,), 0.25)
        assert [(one.on, one.units) for one in others] == ([(False, (5,))] if form(path) > 1 else [])
        assert (work.focus.model, work.focus.token, str(work.focus.part)) == ("small-rnn", 4, "layer0.forward")
        assert {"traces", "weights", "readout"} <= {dock.name for dock in work.layout.docks}
        # What is read can be saved by this version, and says the same.
        save(work, tmp_path / "again.gatescope")


def test_a_newer_form_is_refused_with_what_to_do(tmp_path: Path) -> None:
    newer = tmp_path / "newer.gatescope"
    with zipfile.ZipFile(FILES[0]) as archive, zipfile.ZipFile(newer, "w") as written:
        manifest = json.loads(archive.read("manifest.json")) | {"schema": SCHEMA + 1, "gatescope": "9.0.0"}
        written.writestr("manifest.json", json.dumps(manifest))
        written.writestr("weights.safetensors", archive.read("weights.safetensors"))
    before = newer.read_bytes()
    with pytest.raises(FormatError, match=rf"saved by GateScope 9\.0\.0 in form {SCHEMA + 1} .* update GateScope"):
        load(newer)
    assert newer.read_bytes() == before
