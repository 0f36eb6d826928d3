"""Sentences that differ in nothing but names and numbers become one, with the first names and how many there are.

A model of thirty blocks has thirty of a note; no reader counts them, `reading.read` calls this for all.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeVar

from gatescope.formats.core.found import Assumption, ModelFile, Stack
from gatescope.words import mark

# What stands in quotes, and every word with a digit, or with a dot, an underscore or a slash between letters.
_NAME = re.compile(r"'[^']*'|[^\s,;:()]*(?:\d|\w[._/]\w)[^\s,;:()]*")
_MOST_ALIKE = 3
_SHOWN = 3
_Said = TypeVar("_Said", str, Assumption)


def gathered(file: ModelFile) -> ModelFile:
    """Return `file` with one sentence for each kind of which it has many, in every stack and for the whole file."""
    return replace(file, notes=sentences(file.notes), stacks=tuple(map(_of_stack, file.stacks)))


def sentences(said: Sequence[str]) -> tuple[str, ...]:
    """Return the sentences in their order; of more than three that are alike the first one, with the others' names."""
    return _one_of_each(said, lambda one: one, lambda one, others: mark("{one}; {others}", one=one, others=others))


def _of_stack(stack: Stack) -> Stack:
    return replace(
        stack,
        assumptions=_one_of_each(
            stack.assumptions,
            lambda one: "\n".join((one.what, one.taken, one.why, one.override)),
            lambda one, others: replace(one, why=mark("{one}; {others}", one=one.why, others=others)),
        ),
        obstacles=sentences(stack.obstacles),
        warnings=sentences(stack.warnings),
        notes=sentences(stack.notes),
    )


def _one_of_each(
    said: Sequence[_Said], text: Callable[[_Said], str], with_others: Callable[[_Said, str], _Said]
) -> tuple[_Said, ...]:
    kinds: dict[str, list[_Said]] = {}
    for one in dict.fromkeys(said):
        kinds.setdefault(_NAME.sub("…", text(one)), []).append(one)
    found = []
    for alike in kinds.values():
        if len(alike) > _MOST_ALIKE:
            found.append(with_others(alike[0], _others([text(one) for one in alike])))
        else:
            found += alike
    return tuple(found)


def _others(alike: Sequence[str]) -> str:
    """Return ``likewise fc2, fc3, fc4 and 26 more``: of each but the first the first name that it does not share."""
    named = [_NAME.findall(text) for text in alike]
    differing = next(place for place, names in enumerate(zip(*named, strict=True)) if len(set(names)) > 1)
    names = list(dict.fromkeys(one[differing] for one in named[1:] if one[differing] != named[0][differing]))
    shown, rest = names[:_SHOWN], len(alike) - 1 - len(names[:_SHOWN])
    if rest:
        return mark("likewise {listed} and {rest:,} more", listed=", ".join(shown), rest=rest)
    return mark("likewise {listed}", listed=", ".join(shown))
