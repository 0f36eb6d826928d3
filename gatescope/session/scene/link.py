"""A scene as one word of plain letters, ``gatescope:…``: what a figure carries, and what a person pastes."""

from __future__ import annotations

import zlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from contextlib import suppress
from pathlib import Path

from gatescope.errors import FormatError, UsageError
from gatescope.session.scene.json_form import MOST_BYTES, from_json, to_json
from gatescope.session.scene.link_word import PREFIX, is_link, links_in
from gatescope.session.scene.scene import Scene
from gatescope.words import tr

LONGEST_LINK = 8 << 10
"""Letters of a link that a person pastes; mail programs and chats cut longer ones."""
LONGEST = 16 << 20
"""Letters of the text that a figure carries."""
_QUOTED = 60
"""Letters of a link that are said again."""


def the_link() -> Path:
    """Return what stands for the name of a figure where the scene came by a link, in the language of the window."""
    return Path(tr("the link"))


def to_text(scene: Scene) -> str:
    """Return `scene` as the text that a figure carries.

    Raises:
        UsageError: it is larger than a figure carries.
    """
    text = PREFIX + urlsafe_b64encode(zlib.compress(to_json(scene), 9)).decode().rstrip("=")
    if len(text) > LONGEST:
        raise UsageError(tr("what was changed takes more room than a figure has for it: save a project instead"))
    return text


def to_link(scene: Scene) -> str:
    """Return `scene` as a link to paste.

    Raises:
        UsageError: it needs the file of a model, or is too long for a link.
    """
    lacking = next((model for model in scene.models if model.file), None)
    if lacking is not None:
        raise UsageError(
            tr(
                "a link leads to bundled models only, and {name} is from {file}: send a figure, and this file with it",
                name=lacking.name,
                file=lacking.file,
            )
        )
    text = to_text(scene)
    if len(text) > LONGEST_LINK:
        raise UsageError(
            tr(
                "the link would have {count:,} letters, and {longest_link:,} are the most that can be pasted "
                "everywhere: send a figure instead, which has the scene in it",
                count=len(text),
                longest_link=LONGEST_LINK,
            )
        )
    return text


def from_link(text: str) -> Scene:
    """Return the scene of the link in `text`, whatever mail and chat have put about it.

    Raises:
        FormatError: there is none, it is damaged, or would unpack to more than a scene has.
    """
    found = links_in(text)
    for link in found:
        with suppress(FormatError):
            return from_text(link)
    return from_text(found[0] if found and is_link(text) else text)


def from_text(text: str, path: Path | None = None) -> Scene:
    """Return the scene that `to_text` wrote; `path` is the figure that carries it, or None where that is a link.

    Raises:
        FormatError: it is none, is damaged, or would unpack to more than a scene has.
    """
    path, text = path or the_link(), text.strip()
    one_word = text.startswith(PREFIX) and text != PREFIX and len(text.split(maxsplit=1)) == 1
    if not one_word or len(text) > LONGEST or not text.isascii():
        quoted = f": “{text[: _QUOTED - 1]}…”" if len(text) > _QUOTED else f": “{text}”" if text else ""
        raise FormatError(
            path, tr("is no scene of GateScope, which begins with “gatescope:” and is one word{quoted}", quoted=quoted)
        )
    body = text[len(PREFIX) :]
    stream = zlib.decompressobj()
    try:
        packed = urlsafe_b64decode(body + "=" * (-len(body) % 4))
        data = stream.decompress(packed, MOST_BYTES + 1)
    except (ValueError, zlib.error) as error:
        raise FormatError(path, tr("holds a scene that is damaged or was cut short: copy it whole")) from error
    if len(data) > MOST_BYTES or not stream.eof or stream.unused_data:
        raise FormatError(
            path, tr("holds a scene that is damaged, cut short, or larger than any that GateScope writes")
        )
    return from_json(path, data)
