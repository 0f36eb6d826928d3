"""What a hostile pickle would run is named and refused; what honest ones make is recorded."""

from __future__ import annotations

import argparse
import enum
import pathlib
import pickle
import uuid
from typing import Any

import pytest

from gatescope.errors import FormatError
from gatescope.formats.pytorch.objects import Made, Named
from tests.formats.pytorch.pickles import called, joined, named, text, unpickled

COMMAND = text("touch payload_ran")


def two_lines(module: str, name: str) -> bytes:
    return f"{module}\n{name}\n".encode()


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (called("os", "system", COMMAND), r"would run os.system\('touch payload_ran'\)"),
        (called("posix", "system", COMMAND), "would run os.system"),
        (called("nt", "system", COMMAND), "would run os.system"),
        (called("__builtin__", "eval", COMMAND), "would run builtins.eval"),
        (called("builtins", "exec", COMMAND), "would run builtins.exec"),
        (called("builtins", "__import__", text("os")), "would run builtins.__import__"),
        (called("subprocess", "Popen", COMMAND), "would run subprocess.Popen"),
        (called("subprocess", "run", b"](" + COMMAND + b"e"), "would run subprocess.run"),
        (called("importlib", "import_module", text("os")), "would run importlib.import_module"),
        (called("commands", "getoutput", COMMAND), "would run commands.getoutput"),
        (called("pip._internal.cli.main", "main", COMMAND), "would run pip"),
        (called("torch", "load", COMMAND), "would run torch.load"),
        (called("torch.hub", "load", COMMAND), "would run torch.hub.load"),
        (called("numpy.testing._private.utils", "runstring", COMMAND), "would run numpy"),
        (called("torch.storage", "_load_from_bytes", b"C\x01x"), "would run torch.storage"),
        (b"(" + COMMAND + b"i" + two_lines("os", "system"), "would run os.system"),
        (b"(" + named("os", "system") + COMMAND + b"o", "would run os.system"),
        (named("os", "system") + joined(COMMAND) + b"\x81", "would run os.system"),
        (named("os", "system") + joined(COMMAND) + b"}\x92", "would run os.system"),
        (text("os") + text("system") + b"\x93" + joined(COMMAND) + b"R", "would run os.system"),
        # os.system reached through getattr: still called by its name.
        (called("builtins", "getattr", named("os", "path"), text("os")) + joined(COMMAND) + b"R", "would run os.path"),
        # A call of what a call gave.
        (called("operator", "attrgetter", text("system")) + joined(named("os", "path")) + b"R", "itself"),
        (called("functools", "partial", named("os", "system"), COMMAND) + b")R", "itself"),
    ],
)  # fmt: skip
def test_a_payload_is_named_and_refused(data: bytes, reason: str) -> None:
    with pytest.raises(FormatError, match=reason) as caught:
        unpickled(b"\x80\x02" + data + b".")
    assert "nothing of it was run" in str(caught.value) or "itself" in str(caught.value)


class Mode(enum.Enum):
    BOTH = "both"


class Own:
    def __init__(self) -> None:
        self.rate = 0.1


class OwnDict(dict[str, int]):
    pass


@pytest.mark.parametrize("module", ["pathlib", "pathlib._local"])
@pytest.mark.parametrize("kind", ["PosixPath", "WindowsPath", "PurePosixPath", "PureWindowsPath"])
def test_paths_are_recorded_from_every_python(module: str, kind: str) -> None:
    unpickled(b"\x80\x02" + called(module, kind, text("a")) + b".")


@pytest.mark.parametrize("protocol", range(6))
def test_what_checkpoints_hold_beside_weights_is_recorded(protocol: int) -> None:
    saved: list[Any] = [
        argparse.Namespace(rate=0.1), pathlib.PurePosixPath("a/b"), Mode.BOTH, Own(), OwnDict(a=1), uuid.UUID(int=5),
    ]  # fmt: skip
    found: Any = unpickled(pickle.dumps(saved, protocol))
    assert all(isinstance(made, Made | Named) for made in found)
    assert found[0].attributes == found[3].attributes == {"rate": 0.1}
    assert found[3].what == Named(Own.__module__, "Own")
    assert found[4].pairs == {"a": 1}


def test_a_name_alone_does_no_harm() -> None:
    assert unpickled(named("os", "system") + b".") == Named("os", "system")
