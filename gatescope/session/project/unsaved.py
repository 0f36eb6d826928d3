"""What of the open work is not saved, in words, and whether it is worth a question before it is lost."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtGui import QUndoStack

from gatescope.session.document.document import Document
from gatescope.session.project.work import Work, made_here
from gatescope.session.undo.commands import TextCommand
from gatescope.words import mark, tr

LONGEST_SENTENCE = 280
"""Characters; a longer text is work, and so is one of several lines."""


def typed_only(saved: Work, document: Document, stack: QUndoStack) -> bool:
    """Return whether all that was done since `saved` is to type a sentence, as a first look at the app does."""
    clean = max(stack.cleanIndex(), 0)
    steps = (stack.command(number) for number in range(min(clean, stack.index()), max(clean, stack.index())))
    return (
        len(document.text) <= LONGEST_SENTENCE
        and "\n" not in document.text.strip()
        and all(isinstance(step, TextCommand) for step in steps)
        and not _edited(saved, document)
    )


def unsaved_parts(saved: Work, document: Document) -> tuple[str, ...]:
    """Return the parts of `document` that differ from `saved`, and whose they are: "the weights of sentiment-lstm"."""
    parts = [tr("the text")] if saved.document.text != document.text else []
    parts += [tr(words, names=", ".join(names)) for words, names in _edited(saved, document).items()]
    before, now = saved.document.models, document.models
    for words, names in (
        (mark("the opened {names}"), now.keys() - before.keys() - set(made_here(saved.document, document))),
        (mark("that you closed {names}"), before.keys() - now.keys()),
    ):
        parts += [tr(words, names=", ".join(sorted(names)))] if names else []
    return tuple(parts)


def _edited(saved: Work, document: Document) -> dict[str, list[str]]:
    """Return the models whose weights, vectors, held gates or reading differ from `saved`, by words for these."""
    before = saved.document

    def changed(mine: Mapping[str, object], theirs: Mapping[str, object]) -> list[str]:
        return [name for name in document.models if theirs.get(name) is not mine.get(name)]

    opened, trained = {name: model.network for name, model in document.models.items()}, made_here(before, document)
    # Of a file that was read otherwise the network as it was opened is kept.
    reread = document.opened.keys() - set(trained)
    as_read = {name: model for name, model in document.models.items() if name not in reread}
    found = {
        mark("the trained {names}"): list(trained),
        mark("the weights of {names}"): changed({**opened, **before.networks}, document.networks),
        mark("how GateScope reads {names}"): changed({**as_read, **before.models}, document.models),
        mark("the vectors for {names}"): changed(before.fed, document.fed),
        mark("what is held in {names}"): [
            name for name in document.models if before.interventions.get(name) != document.interventions.get(name)
        ],
    }
    return {words: names for words, names in found.items() if names}
