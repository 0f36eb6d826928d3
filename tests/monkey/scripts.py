"""Words of every script, and the characters that Unicode, UTF-16, Qt or a keyboard treat in a way of their own."""

from __future__ import annotations

from random import Random

WORDS = (
    ["the", "movie", "was", "not", "good", "at", "all"],
    ["Straße", "naïve", "œuvre", "façade", "ÅNGSTRÖM", "İstanbul", "ﬁn"],
    ["لا", "أحبّ", "هذا", "الفيلم", "١٢٣", "מה", "שלומך؟"],
    ["我", "喜欢", "这部电影", "とても良い", "映画です", "아주", "좋아요", "ㅋㅋ"],
    ["यह", "फ़िल्म", "अच्छी", "है", "ฉันชอบมาก", "நன்றி"],
    ["Ελληνικά", "русский", "հայերեն", "ქართული"],
    ["👩‍👩‍👧‍👦", "👋🏽", "🇩🇪🇫🇷", "❤️", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "😀", "1️⃣"],
    ["e\u0301\u0323", "Z̷̢̛a̵l̶g̸o", "a\u200db", "\u200f\u202eabc\u202c", "ก็็็็"],
)
HARD = (
    "\ufeff", "\ufffe", "\uffff", "\ufdd0", "\ufffc", "\ufffd", "\u2028", "\u2029", "\x85", "\0", "\x1b", "\x7f",
    "\r", "\r\n", "\n", "\t", "\xa0", "\xad", "\u200b", "\u200d", "\u2060", "\u0301", "\ud7ff", "\ue000",
    "\U00010000", "\U0010ffff", "\U0001f600", "\U000e0001", "\ufeff\ufeff", "é", "<b>&amp;", "%1", "\\n",
)  # fmt: skip
LONE_SURROGATES = ("\ud83d", "\ude00", "\udfff")


def some_text(rng: Random, most: int = 6) -> str:
    """Up to `most` words, most of them of one script, with something hard among them now and then."""
    words = rng.choice(WORDS)
    found = []
    for _ in range(rng.randint(1, most)):
        if rng.random() < 0.2:
            words = rng.choice(WORDS)
        found.append(rng.choice(HARD) if rng.random() < 0.12 else rng.choice(words))
        if rng.random() < 0.75:
            found.append(rng.choice((" ", " ", " ", "  ", "\n", ", ")))
    return "".join(found)


def any_character(rng: Random) -> str:
    """Any code point that is a character of a text."""
    code = rng.choice((rng.randrange(0x80), rng.randrange(0x10000), rng.randrange(0x110000)))
    return "\ufffd" if 0xD800 <= code < 0xE000 else chr(code)
