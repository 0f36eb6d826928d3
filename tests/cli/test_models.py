"""`gatescope models`: every bundled model with what a script or a person asks about it."""

from __future__ import annotations

import json
import math

import pytest

from gatescope.cli.main import main
from gatescope.formats.own.library import bundled

KEYS = {"name", "task", "cell", "layers", "units", "tokens", "parameters", "metric", "data", "licence"}


def test_json_has_the_promised_fields(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["models", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert [row["name"] for row in rows] == list(bundled())
    for row in rows:
        assert row.keys() >= KEYS
        assert math.isfinite(row["metric"]["value"])
        assert all(source["name"] and source["licence"] for source in row["data"])
    sentiment = next(row for row in rows if row["name"] == "sentiment-gru")
    assert sentiment["tokens"] > 1000
    assert sentiment["licence"] == "free for research (Cornell University); CC BY 4.0"


def test_the_table_names_each_model_and_each_source_once(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["models"]) == 0
    printed = capsys.readouterr().out
    table, sources = printed.split("\n\n")
    assert [line.split()[0] for line in table.splitlines()[1:]] == list(bundled())
    for word in ("rt-polarity:", "Sentiment Labelled Sentences:"):
        assert sources.count(word) == 1
    assert max(map(len, table.splitlines())) < 120
