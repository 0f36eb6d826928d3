"""A card as it is written, and what is said of one with a mistake: file, line and key."""

from __future__ import annotations

from pathlib import Path

import pytest

from gatescope.errors import FileError, FormatError, UsageError
from gatescope.lessons.library import bundled_lessons, lessons, read_folder
from gatescope.lessons.reading import read_card
from tests.lessons.cards import CARD, written


def test_a_card_is_read_as_it_is_written(tmp_path: Path) -> None:
    card = read_card(written(tmp_path))
    assert (card.claim, card.topic, card.right, card.expected) == ("t1", "Squashing", 2, "true")
    assert card.answers == ("1", "60", "Billions")
    assert card.scene.hold == ("forget_gate=0.5@u3,u7-9@t4-12",)
    assert (card.scene.workspace, card.scene.docks, card.scene.units) == ("Units", ("Curves",), (1, 2))
    assert card.scene.edits == {"layer0.forward.U.hidden_state": 1.5}
    assert card.control is not None
    assert (card.control.kind, card.control.start, card.control.argument) == ("number", 3.0, "value")
    assert card.arguments == {"steps": 20}
    assert card.numbers["with_tanh"] == (0.995, 0.001)
    assert card.also == ("13",)


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("expected", "expectd", "line 11, expectd: is no key of a card; did you mean expected?"),
        ("question =", "ask =", "line 1, question: is missing"),
        ("also =", "alos =", "line 13, alos: is no key of a card; did you mean also?"),
        ('claim = "t1"', "claim = 1", "line 1, claim: is 1, where a text is wanted"),
        ('claim = "t1"', 'claim = " "', "line 1, claim: is empty"),
        ('"true"', '"maybe"', "line 11, expected: is 'maybe', not one of true, false, only if"),
        ("repeated_product", "repeated_products", "line 10, check: is 'repeated_products', not one of "),
        ('"1", "60", "Billions"', '"1", "60"', "line 8, answers: takes 3 answers, not 2"),
        ("right = 3", "right = 0", "line 9, right: is 0, where the right answer is 1, 2 or 3"),
        ("right = 3", "right = true", "line 9, right: is True, where a whole number is wanted"),
        ("token = 2", 'token = "2"', "line 19, scene.token: is '2', where a whole number is wanted"),
        ("forget_gate=0.5", "forget_gate", "line 18, scene.hold: "),
        ("workspace =", "workspac =", "line 16, scene.workspac: is no key of [scene]; did you mean workspace?"),
        ('kind = "number"', 'kind = "knob"', "line 26, control.kind: is 'knob', not one of hold, gain, number"),
        ("start = 3", "start = 7", "line 31, control.start: is 7, outside of 0 … 5"),
        ("start = 3", 'start = "a"', "line 31, control.start: is 'a', where a number is wanted"),
        ("step = 0.1", "step = 0", "line 30, control.step: must be more than 0"),
        ("start = 3", 'start = 3\nargument = "gain"', "line 32, control.argument: is 'gain', but repeated_product"),
        ("steps = 20", "stepps = 20", "line 34, arguments.stepps: is no argument of repeated_product, which takes "),
        ("steps = 20", "steps = 2.5", "line 34, arguments.steps: is 2.5, not a whole number"),
        ("[0.995, 0.001]", "0.995", "line 38, numbers.with_tanh: is 0.995, where [value, tolerance] is wanted"),
        ("{without:.3g}", "{without", "line 12, put_right: "),
        ("{without:.3g}", "{without:9999999f}", "line 12, put_right: {without:9999999f} is no number; numbers are "),
        ("{without:.3g}", "{without.real}", "line 12, put_right: {without.real} is no number; "),
        ("{without:.3g}", "{}", "line 12, put_right: {} is no number; "),
        ("right = 3", "right = 3 4", "line 9: "),
        ("right = 3", "right = 3\nright = 2", "line 10: "),
        ("[scene.edits]", "[scene.edits]\nx = 'much'", "line 23, scene.edits.x: is 'much', where a number is wanted"),
    ],
)
def test_a_mistake_is_named_with_file_line_and_key(tmp_path: Path, old: str, new: str, sentence: str) -> None:
    assert old in CARD
    with pytest.raises(FormatError) as error:
        read_card(written(tmp_path, CARD.replace(old, new, 1)))
    assert str(error.value).startswith(f"one.toml: {sentence}"), str(error.value)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "is empty"),
        (b" \n\n", "is empty"),
        (b'claim = "\xff\xfe"', "is not UTF-8 text (byte 9)"),
        (b"\x00\x01\x02", "line 1: "),
        (b"a = " + b"[" * 20_000, ""),
        (b"x" * (2 << 20), "is too long"),
    ],
)
def test_what_is_no_card_at_all(tmp_path: Path, data: bytes, sentence: str) -> None:
    path = tmp_path / "one.toml"
    path.write_bytes(data)
    with pytest.raises(FileError) as error:
        read_card(path)
    assert str(error.value).startswith(f"one.toml: {sentence}"), str(error.value)


def test_a_check_that_lacks_an_argument_says_which(tmp_path: Path) -> None:
    text = CARD.replace("repeated_product", "flat_past").replace("steps = 20", "")
    with pytest.raises(FormatError, match=r"line 10, check: flat_past needs model, a text: give it in \[scene\]"):
        read_card(written(tmp_path, text))


def test_the_other_files_of_a_folder_still_load(tmp_path: Path) -> None:
    written(tmp_path, CARD.replace("t1", "t2"), "b.toml")
    written(tmp_path, CARD.replace("right", "wrong"), "a.toml")
    written(tmp_path, CARD.replace("t1", "t3"), "c.toml")
    written(tmp_path, CARD.replace("t1", "t2"), "d.toml")
    found = read_folder(tmp_path)
    assert [card.claim for card in found.cards] == ["t2", "t3"]
    assert [str(error)[:8] for error in found.errors] == ["a.toml: ", "d.toml: "]
    assert "claim t2 is already in b.toml" in str(found.errors[1])


def test_a_persons_cards_come_after_those_that_come_along(tmp_path: Path) -> None:
    written(tmp_path)
    known = bundled_lessons()
    assert known.errors == ()
    assert [card.claim for card in lessons(tmp_path).cards] == [*(card.claim for card in known.cards), "t1"]


def test_a_folder_or_a_claim_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="no such folder"):
        lessons(tmp_path / "none")
    with pytest.raises(UsageError, match="there is no claim 't11'; did you mean t1"):
        read_folder(tmp_path, read_folder(written(tmp_path).parent)).card("t11")
