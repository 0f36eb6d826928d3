"""Damage to pickles, opcode by opcode (``Lib/pickletools.py`` describes them)."""

from __future__ import annotations

import io
import pickletools
import random
import struct
from functools import lru_cache

from tests.fuzz.damage.plain import EXTREMES, plain

# Opcodes that take no argument: anything may be done with what lies on the stack.
_BARE = b"(0N2Rabdelostu})1].Q" + bytes((0x81, *range(0x85, 0x8A), *range(0x8F, 0x95), 0x97, 0x98))
_NAMES = (
    b"os\nsystem", b"builtins\neval", b"builtins\nexec", b"builtins\ngetattr", b"builtins\nobject", b"builtins\nset",
    b"builtins\nbytearray", b"builtins\nlist", b"collections\nOrderedDict", b"collections\ndefaultdict",
    b"_codecs\nencode", b"copyreg\n_reconstructor", b"torch\nFloatStorage", b"torch\nHalfStorage",
    b"torch\nBFloat16Storage", b"torch\nQInt8Storage", b"torch\ndevice", b"torch.storage\nUntypedStorage",
    b"torch.storage\n_load_from_bytes", b"torch._utils\n_rebuild_tensor", b"torch._utils\n_rebuild_tensor_v2",
    b"torch._utils\n_rebuild_parameter", b"torch._utils\n_rebuild_qtensor", b"torch._utils\n_rebuild_sparse_tensor",
    b"torch.nn.modules.rnn\nLSTM", b"torch.nn.modules.rnn\nGRU", b"torch.nn.modules.rnn\nRNN",
    b"torch.nn.modules.linear\nLinear", b"torch.nn.modules.sparse\nEmbedding", b"numpy\ndtype", b"numpy\nndarray",
    b"numpy.core.multiarray\n_reconstruct", b"numpy._core.multiarray\nscalar", b"torch.jit._pickle\nbuild_intlist",
)  # fmt: skip
_WHOLE = {"BININT": "<i", "BININT1": "<B", "BININT2": "<H", "BINGET": "<B", "LONG_BINGET": "<I", "BINPUT": "<B"}
_COUNTED = {"BINUNICODE": 4, "SHORT_BINUNICODE": 1, "BINBYTES": 4, "SHORT_BINBYTES": 1, "BINSTRING": 4, "LONG1": 1}


def damaged_pickle(rng: random.Random, data: bytes) -> bytes:
    """`data`, one pickle or several and what follows them, with one or two opcodes changed."""
    opcodes, rest = _opcodes(data)
    if not opcodes:
        return plain(rng, data)
    pieces = [piece for _, piece in opcodes]
    for _ in range(rng.choice((1, 1, 2))):
        _change(rng, [name for name, _ in opcodes], pieces)
    return b"".join(pieces) + rest


@lru_cache(maxsize=256)
def _opcodes(data: bytes) -> tuple[tuple[tuple[str, bytes], ...], bytes]:
    """(name, bytes) of every opcode, over all the pickles in a row, and what comes behind the last of them."""
    found: list[tuple[str, bytes]] = []
    start = 0
    while data[start : start + 1] == b"\x80":
        places: list[tuple[str, int]] = []
        stream = io.BytesIO(data[start:])
        try:
            places = [(opcode.name, at or 0) for opcode, _, at in pickletools.genops(stream)]
        except (ValueError, LookupError, struct.error):
            break
        length = stream.tell()
        ends = [at for _, at in places[1:]] + [length]
        found += [(name, data[start + at : start + end]) for (name, at), end in zip(places, ends, strict=True)]
        start += length
    return tuple(found), data[start:]


def _change(rng: random.Random, names: list[str], pieces: list[bytes]) -> None:
    at, other = rng.randrange(len(pieces)), rng.randrange(len(pieces))
    match rng.randrange(8):
        case 0:
            pieces[at] = b""
        case 1:
            pieces[at] *= rng.choice((2, 2, 3, 200))
        case 2:
            pieces[at], pieces[other] = pieces[other], pieces[at]
        case 3:
            pieces[at] += bytes((rng.choice(_BARE),))
        case 4:
            pieces[at] = bytes((rng.choice(_BARE),))
        case 5:
            _rename(rng, names, pieces)
        case _:
            at = next((k % len(pieces) for k in range(at, at + len(pieces)) if _argument(names[k % len(pieces)])), at)
            pieces[at] = _set(rng, names[at], pieces[at])


def _argument(name: str) -> bool:
    return name in _WHOLE or name in _COUNTED


def _rename(rng: random.Random, names: list[str], pieces: list[bytes]) -> None:
    """Let the pickle name another class or function."""
    places = [at for at, name in enumerate(names) if name == "GLOBAL" and pieces[at]]
    where = rng.choice(places) if places else rng.randrange(len(pieces))
    pieces[where] = b"c" + rng.choice(_NAMES) + b"\n"


def _set(rng: random.Random, name: str, piece: bytes) -> bytes:
    """Another argument for an opcode: a number, a length that is none, or another text of its right length."""
    if name in _WHOLE:
        form = _WHOLE[name]
        value = rng.choice(EXTREMES) if rng.random() < 0.5 else rng.randrange(64)
        return piece[:1] + (value % (1 << 8 * struct.calcsize(form))).to_bytes(struct.calcsize(form), "little")
    if name in _COUNTED:
        width = _COUNTED[name]
        content = piece[1 + width :]
        length = len(content)
        if rng.random() < 0.5:
            length = rng.choice((0, length + 1, max(length - 1, 0), rng.choice(EXTREMES)))
        else:
            content = plain(rng, content or b"0")[: min(255, 1 << 8 * width)]
            length = len(content)
        return piece[:1] + (length % (1 << 8 * width)).to_bytes(width, "little") + content
    return piece
