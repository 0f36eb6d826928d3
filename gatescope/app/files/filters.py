"""The filters of the dialogs that ask for a file."""

from __future__ import annotations

from collections.abc import Iterable

from gatescope.formats.detect import suffixes


def dialog_filter(*kinds: tuple[str, Iterable[str]]) -> str:
    """Return Qt's filter for kinds of file, (name, suffixes) each, with all files last."""
    named = [f"{name} ({' '.join(f'*{suffix}' for suffix in endings)})" for name, endings in kinds]
    return ";;".join((*named, "All files (*)"))


OPENED = dialog_filter(
    (
        "Projects, models, texts and vectors",
        (suffixes.PROJECT, *suffixes.MODELS, *suffixes.TEXTS, *suffixes.VECTORS),
    ),
    ("Projects", (suffixes.PROJECT,)),
    ("Models", suffixes.MODELS),
    ("Texts", suffixes.TEXTS),
)
LESSONS = dialog_filter(("Lessons", suffixes.LESSONS))
CORPORA = dialog_filter(("Corpora", suffixes.CORPORA))
VECTORS = dialog_filter(("Vectors", suffixes.VECTORS_OF_A_MODEL))
VOCABULARIES = dialog_filter(("Vocabularies", suffixes.VOCABULARIES))
WORD_VECTORS = dialog_filter(("Word vectors", suffixes.WORD_VECTORS))
REFERENCES = dialog_filter(("References", suffixes.REFERENCES))
