"""The effects of a pickle's opcodes on its stack and its memo."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from gatescope.errors import FormatError
from gatescope.formats.pytorch.objects import Key, Made, Named, NumpyArray, NumpyType, WouldRunError
from gatescope.formats.pytorch.pickle_data import PickleData
from gatescope.words import tr

Persistent = Callable[[object], object]
Call = Callable[[Named, tuple[object, ...]], object]

_MOST_REMEMBERED = 1_000_000
# A call takes the time of several steps, and may copy its arguments: text, or the pairs of a dict.
_STEPS_A_CALL, _BYTES_A_STEP, _ITEMS_A_STEP = 4, 64, 8
_PLAIN_KEYS = (str, bytes, bool, type(None))
_NEWEST_PROTOCOL = 5
_LARGEST_KEY = 1 << 60


class PickleStack:
    """The stack of one pickle, with the marks on it, and the memo of what it refers to again.

    Methods are called as the opcodes ask; an empty stack, a missing memo or a value of the wrong kind raises what
    Python raises for it, which `PickleMachine` turns into a `FormatError`.

    Attributes:
        data: the bytes, and how far they are read.
        steps: that are done, those of all pickles before included.
    """

    def __init__(self, path: Path, data: PickleData, *, persistent: Persistent, call: Call) -> None:
        self.path = path
        self.data = data
        self.steps = 0
        self._persistent, self._call = persistent, call
        self.clear()

    def clear(self) -> None:
        """Begin the next pickle."""
        self._stack: list[object] = []
        self._below: list[list[object]] = []
        self._memo: dict[int, object] = {}

    def push(self, value: object) -> None:
        self._stack.append(value)

    def pop(self) -> object:
        return self._stack.pop()

    @property
    def top(self) -> object:
        return self._stack[-1]

    def pop_to_mark(self) -> list[object]:
        items, self._stack = self._stack, self._below.pop()
        return items

    def mark(self) -> None:
        self._below.append(self._stack)
        self._stack = []

    def discard(self) -> None:
        if self._stack:
            self._stack.pop()
        else:
            self.pop_to_mark()

    def remember(self, key: int | None) -> None:
        """Keep the topmost value under `key`, or under the next number."""
        if len(self._memo) >= _MOST_REMEMBERED:
            raise FormatError(
                self.path,
                tr(
                    "holds a pickle of over {remembered:,} objects, far more than weights take",
                    remembered=_MOST_REMEMBERED,
                ),
            )
        self._memo[len(self._memo) if key is None else key] = self.top

    def recall(self, key: int) -> None:
        self.push(self._memo[key])

    def join(self, count: int) -> None:
        """Make one tuple of the topmost `count` values."""
        if len(self._stack) < count:
            raise IndexError(count)
        cut = len(self._stack) - count
        self._stack[cut:] = [tuple(self._stack[cut:])]

    def dict_to_mark(self) -> None:
        items = self.pop_to_mark()
        self.push({})
        self.set(items)

    def extend(self, items: list[object]) -> None:
        """Append `items` to the topmost value."""
        target = self.top
        if isinstance(target, Made):
            target.items = target.items or []
            target.items += items
        elif isinstance(target, list):
            target += items
        else:
            raise TypeError("something appended to what is no list")

    def set(self, items: list[object]) -> None:
        """Set the keys and values that stand in `items` by turns in the topmost value."""
        set_pairs(self.top, items)

    def name_from_stack(self) -> None:
        name, module = self.pop(), self.pop()
        if not isinstance(module, str) or not isinstance(name, str):
            raise TypeError("a name that is no text")
        self.push(Named(module, name))

    def protocol(self, number: int) -> None:
        if number > _NEWEST_PROTOCOL:
            raise FormatError(
                self.path,
                tr(
                    "is a pickle of protocol {number}; those up to {newest_protocol} are read",
                    number=number,
                    newest_protocol=_NEWEST_PROTOCOL,
                ),
            )

    def extension(self) -> None:
        raise FormatError(self.path, tr("names its classes by numbers of a private registry, which stands in no file"))

    def buffer(self) -> None:
        raise FormatError(self.path, tr("leaves its numbers outside of the file, as pickles do between two processes"))

    def persistent(self, key: object) -> None:
        self.push(self._persistent(key))

    def call(self) -> None:
        arguments, what = self.pop(), self.pop()
        self.make(what, arguments)

    def call_with_names(self) -> None:
        """Run `NEWOBJ_EX`; the arguments by name only matter in a real call."""
        self.pop()
        self.call()

    def call_to_mark(self) -> None:
        """Run `OBJ`: the class and its arguments are above the mark."""
        what, *arguments = self.pop_to_mark()
        self.make(what, tuple(arguments))

    def build(self) -> None:
        """Hand an object its state."""
        state = self.pop()
        made = self.top
        if isinstance(made, Made):
            made.state = state
        elif isinstance(made, NumpyType):
            order = _tuple(state)[1]
            made.order = order.decode("ascii") if isinstance(order, bytes) else str(order)
        elif isinstance(made, NumpyArray):
            _fill(made, _tuple(state))

    def make(self, what: object, arguments: object) -> None:
        if not isinstance(what, Named):
            raise WouldRunError(
                self.path, tr("would call something that it made itself, which weights have no use for")
            )
        found = _tuple(arguments)
        self.steps += _STEPS_A_CALL
        for value in found:
            if isinstance(value, str | bytes):
                self.steps += len(value) // _BYTES_A_STEP
            elif isinstance(value, list | tuple | dict):
                self.steps += len(value) // _ITEMS_A_STEP
        self.push(self._call(what, found))


def _tuple(value: object) -> tuple[object, ...]:
    if not isinstance(value, tuple):
        raise TypeError("arguments that are no tuple")
    return value


def set_pairs(target: object, items: list[object]) -> None:
    """Set the keys and values that stand in `items` by turns; raises TypeError where that makes no sense."""
    if isinstance(target, Made):
        target.pairs = {} if target.pairs is None else target.pairs
        target = target.pairs
    if not isinstance(target, dict) or len(items) % 2:
        raise TypeError("something set in what is no dict")
    for key, value in zip(items[::2], items[1::2], strict=True):
        target[_hashable(key)] = value


def _hashable(key: object) -> object:
    """Return `key`, or a `Key` around it where hashing it could take long."""
    small = type(key) is int and -_LARGEST_KEY < key < _LARGEST_KEY
    return key if small or type(key) in _PLAIN_KEYS else Key(key)


def _fill(array: NumpyArray, state: tuple[object, ...]) -> None:
    """NumPy's ``ndarray.__setstate__``: version, shape, dtype, by column, bytes."""
    shape, dtype, by_column, data = state[-4:]
    if not isinstance(dtype, NumpyType) or not isinstance(shape, tuple):
        raise TypeError("an array without type or shape")
    array.shape, array.dtype, array.by_column = tuple(count_of(n) for n in shape), dtype, bool(by_column)
    # Python 2's strings were read as text where they happened to be UTF-8; arrays of objects come as a list.
    array.data = (
        data.encode("utf-8", "surrogatepass") if isinstance(data, str) else data if isinstance(data, bytes) else b""
    )


def count_of(value: object) -> int:
    """Return `value` as a count, or raise TypeError."""
    if type(value) is not int or value < 0:
        raise TypeError("a length that is no count")
    return value
