"""What is read of a text before it is put into the window, and what is never waited for."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from gatescope.app.opened import OpenedText, read_path
from gatescope.errors import FileError
from gatescope.formats.progress import silent


@pytest.mark.parametrize("content", ["der Film\r\n war gut 模型".encode(), "\ufeffthe film".encode(), b""])
def test_a_text(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "review.txt"
    path.write_bytes(content)
    assert read_path(path, silent) == OpenedText(path, content.decode().removeprefix("\ufeff"))


def test_a_text_in_another_encoding(tmp_path: Path) -> None:
    (tmp_path / "review.txt").write_bytes("naïve".encode("latin-1"))
    with pytest.raises(FileError, match=r"^review.txt: the text is not UTF-8"):
        read_path(tmp_path / "review.txt", silent)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes among the files of this system")
@pytest.mark.parametrize("suffix", [".txt", ".md", ".onnx"])
def test_a_pipe_and_an_endless_device(suffix: str, tmp_path: Path) -> None:
    pipe, endless = tmp_path / f"pipe{suffix}", tmp_path / f"endless{suffix}"
    os.mkfifo(pipe)
    endless.symlink_to("/dev/zero")
    for path in (pipe, endless):
        with pytest.raises(FileError, match=rf"^{path.name}: is a pipe or a device, not a file"):
            read_path(path, silent)
