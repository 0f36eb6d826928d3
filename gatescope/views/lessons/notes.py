"""What stands over a card about its scene and its model."""

from __future__ import annotations

from gatescope.session.lessons.lesson import Lesson


def note_of(lesson: Lesson) -> tuple[str, str, str]:
    """Return a sentence, the name of a button and its tool tip; empty where there is nothing to say."""
    made_for = lesson.card.scene.model
    if lesson.missing:
        return (
            f"This card needs the model {lesson.missing}, which is not here: open its file or train it, and try again.",
            "Try again",
            "Look for the model once more",
        )
    if lesson.model != made_for and made_for and lesson.stands:
        return f"Made for {made_for}, shown on {lesson.model}.", f"Back to {made_for}", "Set the scene as it was made"
    if not lesson.stands:
        return "The scene of this card is not set.", "Set the scene", "Set it again; undo brings your own work back"
    if lesson.other_model:
        return (
            f"Made for {made_for}; test it on yours?",
            f"Test it on {lesson.other_model}",
            f"Set the scene for {lesson.other_model}",
        )
    return "", "", ""
