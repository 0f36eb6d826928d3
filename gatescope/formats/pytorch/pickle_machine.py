"""Steps through a pickle without Python's unpickler: nothing is imported, called or looked up.

Opcodes of protocols 0 to 5, as `pickle_data` names them. What a pickle would import is a
`Named`, what it would make is what `calls` gives for it: an inert record, or a refusal.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from gatescope.errors import FormatError
from gatescope.formats.files.damage import DamagedFile
from gatescope.formats.pytorch.objects import Named
from gatescope.formats.pytorch.pickle_data import CutShortError
from gatescope.formats.pytorch.pickle_stack import PickleStack
from gatescope.words import tr

LARGEST_PICKLE = 64 << 20
"""Bytes; the pickle of weights names them and holds none, that of NumPy's arrays is the file itself."""
# A step takes under a microsecond and leaves some 130 bytes at most beyond its own in the file.
_MOST_STEPS = 2_000_000


class PickleMachine(PickleStack):
    """Reads one pickle after another out of the same bytes."""

    def run(self) -> object:
        """Return what the next pickle says: dicts, lists (sets as well), scalars, and what `objects` has for the rest.

        Raises:
            FormatError: it is damaged or cut short, is built to exhaust, or would run something.
        """
        self.clear()
        try:
            while (found := self.data.opcode())[0] != "STOP":
                self.steps += 1
                if self.steps > _MOST_STEPS:
                    raise FormatError(
                        self.path,
                        tr("holds a pickle of over {steps:,} steps, far more than weights take", steps=_MOST_STEPS),
                    )
                _OPERATIONS[found[0]](self, found[1])
            return self.pop()
        except CutShortError as error:
            raise DamagedFile(self.path, tr("is cut short in the middle of its pickle")) from error
        except (LookupError, TypeError, ValueError, OverflowError) as error:
            # Any failure of an opcode: an empty stack, a memo that was never written, text that is not UTF-8.
            raise DamagedFile(
                self.path, tr("is damaged: its pickle makes no sense at byte {position}", position=self.data.position)
            ) from error


_Operation = Callable[[PickleMachine, Any], object]


def _bare(method: Callable[[PickleMachine], object]) -> _Operation:
    """Return the operation of an opcode without an argument."""
    return lambda machine, _: method(machine)


_OPERATIONS: dict[str, _Operation] = {
    **dict.fromkeys(
        (
            "INT",
            "BININT",
            "BININT1",
            "BININT2",
            "LONG",
            "LONG1",
            "LONG4",
            "FLOAT",
            "BINFLOAT",
            "STRING",
            "BINSTRING",
            "SHORT_BINSTRING",
            "UNICODE",
            "BINUNICODE",
            "SHORT_BINUNICODE",
            "BINUNICODE8",
            "BINBYTES",
            "SHORT_BINBYTES",
            "BINBYTES8",
            "BYTEARRAY8",
        ),
        PickleMachine.push,
    ),
    # What has no argument pushes None.
    "NONE": PickleMachine.push,
    "NEWTRUE": lambda m, _: m.push(True),
    "NEWFALSE": lambda m, _: m.push(False),
    "EMPTY_TUPLE": lambda m, _: m.push(()),
    "EMPTY_LIST": lambda m, _: m.push([]),
    "EMPTY_SET": lambda m, _: m.push([]),
    "EMPTY_DICT": lambda m, _: m.push({}),
    **dict.fromkeys(("GET", "BINGET", "LONG_BINGET"), PickleMachine.recall),
    **dict.fromkeys(("PUT", "BINPUT", "LONG_BINPUT", "MEMOIZE"), PickleMachine.remember),
    "MARK": _bare(PickleMachine.mark),
    "POP": _bare(PickleMachine.discard),
    "POP_MARK": _bare(PickleMachine.pop_to_mark),
    "DUP": lambda m, _: m.push(m.top),
    "TUPLE1": lambda m, _: m.join(1),
    "TUPLE2": lambda m, _: m.join(2),
    "TUPLE3": lambda m, _: m.join(3),
    "TUPLE": lambda m, _: m.push(tuple(m.pop_to_mark())),
    **dict.fromkeys(("LIST", "FROZENSET"), lambda m, _: m.push(m.pop_to_mark())),
    "DICT": _bare(PickleMachine.dict_to_mark),
    "APPEND": lambda m, _: m.extend([m.pop()]),
    **dict.fromkeys(("APPENDS", "ADDITEMS"), lambda m, _: m.extend(m.pop_to_mark())),
    "SETITEM": lambda m, _: m.set([m.pop(), m.pop()][::-1]),
    "SETITEMS": lambda m, _: m.set(m.pop_to_mark()),
    "GLOBAL": lambda m, pair: m.push(Named(*pair)),
    "STACK_GLOBAL": _bare(PickleMachine.name_from_stack),
    **dict.fromkeys(("REDUCE", "NEWOBJ"), _bare(PickleMachine.call)),
    "NEWOBJ_EX": _bare(PickleMachine.call_with_names),
    "OBJ": _bare(PickleMachine.call_to_mark),
    "INST": lambda m, pair: m.make(Named(*pair), tuple(m.pop_to_mark())),
    "BUILD": _bare(PickleMachine.build),
    "PERSID": PickleMachine.persistent,
    "BINPERSID": lambda m, _: m.persistent(m.pop()),
    "PROTO": PickleMachine.protocol,
    **dict.fromkeys(("EXT1", "EXT2", "EXT4"), _bare(PickleMachine.extension)),
    # A frame only says how much to read ahead.
    **dict.fromkeys(("FRAME", "READONLY_BUFFER"), lambda m, _: None),
    "NEXT_BUFFER": _bare(PickleMachine.buffer),
}
