"""Lessons: claims about recurrent networks, each with the scene that shows it and the check that decides it.

A claim is a card, a TOML file without code: what is said, why, a question with three answers, the scene, the control to
move, and which check decides it. `resources/lessons/README.md` has the format, and every check with its arguments.

Belongs here: the card and its reader (`card`, `reading`), the cards that come along and a person's own (`library`),
the checks that measure on real runs (`checks/`), what they give (`verdict`), and the way from a card to its result
(`testing`). May import training and everything below; no Qt.
"""
