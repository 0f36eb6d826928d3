"""A text in a PNG, SVG or PDF file: our own parsers find it, and damage never ends in anything but a sentence."""

from __future__ import annotations

import random
import re
import struct
import zlib
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from gatescope.errors import FileError, FormatError
from gatescope.formats.figures import pdf, png, svg
from gatescope.formats.figures.carrying import KEY, MARK, carried_text, is_picture

TEXT = "gatescope:" + "eJxAb_-9" * 12


def png_file(folder: Path) -> bytes:
    path = folder / "plain.png"
    Image.new("RGB", (20, 10), (9, 99, 199)).save(path)
    return path.read_bytes()


HEAD = '<metadata xmlns:gs="https://gatescope.invalid/facts"><gs:fact name="Title">a</gs:fact>'
SVG = b'<?xml version="1.0" encoding="UTF-8" standalone="no"?>\n<svg width="1mm" viewBox="0 0 1 1"\n xmlns="http://www.w3.org/2000/svg"><g><text>a</text></g></svg>\n'


def svg_file(text: str) -> bytes:
    fact = f'{HEAD}<gs:fact name="{KEY}">{escape(text)}</gs:fact></metadata><g>'
    return SVG.replace(b"<g>", fact.encode(), 1)


def pdf_file(text: str, packed: bool) -> bytes:
    """What there is of a document around its metadata."""
    xmp = (
        f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF>{pdf.xmp_element("scene", text)}</rdf:RDF></x:xmpmeta>'.encode()
    )
    body = zlib.compress(xmp) if packed else xmp
    kind = b"/Filter /FlateDecode " if packed else b""
    head = b"%PDF-1.4\n1 0 obj\n<< /Type /Metadata " + kind + b"/Length %d >>\nstream\n" % len(body)
    noise = b"\n2 0 obj\n<< /Length 9 >>\nstream\n" + zlib.compress(bytes(99 << 10)) + b"\nendstream\nendobj"
    return head + body + b"\nendstream\nendobj" + noise + b"\nstartxref\n0\n%%EOF\n"


def carriers(folder: Path) -> dict[str, bytes]:
    return {
        "a.png": png.with_text(png_file(folder), KEY, TEXT),
        "a.svg": svg_file(TEXT),
        "a.pdf": pdf_file(TEXT, packed=False),
        "packed.pdf": pdf_file(TEXT, packed=True),
    }


def test_the_text_is_found_by_the_content_of_the_file_not_by_its_name(tmp_path: Path) -> None:
    for name, data in carriers(tmp_path).items():
        path = tmp_path / f"{name}.txt"
        path.write_bytes(data)
        assert is_picture(path)
        assert carried_text(path) == TEXT, name


def test_a_picture_without_a_text(tmp_path: Path) -> None:
    for name, data in {"a.png": png_file(tmp_path), "a.svg": SVG, "a.pdf": pdf_file("", packed=True)}.items():
        (tmp_path / name).write_bytes(data)
        assert is_picture(tmp_path / name)
        assert carried_text(tmp_path / name) is None
    (tmp_path / "a.json").write_text('{"svg": "<svg"}')
    assert not is_picture(tmp_path / "a.json")


def test_the_picture_stays_one(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    path.write_bytes(carriers(tmp_path)["a.png"])
    with Image.open(path) as picture:
        picture.load()
        assert picture.getpixel((3, 3)) == (9, 99, 199)
        assert picture.info[KEY] == TEXT


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"])))
def test_any_text_comes_back_from_an_svg_file(text: str) -> None:
    assert svg.text_in(Path("a.svg"), svg_file(text), KEY) == text


def test_a_file_that_is_cut_anywhere_or_has_a_flipped_bit(tmp_path: Path) -> None:
    rng = random.Random(12)
    for name, data in carriers(tmp_path).items():
        path = tmp_path / name
        damaged = [data[:cut] for cut in range(0, len(data), 23)]
        for _ in range(80):
            flipped = bytearray(data)
            flipped[rng.randrange(len(data))] ^= 1 << rng.randrange(8)
            damaged.append(bytes(flipped))
        for one in damaged:
            path.write_bytes(one)
            try:
                found = carried_text(path)
            except FileError:
                continue
            assert found is None or name != "a.png" or found == TEXT


def test_a_damaged_text_of_a_png_file_is_told_by_its_checksum(tmp_path: Path) -> None:
    data = carriers(tmp_path)["a.png"].replace(b"eJxAb", b"eJxBb", 1)
    with pytest.raises(FormatError, match="checksum"):
        png.text_in(Path("a.png"), data, KEY)


def test_a_png_file_of_chunks_without_end() -> None:
    empty = struct.pack(">I", 0) + b"teXt" + struct.pack(">I", zlib.crc32(b"teXt"))
    with pytest.raises(FormatError, match="more chunks"):
        png.text_in(Path("a.png"), png.SIGNATURE + empty * ((1 << 20) + 1), KEY)
    with pytest.raises(FormatError, match="cut short"):
        png.text_in(Path("a.png"), png.SIGNATURE + b"\xff\xff\xff\xffiTXt", KEY)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b'<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><svg>&b;</svg>', "declares the entity 'a'"),
        (b'<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]><svg>&x;</svg>', "declares the entity 'x'"),
        (b"<svg>" * 600, "nested deeper"),
        (b"<svg><g></svg>", "damaged SVG"),
        (b"<svg>", "damaged SVG"),
    ],
)
def test_an_svg_file_that_means_harm(data: bytes, sentence: str) -> None:
    with pytest.raises(FormatError, match=re.escape(sentence)):
        svg.text_in(Path("a.svg"), data, KEY)


@pytest.mark.slow
def test_a_pdf_file_whose_metadata_unpack_without_end() -> None:
    bomb = zlib.compress(bytes(70 << 20))
    data = b"%PDF-1.4\n1 0 obj\n<< /Type /Metadata >>\nstream\n" + bomb + b"\nendstream"
    with pytest.raises(FormatError, match="unpack to more"):
        pdf.text_in(Path("a.pdf"), data, MARK)
