"""One picture for every line of a file of sentences."""

from __future__ import annotations

import argparse
import io
import sys
from collections.abc import Callable
from pathlib import Path

from gatescope.cli.figure_arguments import NUMBER
from gatescope.errors import FileError, GateScopeError, one_line
from gatescope.formats.files.text import read_text


def draw_lines(args: argparse.Namespace, draw: Callable[[argparse.Namespace], str]) -> int:
    """Call `draw` with the arguments of every line that is not empty, print what it tells, and return the exit code.

    A line that cannot be drawn is one sentence on stderr; the others are drawn all the same.

    Raises:
        FileError: the file cannot be read, or has nothing but empty lines.
    """
    if any(one is not None for one in (args.text, args.text_file, args.ids, args.inputs)):
        args.wrong_usage("--text-file-lines stands in place of TEXT, --text-file, --ids and --inputs")
    if NUMBER not in str(args.output):
        args.wrong_usage(f"-o {args.output}: with --text-file-lines it needs {NUMBER}, the number of the line")
    # As in a corpus: other characters that may end a line, such as U+2028, are part of the text.
    read = io.StringIO(read_text(args.text_file_lines), newline=None)
    lines = [(number, line.rstrip("\n")) for number, line in enumerate(read, 1) if line.strip()]
    if not lines:
        raise FileError(args.text_file_lines, "has no line to draw: all are empty")
    code = 0
    for number, line in lines:
        output = Path(str(args.output).replace(NUMBER, str(number)))
        try:
            print(draw(argparse.Namespace(**{**vars(args), "text": line, "output": output})))
        except GateScopeError as error:
            said = one_line(str(error))
            print(f"gatescope: error: {args.text_file_lines.name}, line {number}: {said}", file=sys.stderr)
            code = 1
    return code
