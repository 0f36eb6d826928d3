"""What a verb prints as JSON every reader of JSON takes."""

from __future__ import annotations

import ast
import json
import math
from pathlib import Path

import numpy as np
import pytest

import gatescope.cli
from gatescope.cli.json_text import json_text
from gatescope.cli.main import main
from gatescope.formats.own.weights_and_card import save_model
from tests.cli.toys import model


def test_what_is_not_finite_is_null_wherever_it_stands() -> None:
    found = {"a": [1.5, math.nan, (math.inf, "x")], "b": {"c": -math.inf, "d": None, "e": True}, "é": 2}
    assert json.loads(json_text(found)) == {
        "a": [1.5, None, [None, "x"]], "b": {"c": None, "d": None, "e": True}, "é": 2,
    }  # fmt: skip
    assert "é" in json_text(found, as_ascii=False)
    assert json_text(found).isascii()


def test_no_verb_writes_json_of_its_own() -> None:
    verbs = [path for path in Path(gatescope.cli.__file__).parent.glob("*.py") if path.name != "json_text.py"]
    assert len(verbs) > 10
    for path in verbs:
        tree = ast.parse(path.read_text("utf-8"))
        names = {ast.unparse(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
        assert not names & {"json.dumps", "json.dump", "dumps", "dump"}, path.name


@pytest.mark.parametrize("verb", ["fixedpoints", "inspect"])
def test_a_model_with_a_weight_that_is_no_number(verb: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made = model()
    made.network.readouts[0].weight[0, 0] = np.nan
    save_model(made, path := tmp_path / "m.safetensors")
    given = {
        "fixedpoints": ["--model", str(path), "--starts", "8"],
        "inspect": [str(path)],
    }[verb]
    assert main([verb, *given, "--json"]) == 0

    def refuse(constant: str) -> None:
        raise AssertionError(constant)

    json.loads(capsys.readouterr().out, parse_constant=refuse)
