"""The objects of a PDF file that Qt has written: its page cut to size, its facts, and nothing that changes by itself.

Qt rounds a page to whole points, and writes the time and random numbers into every file.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from html import escape

from gatescope.formats.figures.carrying import KEY
from gatescope.formats.figures.pdf import xmp_element

_ENTRY = re.compile(rb"(\d{10}) (\d{5}) ([nf])")
_BOXES = re.compile(rb"/(MediaBox|TrimBox) \[[^\]]*\]")
_NO_NAME = re.compile("[^A-Za-z0-9]")
_INFO = {"Title": "Title", "Description": "Subject", "Software": "Creator"}
"""Facts → what the information dictionary of a PDF calls them; others keep their name."""


def finished(made: bytes, points: tuple[float, float], facts: Mapping[str, str]) -> bytes:
    """Return the file with a page of `points`, the lower left part of its own, and with `facts` in its information.

    Raises:
        ValueError: it is not laid out as Qt lays its files out.
    """
    objects, root, info = _objects(made)
    box = f"[0 0 {points[0]:.4f} {points[1]:.4f}]".encode("ascii")
    for number, content in objects.items():
        if b"/Type /Page\n" in content:
            objects[number] = _BOXES.sub(rb"/\1 " + box, content)
        elif b"/Type /Metadata" in content[:80]:
            objects[number] = _metadata(facts)
    objects[info] = _information(facts)
    return _assembled(objects, root, info)


def _objects(made: bytes) -> tuple[dict[int, bytes], int, int]:
    """Return the objects by number, without their first and last line, and the numbers of catalogue and information."""
    start = int(made[made.rindex(b"startxref") + 9 :].split()[0])
    if not made.startswith(b"xref", start):
        raise ValueError("a PDF file of Qt ends with a table of its objects")
    table = made[start : made.index(b"trailer", start)]
    offsets = {
        number: int(entry[1])
        for number, entry in enumerate(_ENTRY.finditer(table))
        if entry[3] == b"n" and int(entry[1])
    }
    ends = sorted([*offsets.values(), start])
    objects = {}
    for number, offset in offsets.items():
        piece = made[offset : ends[ends.index(offset) + 1]]
        objects[number] = piece[piece.index(b"obj") + 4 : piece.rindex(b"endobj")]
    trailer = made[start:]
    found = [re.search(rb"/%s (\d+) 0 R" % key, trailer) for key in (b"Root", b"Info")]
    root, info = (int(one[1]) if one else 0 for one in found)
    return objects, root, info


def _information(facts: Mapping[str, str]) -> bytes:
    lines = [
        f"/{_NO_NAME.sub('', _INFO.get(key, key))} <FEFF{value.encode('utf-16-be', 'replace').hex().upper()}>\n".encode(
            "ascii"
        )
        for key, value in facts.items()
        # The scene has its place in the metadata.
        if key != KEY
    ]
    return b"<<\n" + b"".join(lines) + b"/Trapped /False\n>>\n"


def _metadata(facts: Mapping[str, str]) -> bytes:
    """Return the facts once more as XMP (ISO 16684-1), which reference managers read."""
    scene = xmp_element("scene", facts[KEY]) if KEY in facts else ""
    said = {key: escape("".join(c if c.isprintable() else " " for c in value)) for key, value in facts.items()}
    alternatives = "".join(
        f'<dc:{name}><rdf:Alt><rdf:li xml:lang="x-default">{said[key]}</rdf:li></rdf:Alt></dc:{name}>\n'
        for name, key in (("title", "Title"), ("description", "Description"))
        if said.get(key)
    )
    packet = (
        "<?xpacket begin='' id='W5M0MpCehiHzreSzNTczkc9d'?>\n"
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">\n'
        '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:xmp="http://ns.adobe.com/xap/1.0/">\n'
        f"{alternatives}<xmp:CreatorTool>{said.get('Software', '')}</xmp:CreatorTool>\n"
        f"</rdf:Description>{scene}</rdf:RDF></x:xmpmeta>\n<?xpacket end='w'?>"
    ).encode()
    return b"<<\n/Type /Metadata /Subtype /XML\n/Length %d\n>>\nstream\n%s\nendstream\n" % (len(packet), packet)


def _assembled(objects: Mapping[int, bytes], root: int, info: int) -> bytes:
    parts, offsets = [b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n"], {}
    size = len(parts[0])
    for number in sorted(objects):
        offsets[number] = size
        parts.append(b"%d 0 obj\n%sendobj\n" % (number, objects[number]))
        size += len(parts[-1])
    last = max(objects) + 1
    rows = [b"0000000000 65535 f \n"]
    rows += [
        b"%010d 00000 n \n" % offsets[number] if number in offsets else b"0000000000 65535 f \n"
        for number in range(1, last)
    ]
    # Two files of one content have one name; any change gives it another.
    name = hashlib.sha256(b"".join(parts)).hexdigest()[:32].upper().encode("ascii")
    trailer = b"trailer\n<<\n/Size %d\n/Info %d 0 R\n/Root %d 0 R\n/ID [<%s> <%s>]\n>>\nstartxref\n%d\n%%%%EOF\n"
    return b"".join([*parts, b"xref\n0 %d\n" % last, *rows, trailer % (last, info, root, name, name, size)])
