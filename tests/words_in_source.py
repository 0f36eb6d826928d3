"""Finds the texts that the package gives to `tr`, `trn` and `mark`, those of the table of commands, and errors that say
something in English alone."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path

import gatescope
from gatescope import errors
from gatescope.app.commands.table import COMMANDS
from gatescope.lessons.in_language import texts_of
from gatescope.lessons.library import bundled_lessons
from gatescope.plots.glossary.terms import terms

ROOT = Path(gatescope.__file__).parent
_TAKEN = {"tr": 1, "mark": 1, "trn": 2}
"""How many of the first arguments are texts."""
SPEAKING = ("analysis", "engine", "formats", "lessons", "paint", "session", "text", "training")
"""Layers without a window whose errors a person reads in one."""
REMARKING = ("formats", "proof")
"""Layers that say in sentences, which a model or a proof keeps, how a file was read."""
_SENTENCE = re.compile(r"[a-z]{2,} [a-z]+ [a-z]+")
_AMID_VALUES = re.compile(r"(?<![<\w])\b[a-z]{3,}\b(?![:=>])")
"""What a painter puts together of names and numbers, and no mark-up of rich text, has no such word."""
_CAUSES = {"TypeError", "ValueError", "NotImplementedError", "BadZipFile", "LookupError"}
"""What code that reads bytes raises for the code that calls it."""
_SAID_OTHERWISE = re.compile(
    "b_x|b_h|arrays or objects, which may|what its name tells|units of |does not fit|that was tried|without --conv"
)
"""Biases, which the window says itself, names of values in the source, and the verdict of the command line."""
_RAISED = {name for name, kind in vars(errors).items() if isinstance(kind, type) and issubclass(kind, Exception)}
_RAISED -= {"Cancelled"}
_RAISED |= {"NothingRecurrentError", "WouldRunError", "wrong"}
"""What makes an error for a person, `TomlTable.wrong` among it; a cancelled run tells nothing."""
_PAINTED = {"text": 0, "width": 0, "Entry": 0, "missing": 0, "box": 1}
"""What paints a text, and which of its arguments that is."""
_WORD = re.compile("[a-z]{4}")
_OF_FILES = {"runs.py"}
"""The caption of a file says which run it is of."""
_TWO_WORDS = re.compile(
    r"(?<![<\w{.#-])[A-Za-z]{2,}… ?[a-z]{3,}\b|(?<![<\w{.#-])\b[A-Za-z]{2,},? [a-z]{2,}\b|… [a-z]{3,} [a-z]{3,}\b"
)
_MARKUP = re.compile("[;<{]|h_old")
"""What rich text, style sheets and pseudo-code have, and no sentence."""
_ENGLISH_NUMBER = re.compile(r"^,|[.]\d%$")
"""How Python is told to write ``1,234`` and ``80%``."""
_CODE = re.compile("^import ")
"""What begins a script."""
_OF_A_TERMINAL = ("app/start/", "app/figures/caption_fields.py", "plots/animation/typing.py")
"""What is printed before there is a window, keys of fields, and the name of an animation in its file."""


def texts_in(source: str) -> Iterator[tuple[int, str]]:
    """Each text of `source` that the catalogue must have, with its line; of a plural, that of many.

    Raises:
        AssertionError: a text is put together where it stands, so that no catalogue can have it.
    """
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _TAKEN:
            for argument in node.args[_TAKEN[node.func.id] - 1 : _TAKEN[node.func.id]]:
                yield from ((node.lineno, text) for text in _literals(argument))


def _literals(argument: ast.expr) -> Iterator[str]:
    if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
        yield argument.value
    elif isinstance(argument, ast.IfExp):
        yield from _literals(argument.body)
        yield from _literals(argument.orelse)
    else:
        joined = isinstance(argument, ast.JoinedStr | ast.BinOp)
        assert not joined, f"line {argument.lineno}: a text for tr() is a literal with names in braces"


def plain_errors_in(source: str) -> Iterator[tuple[int, str]]:
    """Each text of an error in `source` that stands there in English alone, with its line."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name = _name_called(node)
        if name in _RAISED and node.args:
            said = node.args[-1]
            for one in (said.body, said.orelse) if isinstance(said, ast.IfExp) else (said,):
                if isinstance(one, ast.JoinedStr | ast.Constant) and _has_words(one):
                    yield one.lineno, ast.unparse(one)


def _name_called(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")


def _has_words(said: ast.JoinedStr | ast.Constant) -> bool:
    parts = said.values if isinstance(said, ast.JoinedStr) else [said]
    return any(
        isinstance(part, ast.Constant) and isinstance(part.value, str) and any(map(str.isalpha, part.value))
        for part in parts
    )


def plain_errors() -> dict[str, str]:
    """Where a layer of `SPEAKING` makes an error in English alone, and what it says."""
    return _in_layers(SPEAKING, plain_errors_in)


def plain_remarks_in(source: str) -> Iterator[tuple[int, str]]:
    """Each text in `source` of three words in a row, with its line, that is in English alone and no documentation."""
    for line, said, _ in _untranslated(source):
        if _SENTENCE.search(said) and not _SAID_OTHERWISE.search(said):
            yield line, said


def plain_tips_in(source: str) -> Iterator[tuple[int, str]]:
    """Each text in `source` that puts words in English alone and values together, with its line."""
    for line, said, joined in _untranslated(source):
        if joined and _AMID_VALUES.search(said):
            yield line, said


def _untranslated(source: str) -> Iterator[tuple[int, str, bool]]:
    """Yield line and text of what is neither documentation nor given to `tr`, and whether it has values in it."""
    tree = ast.parse(source)
    passed: set[ast.AST] = set()
    for node in ast.walk(tree):
        called = _name_called(node) if isinstance(node, ast.Call) else ""
        if (
            called in _TAKEN
            or called in _CAUSES
            or (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))
        ):
            passed.update(ast.walk(node))
        elif isinstance(node, ast.JoinedStr):
            passed.update(part for part in node.values if isinstance(part, ast.Constant))
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr | ast.Constant) and node not in passed:
            parts = node.values if isinstance(node, ast.JoinedStr) else [node]
            said = "…".join(str(part.value) for part in parts if isinstance(part, ast.Constant))
            yield node.lineno, said, isinstance(node, ast.JoinedStr)


def plain_sentences_in(source: str) -> Iterator[tuple[int, str]]:
    """Each text in `source` of words in English alone and values, with its line, that is no error."""
    tree = ast.parse(source)
    raised = {part for node in ast.walk(tree) if isinstance(node, ast.Raise | ast.Assert) for part in ast.walk(node)}
    lines = {getattr(part, "lineno", 0) for part in raised}
    for line, said, joined in _untranslated(source):
        if joined and line not in lines and _TWO_WORDS.search(said) and not _MARKUP.search(said):
            yield line, said


def plain_answers_in(source: str) -> Iterator[tuple[int, str]]:
    """Each text in English alone that `source` returns, or gives to a call as its ``message``, with its line.

    A text of words alone is one where it is a sentence; one with values in it, where it has two words in a row.
    """
    for node in ast.walk(ast.parse(source)):
        said = node.value if isinstance(node, ast.Return | ast.keyword) else None
        if said is None or (isinstance(node, ast.keyword) and node.arg != "message"):
            continue
        for one in _alternatives(said):
            words = _SENTENCE if isinstance(one, ast.Constant) else _TWO_WORDS
            if words.search(_constant_of(one, "…")) and not _CODE.search(_constant_of(one)):
                yield one.lineno, ast.unparse(one)


def _alternatives(said: ast.expr) -> Iterator[ast.JoinedStr | ast.Constant]:
    """Yield the texts that `said` may be, or is put together of."""
    if isinstance(said, ast.JoinedStr | ast.Constant):
        yield said
    elif isinstance(said, ast.IfExp | ast.BinOp | ast.BoolOp):
        parts = {ast.IfExp: ("body", "orelse"), ast.BinOp: ("left", "right")}.get(type(said), ())
        values = said.values if isinstance(said, ast.BoolOp) else [getattr(said, part) for part in parts]
        for value in values:
            yield from _alternatives(value)


def plain_numbers_in(source: str) -> Iterator[tuple[int, str]]:
    """Each number in `source` that is written with the commas and the per cent sign of English alone, with its line."""
    tree = ast.parse(source)
    written: set[ast.AST] = set()
    for node in ast.walk(tree):
        # What is raised above the session is for a script, and a thin space stands for a comma in both languages.
        if isinstance(node, ast.Raise) or (isinstance(node, ast.Call) and _name_called(node) in ("decimal", "replace")):
            written.update(ast.walk(node))
    for node in ast.walk(tree):
        how = node.format_spec if isinstance(node, ast.FormattedValue) and node not in written else None
        if isinstance(how, ast.JoinedStr) and _ENGLISH_NUMBER.search(_constant_of(how)):
            yield node.lineno, ast.unparse(node)


def plain_numbers() -> dict[str, str]:
    """Where the window writes a number as English alone does, and which."""
    return _in_layers(("app", "paint", "plots", "views"), plain_numbers_in)


def plain_answers() -> dict[str, str]:
    """Where the session answers in English alone, and what."""
    return _in_layers(("session",), plain_answers_in)


def plain_sentences() -> dict[str, str]:
    """Where a window puts a sentence together in English alone, and which."""
    found = _in_layers(("views", "app", "plots"), plain_sentences_in)
    return {place: said for place, said in found.items() if not place.startswith(_OF_A_TERMINAL)}


def plain_remarks() -> dict[str, str]:
    """Where a layer of `REMARKING` says something in English alone, and what."""
    return _in_layers(REMARKING, plain_remarks_in)


def plain_tips() -> dict[str, str]:
    """Where a painter says something in English alone, and what."""
    return _in_layers(("paint",), plain_tips_in)


def _in_layers(layers: Sequence[str], found_in: Callable[[str], Iterator[tuple[int, str]]]) -> dict[str, str]:
    return {
        f"{path.relative_to(ROOT).as_posix()}:{line}": text
        for layer in layers
        for path in sorted((ROOT / layer).rglob("*.py"))
        for line, text in found_in(path.read_text("utf-8"))
    }


def plain_painted_in(source: str) -> Iterator[tuple[int, str]]:
    """Each text with a word in it that `source` paints in English alone, with its line; ``log`` is of a formula."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        at = _PAINTED.get(node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", ""))
        said = node.args[at] if at is not None and at < len(node.args) else None
        if isinstance(said, ast.JoinedStr | ast.Constant) and _WORD.search(_constant_of(said)):
            yield said.lineno, ast.unparse(said)


def plain_quotes_in(source: str) -> Iterator[tuple[int, str]]:
    """Each text of `source` that is put together with English quotation marks, with its line."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.JoinedStr) and "“" in _constant_of(node):
            yield node.lineno, ast.unparse(node)


def _constant_of(said: ast.JoinedStr | ast.Constant, between: str = " ") -> str:
    parts = said.values if isinstance(said, ast.JoinedStr) else [said]
    return between.join(str(part.value) for part in parts if isinstance(part, ast.Constant))


def plain_drawn() -> dict[str, str]:
    """Where the window draws or says something in English alone, and what. Tips of files stay English."""
    finders = {"paint": (plain_painted_in,), "plots": (plain_painted_in, plain_quotes_in)}
    finders |= dict.fromkeys(("views", "app"), (plain_quotes_in,))
    return {
        f"{path.relative_to(ROOT).as_posix()}:{line}": text
        for layer, found_by in finders.items()
        for path in sorted((ROOT / layer).rglob("*.py"))
        for find in found_by
        for line, text in find(path.read_text("utf-8"))
        if path.name not in _OF_FILES
    }


@cache
def marked_texts() -> dict[str, str]:
    """Every text that the package marks, with the first place where it stands."""
    found: dict[str, str] = {}
    for path in sorted(ROOT.rglob("*.py")):
        for line, text in texts_in(path.read_text("utf-8")):
            found.setdefault(text, f"{path.relative_to(ROOT).as_posix()}:{line}")
    return found


def texts_of_commands() -> set[str]:
    """What the table of commands has that a person reads."""
    texts = {text for command in COMMANDS for text in (command.text, command.tip)}
    return texts | {part for command in COMMANDS for part in command.menu.split(" ▸ ")}


@cache
def texts_of_resources() -> frozenset[str]:
    """What a person reads of the cards and the terms of the glossary that come along, in English."""
    found = {text for card in bundled_lessons().cards for text in texts_of(card)}
    for term in terms():
        found |= {term.name, term.kind, term.says, *(place for _, place in term.where)}
    return frozenset(found)


def all_texts() -> set[str]:
    """Every text that a catalogue has."""
    return {*marked_texts(), *texts_of_commands(), *texts_of_resources()}
