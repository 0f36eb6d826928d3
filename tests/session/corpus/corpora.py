"""Small corpora, a model of seven words to read them, and a search that is slow and plain."""

from __future__ import annotations

import json
import re
from pathlib import Path

import numpy as np

from gatescope.analysis.corpus.index import Index
from gatescope.engine.executors import reference
from gatescope.engine.run import run
from gatescope.formats.core.model import Model
from gatescope.formats.core.tokens import tokens_of_text
from gatescope.session.corpus import chunks

WORDS = ("the", "food", "was", "not", "good", ".")


def texts(count: int, seed: int = 0) -> list[str]:
    """So many texts of up to nine words; every seventh is empty."""
    rng = np.random.default_rng(seed)
    return ["" if k % 7 == 3 else " ".join(rng.choice(WORDS, rng.integers(1, 10))) for k in range(count)]


def write(path: Path, lines: list[str], encoding: str = "utf-8") -> Path:
    """Write the texts as the suffix of `path` says."""
    if path.suffix == ".csv":
        content = "id,text\n" + "".join(f'{k},"{line}"\n' for k, line in enumerate(lines))
    elif path.suffix == ".tsv":
        content = "text\tid\n" + "".join(f"{line}\t{k}\n" for k, line in enumerate(lines))
    elif path.suffix == ".jsonl":
        content = "".join(json.dumps({"id": k, "text": line}) + "\n" for k, line in enumerate(lines))
    else:
        content = "".join(f"{line}\n" for line in lines)
    path.write_bytes(content.encode(encoding))
    return path


def small_shards(monkeypatch) -> None:
    """Let a shard have but a few lines."""
    monkeypatch.setattr(chunks, "SHARD_VALUES", 1)
    monkeypatch.setattr(chunks, "LEAST_CHUNK", 120)


def brute_force(
    model: Model, lines: list[str], signal: str, units: tuple[int, ...], threshold: float, part: str
) -> list[tuple[int, int, int]]:
    """(line from 1, first character, the one behind the last) of every longest run, each line run by itself."""
    found = []
    for number, text in enumerate(lines, 1):
        tokens = tokens_of_text(model, text)
        if not len(tokens):
            continue
        states = run(model.network, ids=tokens.ids, executor=reference)[f"{part}.{signal}"]
        start = None
        for token in range(len(tokens) + 1):
            on = token < len(tokens) and all(states[token, unit] > threshold for unit in units)
            if on and start is None:
                start = token
            if not on and start is not None:
                found.append((number, int(tokens.starts[start]), int(tokens.ends[token - 1])))
                start = None
    return found


def brute_comparison(
    lines: list[str], places: list[tuple[int, int, int]], regex: str
) -> tuple[float | None, float | None]:
    """Precision and recall of the places against an expression, by looking at every pair."""
    matches = [(n, m.start(), m.end()) for n, line in enumerate(lines, 1) for m in re.finditer(regex, line)]

    def meets(a: tuple[int, int, int], b: tuple[int, int, int]) -> bool:
        return a[0] == b[0] and a[1] < b[2] and b[1] < a[2]

    hit = sum(any(meets(place, match) for match in matches) for place in places)
    recalled = sum(any(meets(place, match) for place in places) for match in matches)
    return hit / len(places) if places else None, recalled / len(matches) if matches else None


def all_states(index: Index) -> np.ndarray:
    """(N, H) of all shards."""
    return np.concatenate([index.states(shard).T for shard in index.shards()])
