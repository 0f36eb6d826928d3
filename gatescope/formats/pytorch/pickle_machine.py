"""Steps through a pickle without Python's unpickler: nothing is imported, called or looked up.

Opcodes of protocols 0 to 5 as CPython's ``Lib/pickletools.py`` describes them. What a pickle would import is a
`Named`, what it would make is what `calls` gives for it: an inert record, or a refusal.
"""

from __future__ import annotations

from collections.abc import Callable

from gatescope.errors import FormatError
from gatescope.formats.pytorch.pickle_data import CutShortError
from gatescope.formats.pytorch.pickle_stack import PickleStack

LARGEST_PICKLE = 64 << 20
"""Bytes; the pickle of weights names them and holds none, that of NumPy's arrays is the file itself."""
# A step takes under a microsecond and leaves some 130 bytes at most beyond its own in the file.
_MOST_STEPS = 2_000_000
_STOP = ord(".")


class PickleMachine(PickleStack):
    """Reads one pickle after another out of the same bytes."""

    def run(self) -> object:
        """Return what the next pickle says: dicts, lists (sets as well), scalars, and what `objects` has for the rest.

        Raises:
            FormatError: it is damaged or cut short, is built to exhaust, or would run something.
        """
        self.clear()
        try:
            while (code := self.data.byte()) != _STOP:
                self.steps += 1
                if self.steps > _MOST_STEPS:
                    raise FormatError(
                        self.path, f"holds a pickle of over {_MOST_STEPS:,} steps, far more than weights take"
                    )
                _OPERATIONS[code](self)
            return self.pop()
        except CutShortError as error:
            raise FormatError(self.path, "is cut short in the middle of its pickle") from error
        except (LookupError, TypeError, ValueError, OverflowError) as error:
            # Any failure of an opcode: an empty stack, a memo that was never written, text that is not UTF-8.
            raise FormatError(
                self.path, f"is damaged: its pickle makes no sense at byte {self.data.position}"
            ) from error


def _whole_number(machine: PickleStack) -> None:
    """`INT` of protocol 0, which also writes truth values so."""
    line = machine.data.line()
    machine.push(line == b"01" if line in (b"00", b"01") else int(line))


def _python2_text(found: bytes) -> str | bytes:
    """Python 2 had one type for text and for bytes."""
    try:
        return found.decode("utf-8")
    except UnicodeDecodeError:
        return found


_OPERATIONS: dict[int, Callable[[PickleMachine], None]] = {
    # Protocol 0
    ord("("): PickleMachine.mark,
    ord("0"): PickleMachine.discard,
    ord("2"): PickleMachine.duplicate,
    ord("F"): lambda m: m.push(float(m.data.line())),
    ord("I"): _whole_number,
    ord("L"): lambda m: m.push(int(m.data.line().rstrip(b"L"))),
    ord("N"): lambda m: m.push(None),
    ord("P"): lambda m: m.persistent(m.data.word()),
    ord("R"): PickleMachine.call,
    ord("S"): lambda m: m.push(_python2_text(m.data.quoted())),
    ord("V"): lambda m: m.push(m.data.line().decode("raw-unicode-escape")),
    ord("a"): PickleMachine.append,
    ord("b"): PickleMachine.build,
    ord("c"): PickleMachine.name,
    ord("d"): PickleMachine.dict_to_mark,
    ord("g"): lambda m: m.recall(int(m.data.line())),
    ord("i"): PickleMachine.call_by_name,
    ord("l"): PickleMachine.list_to_mark,
    ord("p"): lambda m: m.remember(int(m.data.line())),
    ord("s"): PickleMachine.set_one,
    ord("t"): PickleMachine.join_to_mark,
    # Protocol 1
    ord("1"): PickleMachine.discard_to_mark,
    ord("J"): lambda m: m.push(m.data.signed(4)),
    ord("K"): lambda m: m.push(m.data.byte()),
    ord("M"): lambda m: m.push(m.data.unsigned(2)),
    ord("Q"): PickleMachine.persistent_from_stack,
    ord("T"): lambda m: m.push(_python2_text(m.data.counted(4))),
    ord("U"): lambda m: m.push(_python2_text(m.data.counted(1))),
    ord("X"): lambda m: m.push(m.data.text(4)),
    ord("}"): lambda m: m.push({}),
    ord("e"): PickleMachine.append_to_mark,
    ord("h"): lambda m: m.recall(m.data.byte()),
    ord("j"): lambda m: m.recall(m.data.unsigned(4)),
    ord("]"): lambda m: m.push([]),
    ord("o"): PickleMachine.call_to_mark,
    ord("q"): lambda m: m.remember(m.data.byte()),
    ord("r"): lambda m: m.remember(m.data.unsigned(4)),
    ord(")"): lambda m: m.push(()),
    ord("u"): PickleMachine.set_to_mark,
    ord("G"): lambda m: m.push(m.data.double()),
    # Protocol 2
    0x80: lambda m: m.protocol(m.data.byte()),
    0x81: PickleMachine.call,
    0x82: PickleMachine.extension,
    0x83: PickleMachine.extension,
    0x84: PickleMachine.extension,
    0x85: lambda m: m.join(1),
    0x86: lambda m: m.join(2),
    0x87: lambda m: m.join(3),
    0x88: lambda m: m.push(True),
    0x89: lambda m: m.push(False),
    0x8A: lambda m: m.push(m.data.signed(m.data.byte())),
    0x8B: lambda m: m.push(m.data.signed(m.data.unsigned(4))),
    # Protocol 3
    ord("B"): lambda m: m.push(m.data.counted(4)),
    ord("C"): lambda m: m.push(m.data.counted(1)),
    # Protocol 4
    0x8C: lambda m: m.push(m.data.text(1)),
    0x8D: lambda m: m.push(m.data.text(8)),
    0x8E: lambda m: m.push(m.data.counted(8)),
    0x8F: lambda m: m.push([]),
    0x90: PickleMachine.append_to_mark,
    0x91: PickleMachine.list_to_mark,
    0x92: PickleMachine.call_with_names,
    0x93: PickleMachine.name_from_stack,
    0x94: PickleMachine.remember_next,
    # A frame only says how much to read ahead.
    0x95: lambda m: m.data.skip(8),
    # Protocol 5
    0x96: lambda m: m.push(m.data.counted(8)),
    0x97: PickleMachine.buffer,
    0x98: lambda m: None,
}
