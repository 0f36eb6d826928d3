"""The words of the window in the language of the person: English in the source, others from a catalogue.

The language is one for the process, as the notation is. `spoken_in` gives a thread another one for a while: files and
the output of the command line are English wherever the window is in German. A text without a translation stays English.

``resources/translations/<language>.toml`` has one line a text: its English text, as the source has it, and the
translation. A text with a number that has a plural has the two forms of the translation, under the English plural.

What is kept or written to a file before it is shown, such as a reader's note, is made by `mark`: it is English wherever
it goes, and `tr` says it in the language in use.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from string import Formatter

from gatescope.errors import UsageError
from gatescope.resources import resource

LANGUAGES = {"en": "English", "de": "Deutsch"}
"""The languages, each with its name in itself."""

_SOURCE = "en"
_COMMAS = frozenset({"de"})
"""Languages that write a decimal comma."""
_TO_COMMA = str.maketrans({".": ",", ",": "."})

_used = _SOURCE
_spoken: ContextVar[str | None] = ContextVar("gatescope_language", default=None)


def tr(text: str, /, **values: object) -> str:
    """Return `text` in the language in use, with `values` in place of their names in braces.

    Args:
        text: the English text, a literal, so that the test of the catalogue finds it; or one that `mark` has marked.
        values: what stands for ``{name}``. Without any, braces in the text are left as they are.
    """
    if language() == _SOURCE:
        return _filled(text, values) if values else text
    if isinstance(text, _Marked):
        return tr(text.source, **(text.values | values))
    found = _translated(text)
    return _filled(found, values) if values else found


def trn(one: str, many: str, count: int, /, **values: object) -> str:
    """Return `one` where `count` is 1, else `many`, translated as `tr` does; ``{count}`` is among the values."""
    if language() == _SOURCE:
        found = one if count == 1 else many
    else:
        forms = _catalogue(language()).get(many, (one, many))
        found = forms if isinstance(forms, str) else forms[0] if count == 1 else forms[1]
    return _filled(found, {"count": count, **values})


def mark(text: str, /, **values: object) -> str:
    """Return `text` in English, with `values` in place of their names in braces: `tr` translates it when it is shown.

    It is for the texts of a table that is made at import, and for sentences that are kept in a model or a file. Where
    a sentence is cut or joined to another one, what comes out is English for good: give it to another `mark` whole.
    """
    return _Marked(text, values)


class _Marked(str):
    """A text in English that knows what it was filled with."""

    source: str
    values: dict[str, object]

    def __new__(cls, source: str, values: Mapping[str, object]) -> _Marked:
        # What else is among the values, such as an error, need not outlive this, nor go to another process.
        plain: dict[str, object] = {
            name: one if isinstance(one, str | int | float) else str(one) for name, one in values.items()
        }
        made = super().__new__(cls, source.format(**plain) if plain else source)
        made.source, made.values = source, plain
        return made

    def __getnewargs__(self) -> tuple[str, Mapping[str, object]]:  # type: ignore[override]
        return self.source, self.values


def within(title: str) -> str:
    """Return a translated title as it stands within a sentence: small letters in English, unchanged in German."""
    return title.lower() if language() == _SOURCE else title


def language() -> str:
    """Return the language in use, such as ``"en"``."""
    return _spoken.get() or _used


def use(wanted: str) -> None:
    """Speak `wanted` from now on. What is shown already stays as it is.

    Raises:
        UsageError: no such language.
    """
    global _used
    _used = _known(wanted)


@contextmanager
def spoken_in(wanted: str) -> Iterator[None]:
    """Speak `wanted` in this thread for as long as the context lasts.

    Raises:
        UsageError: no such language.
    """
    token = _spoken.set(_known(wanted))
    try:
        yield
    finally:
        _spoken.reset(token)


def in_quotes(text: str) -> str:
    """Return `text` in the quotation marks of the language in use: ``“but”``, in German ``„but“``."""
    return tr("“{text}”", text=text)


def decimal(written: str) -> str:
    """Return the number `written` in English as the language in use writes it: ``0,97`` and ``10.000`` in German."""
    return written.translate(_TO_COMMA) if language() in _COMMAS else written


def decimal_signs() -> str:
    """Return the signs that may stand before the decimals of a number that a person types: ``.``, in German ``,.``."""
    return ",." if language() in _COMMAS else "."


def read_number(typed: str) -> float:
    """Return the number that a person typed, written as the language in use or as English writes it.

    Raises:
        ValueError: it is no number, or has more than one decimal sign.
    """
    # Python reads 1_000 as a thousand, which is a slip in a field.
    plain = typed.strip().replace("−", "-").replace("_", "?")
    return float(plain.replace(",", ".") if language() in _COMMAS else plain)


class _Filling(Formatter):
    """Puts values into a text; numbers with a format of their own as the language in use writes them."""

    def format_field(self, value: object, format_spec: str) -> str:
        written = format(value, format_spec)
        return decimal(written) if isinstance(value, int | float) else written


_FILLING = _Filling()


def _filled(text: str, values: Mapping[str, object]) -> str:
    if language() != _SOURCE:
        values = {name: tr(one) if isinstance(one, _Marked) else one for name, one in values.items()}
    # Most texts have no number that is written with a decimal sign, and a key press makes hundreds of them.
    plain = ":" not in text and not any(isinstance(value, float) for value in values.values())
    return text.format(**values) if plain or language() == _SOURCE else _FILLING.vformat(text, (), values)


def _known(name: str) -> str:
    if name not in LANGUAGES:
        raise UsageError(f"there is no language {name!r}: choose {' or '.join(LANGUAGES)}")
    return name


def _translated(text: str) -> str:
    found = _catalogue(language()).get(text, text)
    return found if isinstance(found, str) else found[1]


@cache
def _catalogue(name: str) -> Mapping[str, str | tuple[str, str]]:
    """Read the translations into a language, once."""
    with resource("translations", f"{name}.toml").open("rb") as file:
        entries: dict[str, str | list[str]] = tomllib.load(file)
    return {text: found if isinstance(found, str) else (found[0], found[1]) for text, found in entries.items()}
