"""Chooses the part of a checkpoint that is the model, and not the optimiser or an average of the same weights."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from gatescope.formats.pytorch.modules import (
    MOST_ENTERED,
    Holders,
    Parts,
    children,
    holders_in,
    is_module,
    is_tensor,
    parts_of,
)
from gatescope.formats.pytorch.objects import Tensor
from gatescope.words import mark

_MOST_LEVELS = 8
_RECURRENT = re.compile(r"weight_(ih|hh|hr)|[WU]_?[hx]?[ifogrznh]|recurrent|kernel", re.ASCII)
_OPTIMISER = re.compile(r"optim|sched|scaler|^rng|^amp$", re.ASCII | re.IGNORECASE)
_USUAL = re.compile(
    r"^(model|net|network|module|weights|params|state_?dict|(model|net|network)_?(state_?dict|state|dict))$"
)
_COPY = re.compile(r"ema|avg|average|best|teacher|target|momentum|swa|shadow|backup|old|previous|last", re.IGNORECASE)
_MOST_FACTS = 8
_LONGEST_FACT = 60


@dataclass(frozen=True, eq=False)
class Choice:
    """The tensors that are read of a file.

    Attributes:
        root: what holds the weights.
        path: keys that lead there from what was saved; none for a plain state dict.
        parts: the tensors and modules of `root` that are the model.
        notes: a sentence for what was chosen and for what was not, and the plain facts beside it ("epoch 12").
    """

    root: object
    path: tuple[str, ...]
    parts: Parts
    notes: tuple[str, ...]


def model_in(saved: object) -> Choice:
    """Return the part of `saved` that is the model."""
    path: list[str] = []
    notes: list[str] = []
    left_out: set[str] = set()
    holders = holders_in(saved)
    above: frozenset[int] = frozenset()
    for _ in range(_MOST_LEVELS):
        if is_module(saved):
            break
        entries = dict(children(saved))
        notes += _facts(entries)
        above |= {id(saved)}
        groups = _groups(entries, holders, above)
        plain = [key for key, value in entries.items() if is_tensor(value)]
        left_out = {key for key in groups if _is_optimiser(key, entries[key])}
        notes += [_beside(key, len(tensors)) for key, tensors in groups.items() if key in left_out]
        wanted = {key: tensors for key, tensors in groups.items() if key not in left_out}
        if not wanted or any(map(_RECURRENT.search, plain)):
            break
        likely = _likely(wanted)
        if plain and not likely:
            break
        kept = _without_copies(likely or wanted, notes)
        if len(kept) > 1:
            left_out |= groups.keys() - kept
            break
        (key,) = kept
        path.append(key)
        saved, left_out = entries[key], set()
    if path:
        notes.insert(0, mark("the weights were read from {listed!r:.80}", listed=".".join(path)))
    parts = parts_of(saved, holders, frozenset(left_out))
    return Choice(saved, tuple(path), parts, tuple(notes))


def _groups(entries: dict[str, object], holders: Holders, above: frozenset[int]) -> dict[str, dict[str, Tensor]]:
    """Return the tensors below each entry that has any. An entry that only leads back to what holds it has none."""
    found: dict[str, dict[str, Tensor]] = {}
    entered = 0
    for key, value in entries.items():
        if id(value) in holders and id(value) not in above and entered <= MOST_ENTERED:
            parts = parts_of(value, holders, above=above)
            entered += parts.entered
            found[key] = parts.tensors
    return {key: tensors for key, tensors in found.items() if tensors}


def _beside(key: str, count: int) -> str:
    return mark(
        "{key!r:.40} holds {count} tensor of its own, no weights of the model"
        if count == 1
        else "{key!r:.40} holds {count} tensors of its own, no weights of the model",
        key=key,
        count=count,
    )


def _is_optimiser(key: str, value: object) -> bool:
    return (isinstance(value, dict) and "param_groups" in value) or bool(_OPTIMISER.search(key))


def _likely(groups: dict[str, dict[str, Tensor]]) -> dict[str, dict[str, Tensor]]:
    """Return those with the name of a recurrent weight; where none has one, those called as models are."""
    recurrent = {key: tensors for key, tensors in groups.items() if any(map(_RECURRENT.search, tensors))}
    usual = {key: tensors for key, tensors in groups.items() if _USUAL.search(key)}
    return recurrent or usual


def _without_copies(groups: dict[str, dict[str, Tensor]], notes: list[str]) -> list[str]:
    """Return the keys of `groups` without those that hold the weights of another one again: averages, best and old
    states.

    Encoder and decoder may be alike as well, so that the name has to say so too.
    """
    kept: dict[str, Counter[tuple[str, tuple[int, ...]]]] = {}
    for key in sorted(groups, key=lambda key: (bool(_COPY.search(key)), not _USUAL.search(key))):
        # An average counts beside its weights of how many it is.
        form = Counter((name.rpartition(".")[2], tensor.shape) for name, tensor in groups[key].items() if tensor.shape)
        twin = next((other for other, known in kept.items() if known == form), None)
        if twin is not None and (_COPY.search(key) or (_USUAL.search(key) and _USUAL.search(twin))):
            notes.append(
                mark(
                    "{key!r:.40} holds the weights of {twin!r:.40} again, as an average or another state: not read",
                    key=key,
                    twin=twin,
                )
            )
        else:
            kept[key] = form
    return [key for key in groups if key in kept]


def _facts(entries: dict[str, object]) -> list[str]:
    """Return the numbers and short words that stand beside the weights."""
    found: list[str] = []
    for key, value in entries.items():
        if len(key) > _LONGEST_FACT or not key.isprintable() or key.isdecimal() or len(found) >= _MOST_FACTS:
            continue
        if isinstance(value, bool) or (isinstance(value, int) and abs(value) < 1 << 60):
            found.append(f"{key} {value}")
        elif isinstance(value, float):
            found.append(f"{key} {value:.6g}")
        elif isinstance(value, str) and 0 < len(value) <= _LONGEST_FACT and value.isprintable():
            found.append(f"{key} {value}")
    return found
