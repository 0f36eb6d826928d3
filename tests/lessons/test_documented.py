"""`resources/lessons/README.md` has the format of a card and every check with its arguments, as they are."""

from __future__ import annotations

import inspect
import re
from dataclasses import fields
from pathlib import Path

import pytest

from gatescope.lessons.card import Card, Control, Scene
from gatescope.lessons.checks.registry import CHECKS, arguments_of
from gatescope.lessons.reading import read_card
from gatescope.lessons.testing import decide
from gatescope.resources import resource

PAGE = resource("lessons", "README.md").read_text("utf-8")
SECTIONS = dict(re.findall(r"^### `(\w+)`\n(.*?)(?=^### |\Z)", PAGE, re.MULTILINE | re.DOTALL))


def test_every_check_is_there_and_no_other() -> None:
    assert list(SECTIONS) == list(CHECKS)


@pytest.mark.parametrize("name", CHECKS)
def test_a_check_is_described_with_its_arguments(name: str) -> None:
    words = (inspect.getdoc(CHECKS[name]) or "").replace("``", "`")
    assert words in SECTIONS[name]
    rows = re.findall(r"^\| `(\w+)` \| ([^|]*) \| ([^|]*) \|$", SECTIONS[name], re.MULTILINE)
    arguments = arguments_of(name).values()
    assert [(row[0], row[1]) for row in rows] == [(one.name, one.kind) for one in arguments]
    for row, one in zip(rows, arguments, strict=True):
        said = row[2].strip("`").strip('"[]').replace('"', "")
        default = ", ".join(map(str, one.default)) if isinstance(one.default, tuple) else str(one.default)
        assert said == ("" if one.needed else default.lower() if isinstance(one.default, bool) else default)


def test_the_card_on_the_page_is_one_and_has_every_key(tmp_path: Path) -> None:
    (text,) = re.findall(r"^```toml\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
    path = tmp_path / "page.toml"
    path.write_text(text, "utf-8")
    card = read_card(path)
    result = decide(card)
    assert (result.ok, result.drifted) == (True, ())
    assert result.put_right == "After one word 90\N{NO-BREAK SPACE}% is left."
    keys = {one.name for one in (*fields(Card), *fields(Scene), *fields(Control))} - {"path"}
    assert {key for key in keys if not re.search(rf"^(?:{key} = |\[(?:scene\.)?{key}\])", text, re.MULTILINE)} == set()
