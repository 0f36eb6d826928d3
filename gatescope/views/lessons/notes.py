"""What stands over a card about its scene and its model."""

from __future__ import annotations

from gatescope.session.lessons.lesson import Lesson
from gatescope.words import tr


def note_of(lesson: Lesson) -> tuple[str, str, str]:
    """Return a sentence, the name of a button and its tool tip; empty where there is nothing to say."""
    made_for = lesson.card.scene.model
    if lesson.missing:
        return (
            tr(
                "This card needs the model {missing}, which is not here: open its file or train it, and try again.",
                missing=lesson.missing,
            ),
            tr("Try again"),
            tr("Look for the model once more"),
        )
    if lesson.model != made_for and made_for and lesson.stands:
        return (
            tr("Made for {made_for}, shown on {model}.", made_for=made_for, model=lesson.model),
            tr("Back to {made_for}", made_for=made_for),
            tr("Set the scene as it was made"),
        )
    if not lesson.stands:
        return (
            tr("The scene of this card is not set."),
            tr("Set the scene"),
            tr("Set it again; undo brings your own work back"),
        )
    if lesson.other_model:
        return (
            tr("Made for {made_for}; test it on yours?", made_for=made_for),
            tr("Test it on {other_model}", other_model=lesson.other_model),
            tr("Set the scene for {other_model}", other_model=lesson.other_model),
        )
    return "", "", ""
