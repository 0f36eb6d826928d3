"""Reads rows of JSON, one a line, from a process in which every library has one thread."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator, Sequence

from gatescope.cli.bench import Row
from gatescope.cli.blas import ONE_THREAD
from gatescope.errors import GateScopeError


def measured(command: Sequence[str], subject: str, *, quick: bool) -> Iterator[Row]:
    """Yield the rows that `command`, with ``--quick`` behind it if asked, prints, as it prints them.

    Args:
        subject: what is measured, for the error.

    Raises:
        GateScopeError: the process failed.
    """
    command = [*command, *(["--quick"] if quick else [])]
    environ = os.environ | ONE_THREAD
    with subprocess.Popen(command, env=environ, stdout=subprocess.PIPE, text=True, encoding="utf-8") as process:
        assert process.stdout is not None
        try:
            yield from map(json.loads, process.stdout)
        except BaseException:
            process.kill()
            raise
    if process.returncode != 0:
        raise GateScopeError(f"the {subject} could not be measured: its process ended with {process.returncode}")
