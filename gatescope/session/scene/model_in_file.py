"""Reads the file of a model that a scene shows, as the scene says that it was read."""

from __future__ import annotations

from pathlib import Path

from gatescope.errors import FormatError, UsageError
from gatescope.formats.core.found import ModelFile
from gatescope.formats.core.model import Model
from gatescope.progress import Report, silent
from gatescope.session.scene.resolving import is_model_of
from gatescope.session.scene.scene import Scene, SceneModel
from gatescope.words import tr


def wanted_in(scene: Scene, file: str) -> SceneModel:
    """Return the model of `scene` that a file of this name is for: the one of that name, else the only one of a file.

    Raises:
        UsageError: there is no such model in the scene, or several.
    """
    of_files = [model for model in scene.models if model.file]
    named = [model for model in of_files if model.file == file]
    if len(found := named or of_files) == 1:
        return found[0]
    if not found:
        raise UsageError(tr("the scene shows models alone that come with GateScope: leave {file} out", file=file))
    listed = ", ".join(model.file for model in found)
    raise UsageError(
        tr("the scene shows models of {listed}, and {file} is no such file: give it its name", listed=listed, file=file)
    )


def model_in_file(
    wanted: SceneModel,
    path: Path,
    report: Report = silent,
    *,
    vocabulary: Path | None = None,
    tokenizer: str | None = None,
) -> tuple[Model, ModelFile]:
    """Return the model of a scene that the file at `path` holds, and the file.

    Its stack and its convention are those of the scene. Without `vocabulary` and `tokenizer` its words are its own, or
    those beside it under one of the usual names.

    Raises:
        FileError: the file, or that of the words, cannot be read, or is another model than the scene shows.
        UsageError: the words are not for this model.
    """
    from gatescope.formats.core.found_model import model_of
    from gatescope.formats.detect.reading import read
    from gatescope.formats.words.attach import attach, words_beside

    file = read(path, report)
    known = wanted.stack in {stack.name for stack in file.stacks}
    found = model_of(file, wanted.stack if known else None, wanted.overrides)
    if vocabulary is not None or tokenizer is not None:
        candidates = [attach(found, vocabulary, tokenizer)]
    else:
        # What the window opened has the words beside it; what a script loaded has none.
        candidates = [words_beside(found, path), found]
    model = next((one for one in candidates if is_model_of(wanted, one)), None)
    if model is None:
        raise FormatError(
            path,
            tr(
                "is not the {model} that the scene shows: its weights or words are others, or are read otherwise; "
                "where it got its words from a second file, give that with --vocab, or in the window open the model, "
                "attach them, and then open the scene",
                model=wanted.name,
            ),
        )
    return model, file
