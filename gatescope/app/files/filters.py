"""The filters of the dialogs that ask for a file."""

from __future__ import annotations

from collections.abc import Iterable

from gatescope.formats.detect import suffixes
from gatescope.words import mark, tr


def dialog_filter(kinds: Iterable[tuple[str, Iterable[str]]], *, others: bool = True) -> str:
    """Return Qt's filter for kinds of file, (name, suffixes) each, with all files last where `others` may be chosen."""
    named = [f"{tr(name)} ({' '.join(f'*{suffix}' for suffix in endings)})" for name, endings in kinds]
    return ";;".join((*named, tr("All files (*)")) if others else named)


OPENED = (
    (
        mark("Projects, models, figures, texts and vectors"),
        (suffixes.PROJECT, *suffixes.MODELS, *suffixes.FIGURES, *suffixes.TEXTS, *suffixes.VECTORS),
    ),
    (mark("Projects"), (suffixes.PROJECT,)),
    (mark("Models"), suffixes.MODELS),
    (mark("Figures with their scene"), suffixes.FIGURES),
    (mark("Texts"), suffixes.TEXTS),
)
PROJECTS = ((mark("GateScope projects"), (suffixes.PROJECT,)),)
LESSONS = ((mark("Lessons"), suffixes.LESSONS),)
CORPORA = ((mark("Corpora"), suffixes.CORPORA),)
VECTORS = ((mark("Vectors"), suffixes.VECTORS_OF_A_MODEL),)
VOCABULARIES = ((mark("Vocabularies"), suffixes.VOCABULARIES),)
WORD_VECTORS = ((mark("Word vectors"), suffixes.WORD_VECTORS),)
REFERENCES = ((mark("References"), suffixes.REFERENCES),)
