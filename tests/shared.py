"""What may lie beside a checkout in ../shared: models, recorded states and sentences that are others' work.

A checkout alone runs everything else: the damaged files and the samples of the fuzzers are made by the suite.
"""

from __future__ import annotations

from pathlib import Path

import pytest

SHARED = Path(__file__).parents[2] / "shared"
BAD, DATA, MODELS, ORACLES, WILD = (SHARED / name for name in ("bad", "data", "models", "oracles", "wild"))

needs_models = pytest.mark.skipif(not MODELS.is_dir(), reason="needs the models of others in ../shared/models")
needs_oracles = pytest.mark.skipif(
    not ORACLES.is_dir(), reason="needs the states that other frameworks recorded, in ../shared/oracles"
)
needs_sentences = pytest.mark.skipif(not DATA.is_dir(), reason="needs the sentences of others in ../shared/data")
needs_wild_files = pytest.mark.skipif(not WILD.is_dir(), reason="needs the files of others in ../shared/wild")
