"""A session's work as a project, and a project as the work of a session."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

from gatescope.engine.interventions import NONE
from gatescope.formats.files.json_fields import Fields
from gatescope.formats.own.library import file_of
from gatescope.formats.projects.content import Project, ProjectModel
from gatescope.formats.projects.file import read_project, write_project
from gatescope.progress import Report, silent
from gatescope.session.document.document import FIRST_PART, Document, Fed, Focus, UnitRef
from gatescope.session.document.resting import LAST, READINGS
from gatescope.session.project.layout import NO_LAYOUT, Layout, describe_layout, read_layout
from gatescope.session.project.shading_fields import read_fronts, read_part, read_shading
from gatescope.words import mark

_WHAT = mark("the project")


@dataclass(frozen=True, eq=False)
class Work:
    """Everything that a project keeps: the document, the focus and the arrangement of the window."""

    document: Document
    focus: Focus
    layout: Layout = NO_LAYOUT

    def same_document(self, document: Document) -> bool:
        """Return whether `document` equals this one but for its caret and the models in view."""
        mine = self.document
        return mine is document or (
            mine.text == document.text
            and _same_values(mine.models, document.models)
            and _same_values(mine.networks, document.networks)
            and _same_values(mine.fed, document.fed)
            and mine.interventions == document.interventions
        )

    def only_opened(self, document: Document) -> bool:
        """Return whether `document` differs at most by models that were opened from files or closed, unedited."""
        mine = self.document
        return (
            mine.text == document.text
            and all(
                (mine.models[name] is model and mine.networks[name] is document.networks[name])
                if name in mine.models
                else _as_in_file(document, name)
                for name, model in document.models.items()
            )
            and all(fed is mine.fed.get(name, fed) for name, fed in document.fed.items())
            and mine.interventions == document.interventions
        )


def made_here(saved: Document, document: Document) -> tuple[str, ...]:
    """Return the models of `document` that neither `saved` nor a file has: those that were trained."""
    models = document.models.items()
    return tuple(name for name, model in models if name not in saved.models and file_of(model) is None)


def _as_in_file(document: Document, name: str) -> bool:
    """Return whether to open its file brings the model called `name` back as it is: not where it was trained here,
    edited, or given words or another reading."""
    model = document.models[name]
    return file_of(model) is not None and document.networks[name] is model.network and name not in document.opened


def save(work: Work, path: Path, *, private: bool = False) -> None:
    """Write `work` into the project file `path`, for its owner alone where it is `private`. Safe in any thread.

    Raises:
        FileError: the file cannot be written; an older one there is as it was.
    """
    write_project(_project(work), path, private=private)


def load(path: Path, report: Report = silent) -> Work:
    """Return the work in the project file `path`. Safe in any thread.

    Raises:
        FileError: it cannot be read, or is no project that this version can open.
    """
    project = read_project(path, report)
    named = {one.model.name: one for one in project.models}
    document = Document(
        text=project.text,
        caret=project.caret,
        models=MappingProxyType({name: one.model for name, one in named.items()}),
        networks=MappingProxyType({name: one.network for name, one in named.items()}),
        fed=MappingProxyType({name: Fed(*one.fed) for name, one in named.items() if one.fed is not None}),
        interventions=MappingProxyType({name: one.interventions for name, one in named.items() if one.interventions}),
        shown=project.shown,
    )
    return Work(document, read_focus(path, project.focus, _WHAT), read_layout(path, project.layout, _WHAT))


def _project(work: Work) -> Project:
    document = work.document
    models = []
    for name, model in document.models.items():
        fed = document.fed.get(name)
        models.append(
            ProjectModel(
                model,
                document.networks[name],
                None if fed is None else (fed.name, fed.vectors),
                document.interventions.get(name, NONE),
            )
        )
    return Project(
        document.text,
        document.caret,
        tuple(models),
        document.shown,
        describe_focus(work.focus),
        describe_layout(work.layout),
    )


def describe_focus(focus: Focus) -> dict[str, Any]:
    """Return the fields of `focus` for JSON, without the stretch and the point that are chosen for the moment."""
    return asdict(replace(focus, span=None, point=None))


def read_focus(path: Path, found: Mapping[str, Any], owner: str) -> Focus:
    """Return the focus that `describe_focus` described in the file at `path`; `Session.restore` clips it to the
    document. `owner` has it, for the sentence: ``"the project"``.

    Raises:
        FormatError: a field is missing or is not what it should be.
    """
    fields = Fields(path, found, owner, mark("focus"))
    units = [fields.inner(unit, mark("unit")) for unit in fields.get("units", list)]
    # Projects of version 0.2.0 do not tell them.
    kept = fields.get("lively", list) if "lively" in found else []
    lively = [fields.inner(unit, mark("unit")) for unit in kept]
    return Focus(
        model=fields.get("model", str),
        part=read_part(fields) or FIRST_PART,
        token=None if found.get("token") is None else fields.whole("token"),
        shading=read_shading(fields),
        units=tuple(unit for unit in map(_unit, units) if unit is not None),
        lively=tuple(unit for unit in map(_unit, lively) if unit is not None),
        order=fields.get("order", str),
        parameter=fields.get("parameter", str),
        reading=found["reading"] if found.get("reading") in READINGS else LAST,
        fronts=read_fronts(fields),
    )


def _unit(fields: Fields) -> UnitRef | None:
    model, part, unit = fields.get("model", str), read_part(fields), fields.whole("unit")
    return None if part is None else UnitRef(model, part, unit)


def _same_values(mine: Mapping[str, object], theirs: Mapping[str, object]) -> bool:
    """Return whether both hold the very same objects, in the same order."""
    return list(mine) == list(theirs) and all(mine[name] is theirs[name] for name in mine)
