"""The words of the window: tr, trn and mark, and that each catalogue has all texts, no others, with the same braces."""

from __future__ import annotations

import copy
import json
import pickle
import string
import threading
import tomllib
from collections.abc import Iterator

import pytest

from gatescope import words
from gatescope.errors import UsageError
from gatescope.resources import resource
from gatescope.words import decimal, language, mark, read_number, spoken_in, tr, trn
from tests.words_in_source import (
    all_texts,
    marked_texts,
    plain_answers,
    plain_answers_in,
    plain_drawn,
    plain_errors,
    plain_errors_in,
    plain_numbers,
    plain_numbers_in,
    plain_painted_in,
    plain_quotes_in,
    plain_remarks,
    plain_remarks_in,
    plain_sentences,
    plain_sentences_in,
    plain_tips,
    plain_tips_in,
    texts_in,
)

OTHERS = sorted(set(words.LANGUAGES) - {"en"})


@pytest.fixture(autouse=True)
def english_before_and_after() -> Iterator[None]:
    assert language() == "en"
    yield
    words.use("en")


def catalogue(name: str) -> dict[str, str | list[str]]:
    return tomllib.loads(resource("translations", f"{name}.toml").read_text("utf-8"))


def braces(text: str) -> list[str]:
    return sorted(name for _, name, _, _ in string.Formatter().parse(text) if name is not None)


def test_english_is_the_source() -> None:
    assert tr("Close GateScope") == mark("Close GateScope") == "Close GateScope"
    assert tr("{kind} of {name}", kind="a", name="{b}") == "a of {b}"
    assert tr("{kind} as it is") == "{kind} as it is"
    assert [trn("one token", "{count} tokens", count) for count in (0, 1, 2)] == ["0 tokens", "one token", "2 tokens"]


def test_german_comes_from_the_catalogue_and_what_it_lacks_stays_english() -> None:
    words.use("de")
    assert tr("Close GateScope") == "GateScope schließen"
    assert tr("no such {text}", text="line") == "no such line"
    assert [trn("one", "{count} of none", count) for count in (1, 2)] == ["one", "2 of none"]


def test_a_language_for_a_while_is_that_of_one_thread() -> None:
    seen: list[str] = []
    words.use("de")
    with spoken_in("en"):
        thread = threading.Thread(target=lambda: seen.append(tr("Close GateScope")))
        thread.start()
        thread.join()
        seen.append(tr("Close GateScope"))
    assert [*seen, tr("Close GateScope")] == ["GateScope schließen", "Close GateScope", "GateScope schließen"]


def test_a_language_that_is_not_there_is_refused() -> None:
    with pytest.raises(UsageError, match="'xx': choose en or de"):
        words.use("xx")
    with pytest.raises(UsageError, match="'xx'"), spoken_in("xx"):
        pass
    assert language() == "en"


@pytest.mark.parametrize(("typed", "number"), [("0.5", 0.5), (" −3 ", -3.0), ("1e-3", 0.001), (".25", 0.25)])
def test_a_typed_number_is_read_in_every_language(typed: str, number: float) -> None:
    for name in words.LANGUAGES:
        with spoken_in(name):
            assert read_number(typed) == number
    with spoken_in("de"):
        assert read_number(typed.replace(".", ",")) == number


def test_a_comma_is_a_decimal_sign_in_german_alone() -> None:
    with pytest.raises(ValueError, match="0,5"):
        read_number("0,5")
    with pytest.raises(ValueError, match="1"):
        read_number("1_000")
    with spoken_in("de"), pytest.raises(ValueError, match=r"1\.000\.5"):
        read_number("1.000,5")


def test_german_writes_a_decimal_comma() -> None:
    assert decimal("−0.97") == "−0.97"
    with spoken_in("de"):
        assert decimal("−0.97") == "−0,97"
        assert tr("{part:.2f} of {whole:,}", part=0.5, whole=12345) == "0,50 of 12.345"
        assert trn("one", "{count:,} of {name}", 1000, name="1.0") == "1.000 of 1.0"


@pytest.mark.parametrize("name", OTHERS)
def test_a_catalogue_has_every_text_and_no_other(name: str) -> None:
    """A missing line belongs into ``resources/translations/``, one that is not used any more out of it."""
    found, needed = catalogue(name), dict.fromkeys(all_texts(), "a table or a resource") | marked_texts()
    assert {text: where for text, where in needed.items() if text not in found} == {}
    assert sorted(set(found) - set(needed)) == []


@pytest.mark.parametrize("name", OTHERS)
def test_a_translation_has_the_braces_of_its_text(name: str) -> None:
    wrong = {}
    for text, found in catalogue(name).items():
        forms = [found] if isinstance(found, str) else found
        assert len(forms) == (1 if isinstance(found, str) else 2), text
        # The one of a plural may say "one" without a figure.
        allowed = (
            [[braces(text)], [braces(text)]]
            if len(forms) == 1
            else [[braces(text), _without_count(text)], [braces(text)]]
        )
        if any(braces(form) not in of for form, of in zip(forms, allowed, strict=False)) or not all(forms):
            wrong[text] = found
    assert wrong == {}


def _without_count(text: str) -> list[str]:
    return [name for name in braces(text) if name != "count"]


def test_texts_are_found_in_source() -> None:
    source = 'tr("a", b=1)\ntrn("one", "many {count}", n)\nX = mark("c" if y else "d")\ntr(command.text)\nother("e")'
    assert list(texts_in(source)) == [(1, "a"), (2, "many {count}"), (3, "c"), (3, "d")]
    with pytest.raises(AssertionError, match="a literal"):
        list(texts_in('tr(f"{a} b")'))


def test_a_marked_sentence_is_english_wherever_it_is_kept_and_said_where_it_is_shown() -> None:
    names = mark("{listed} and {last}", listed="x", last="y")
    said = mark("{key!r:.9} → {at:.1f}, {place}", key="k", at=0.5, place=mark("{one}; {others}", one=names, others="z"))
    with spoken_in("de"):
        for kept in (said, pickle.loads(pickle.dumps(said)), copy.deepcopy(said)):
            assert (str(kept), json.dumps([kept])) == ("'k' → 0.5, x and y; z", "[\"'k' \\u2192 0.5, x and y; z\"]")
            assert (tr(kept), tr("{of}", of=kept)) == ("'k' → 0,5, x und y; z",) * 2
            assert (tr(str(kept)), f"{kept}") == (str(kept),) * 2
    assert tr(said) == said


def test_errors_of_the_layers_below_the_window_are_translated() -> None:
    """What a file or a claim is refused for is told in the window, too: such a text goes through tr()."""
    assert plain_errors() == {}


def test_what_is_drawn_is_translated() -> None:
    assert plain_drawn() == {}


def test_what_is_drawn_in_english_alone_is_found() -> None:
    source = (
        'canvas.text("mean", x)\ncanvas.text(tr("mean"), x)\ncanvas.text("log₁₀", x)\nd.box("s", "forget")\nf"“{a}” b"'
    )
    assert [line for line, _ in plain_painted_in(source)] == [1, 4]
    assert [line for line, _ in plain_quotes_in(source)] == [5]


def test_sentences_that_the_window_puts_together_are_translated() -> None:
    assert plain_sentences() == {}


def test_sentences_put_together_in_english_alone_are_found() -> None:
    source = (
        "a = f'{n} starts led here'\nb = f'Each {kind} becomes one'\nraise E(f'{x} is not there')\n"
        "c = tr('{n} starts led here', n=n)\nd = f'<b>{x}</b> and so on'\ne = f'{x} · {y}, {z}'\nf = f', in {x} of all'"
    )
    assert [line for line, _ in plain_sentences_in(source)] == [1, 2, 7]


def test_numbers_of_the_window_are_written_in_its_language() -> None:
    assert plain_numbers() == {}


def test_numbers_as_english_alone_writes_them_are_found() -> None:
    source = "f'{a:,}'\ndecimal(f'{a:,}')\nf'{a:.0%} of'\nf'{a:,.0f}'\nf'{a:%H}{b:.2f}'\nf'{a:,}'.replace(',', ' ')"
    assert [line for line, _ in plain_numbers_in(source)] == [1, 3, 4]


def test_answers_of_the_session_are_translated() -> None:
    assert plain_answers() == {}


def test_answers_in_english_alone_are_found() -> None:
    source = (
        "def f():\n  return f'the copy in {a}'\ndef g():\n  return b or 'there is not enough'\n"
        "c(message=f'on from step {d}' if e else '')\ndef h():\n  return tr('it can go on')\n"
        "def i():\n  return f'{a}: this model is ' + 'x' if j else f'{k}-{l}'\ndef m():\n  return 'state'"
    )
    assert sorted(line for line, _ in plain_answers_in(source)) == [2, 4, 5, 9]


def test_remarks_on_a_file_are_translated() -> None:
    """An obstacle, a warning, a note or an assumption is kept in a model and shown in the window: `mark` makes it."""
    assert plain_remarks() == {}


def test_remarks_in_english_alone_are_found() -> None:
    source = '"""What this is for."""\nnotes = [f"{a} is not read", mark("one of these", a=a)]\nb = "two words"'
    assert list(plain_remarks_in(source)) == [(2, " is not read")]


def test_tips_and_headings_that_painters_put_together_are_translated() -> None:
    assert plain_tips() == {}


def test_tips_in_english_alone_are_found() -> None:
    source = (
        'a = f"<b>{b}</b> <i style=\'{c}\'>u{d}</i>: {e}"\ntip(f"{b}, token {c}")\ntip(tr("{b}, token {c}", b=b, c=c))'
    )
    assert list(plain_tips_in(source)) == [(2, ", token ")]


def test_errors_in_english_alone_are_found() -> None:
    source = (
        'raise FormatError(path, "a b")\nraise UsageError(f"{a} b")\nraise ModelError(f"{a}: {b}")\n'
        'raise FileError(path, tr("c"))\nraise table.wrong("key", "d" if e else tr("f"))\nother("g")'
    )
    assert list(plain_errors_in(source)) == [(1, "'a b'"), (2, "f'{a} b'"), (5, "'d'")]
