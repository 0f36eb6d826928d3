"""Reads a claim card from a TOML file. Every error names the file, the line and the key, and says what to write."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from string import Formatter
from typing import Any, cast

from gatescope.engine.what_if import parse_clamp
from gatescope.errors import FormatError, UsageError
from gatescope.formats.files.text import read_text
from gatescope.lessons.card import CONTROL_KINDS, VERDICTS, Card, Control, ControlKind, Scene, Setting, Verdict
from gatescope.lessons.checks.registry import CHECKS, OF_THE_SCENE, arguments_of
from gatescope.lessons.toml_table import TomlTable
from gatescope.words import mark, tr

_MOST_BYTES = 1 << 20
_ANSWERS = 3
_FORM = re.compile(r",?(\.\d{1,2})?[fge%]?")
_NUMBERS = mark("numbers are written {name}, {name:.2f} or {name:.0%}")
_PLACE = re.compile(r"(.*) \(at line (\d+), column (\d+)\)", re.DOTALL)


def read_card(path: Path) -> Card:
    """Return the card in the file at `path`.

    Raises:
        FileError: it cannot be read.
        FormatError: it is no card; the sentence has the line and the key.
    """
    text = read_text(path, _MOST_BYTES)
    if not text.strip():
        raise FormatError(path, tr("is empty: a card needs at least claim, title, topic and check"))
    top = TomlTable(path, text, _parsed(path, text))
    check = top.one_of("check", tuple(CHECKS))
    scene = _scene(top.table("scene"))
    control = _control(top.table("control"), check)
    answers = top.texts("answers")
    right = top.whole("right")
    if len(answers) != _ANSWERS or not all(one.strip() for one in answers):
        raise top.wrong("answers", tr("takes {answers} answers, not {count}", answers=_ANSWERS, count=len(answers)))
    if not 1 <= right <= _ANSWERS:
        raise top.wrong(
            "right", tr("is {right}, where the right answer is 1, 2 or {answers}", right=right, answers=_ANSWERS)
        )
    card = Card(
        claim=top.text("claim", filled=True),
        title=top.text("title", filled=True),
        topic=top.text("topic", filled=True),
        says=top.text("says", filled=True),
        why=top.text("why", filled=True),
        equation=top.text("equation", ""),
        question=top.text("question", filled=True),
        answers=cast("tuple[str, str, str]", answers),
        right=right - 1,
        scene=scene,
        control=control,
        check=check,
        arguments=_arguments(top.table("arguments"), check),
        expected=cast("Verdict", top.one_of("expected", VERDICTS)),
        numbers=_numbers(top.table("numbers")),
        put_right=_template(top, "put_right"),
        also=top.texts("also"),
        path=path,
        short=top.text("short", ""),
        condition=top.text("condition", ""),
    )
    top.finish()
    _check_complete(top, card)
    return card


def _parsed(path: Path, text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = _PLACE.fullmatch(str(error))
        raise FormatError(
            path, tr("line {line}: {reason}", line=found[2], reason=found[1].lower()) if found else str(error)
        ) from None
    except RecursionError:
        raise FormatError(path, tr("is nested too deeply for a card")) from None


def _scene(table: TomlTable | None) -> Scene:
    if table is None:
        return Scene()
    edits = table.table("edits")
    scene = Scene(
        model=table.text("model", ""),
        text=table.text("text", ""),
        workspace=table.text("workspace", ""),
        docks=table.texts("docks"),
        hold=_clamps(table, "hold"),
        ablate=table.wholes("ablate"),
        edits={} if edits is None else {key: edits.number(key) for key in edits.all_keys()},
        units=table.wholes("units"),
        signal=table.text("signal", ""),
        token=table.whole("token", -1),
        compare=table.flag("compare"),
    )
    table.finish()
    return scene


def _clamps(table: TomlTable, key: str, setting: Setting | None = None) -> tuple[str, ...]:
    """Return clamps as they are written; where `setting` is given, it stands for ``{value}`` while they are tried."""
    found = table.texts(key)
    for text in found:
        try:
            parse_clamp(text if setting is None else text.replace("{value}", f"{setting}"))
        except UsageError as error:
            raise table.wrong(key, str(error)) from None
    return found


def _control(table: TomlTable | None, check: str) -> Control | None:
    if table is None:
        return None
    kind = cast("ControlKind", table.one_of("kind", CONTROL_KINDS))
    argument = table.text("argument", "value")
    wanted = arguments_of(check)
    if argument not in wanted:
        names = ", ".join(wanted) or "none"
        raise table.wrong(
            "argument",
            tr("is {argument!r}, but {check} takes {names}", argument=argument, check=check, names=names),
        )
    choices = table.texts("choices")
    start: Setting = table.text("start") if kind in ("text", "choice") else table.number("start")
    if kind == "choice" and start not in choices:
        raise table.wrong(
            "start",
            tr(
                "is {start!r}, not one of the choices {choices}",
                start=start,
                choices=", ".join(choices) or tr("(there are none)"),
            ),
        )
    try:
        wanted[argument].read(start)
    except UsageError as error:
        raise table.wrong(
            "start", tr("{error}, which {check} takes for {argument}", error=error, check=check, argument=argument)
        ) from None
    first, last = table.number("first", 0.0), table.number("last", 1.0)
    if kind not in ("text", "choice") and not first <= cast("float", start) <= last:
        raise table.wrong(
            "start", tr("is {start:g}, outside of {first:g} … {last:g}", start=start, first=first, last=last)
        )
    step = table.number("step", 0.01)
    if step <= 0:
        raise table.wrong("step", tr("must be more than 0"))
    control = Control(
        kind=kind,
        label=table.text("label", filled=True),
        symbol=table.text("symbol", ""),
        first=first,
        last=last,
        step=step,
        start=start,
        units=table.text("units", ""),
        argument=argument,
        holds=_clamps(table, "holds", start),
        choices=choices,
    )
    table.finish()
    return control


def _arguments(table: TomlTable | None, check: str) -> Mapping[str, Any]:
    """Return what the card gives the check, as the check takes it."""
    if table is None:
        return {}
    known, found = arguments_of(check), {}
    for key in table.all_keys():
        if key not in known:
            raise table.wrong(
                key,
                tr("is no argument of {check}, which takes {known}", check=check, known=", ".join(known) or tr("none")),
            )
        try:
            found[key] = known[key].read(table.raw(key))
        except UsageError as error:
            raise table.wrong(key, str(error)) from None
    return found


def _numbers(table: TomlTable | None) -> Mapping[str, tuple[float, float]]:
    found: dict[str, tuple[float, float]] = {}
    for key in () if table is None else table.all_keys():
        assert table is not None
        value = table.raw(key)
        pair = value if isinstance(value, list) else []
        if len(pair) != 2 or any(not isinstance(one, int | float) or isinstance(one, bool) for one in pair):
            raise table.wrong(key, tr("is {value!r:.60}, where [value, tolerance] is wanted", value=value))
        found[key] = (float(pair[0]), float(pair[1]))
    return found


def _template(top: TomlTable, key: str) -> str:
    text = top.text(key, "")
    try:
        places = [place for place in Formatter().parse(text) if place[1] is not None]
    except ValueError as error:
        raise top.wrong(key, f"{error}; {tr(_NUMBERS)}") from None
    for _, name, form, conversion in places:
        if not str(name).isidentifier() or conversion or not _FORM.fullmatch(form or ""):
            raise top.wrong(
                key,
                tr(
                    "{{{name}{what}{form}}} is no number; {numbers}",
                    name=name,
                    what=":" if form else "",
                    form=form,
                    numbers=tr(_NUMBERS),
                ),
            )
    return text


def _check_complete(top: TomlTable, card: Card) -> None:
    """Raise where the check lacks an argument: neither the card nor its scene or control has it."""
    for name, argument in arguments_of(card.check).items():
        given_by_scene = name in OF_THE_SCENE and getattr(card.scene, name) not in ("", ())
        by_control = card.control is not None and card.control.argument == name
        if argument.needed and not (name in card.arguments or given_by_scene or by_control):
            way_out = tr("in [scene] or [arguments]" if name in OF_THE_SCENE else "in [arguments]")
            raise top.wrong(
                "check",
                tr(
                    "{check} needs {name}, {kind}: give it {way_out}",
                    check=card.check,
                    name=name,
                    kind=tr(argument.kind),
                    way_out=way_out,
                ),
            )
