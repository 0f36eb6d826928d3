"""The arguments of ``gatescope render`` for composed figures, and for a file of sentences."""

from __future__ import annotations

import argparse
import re
from pathlib import Path
from typing import Any

from gatescope.cli.ranges import view_option
from gatescope.errors import UsageError
from gatescope.export.resolution import COARSEST, FINEST
from gatescope.plots.by_name import LOG_VIEWS, MODEL_VIEWS, RUN_VIEWS
from gatescope.plots.figure.figure import (
    LARGEST_PT,
    LEGENDS,
    LETTERS,
    NARROWEST_MM,
    SMALLEST_PT,
    WIDEST_MM,
    columns_of,
)
from gatescope.plots.figure.styles import Style
from gatescope.session.scene.view_options import OPTIONS, by_view
from gatescope.training.number_arguments import number

NUMBER = "{n}"
"""What stands for the number of the sentence in the name of the file."""
VIEWS = (*RUN_VIEWS, *MODEL_VIEWS, *LOG_VIEWS)
OF_FIGURES = (
    "columns",
    "style",
    "width_mm",
    "height_mm",
    "text_pt",
    "letters",
    "title",
    "caption",
    "legend",
    "dpi",
)
"""The arguments any of which makes a figure, even of one view."""


def views(text: str) -> str:
    """Return ``gradients,ledger`` as it is written, once every view is known."""
    for name in text.split(","):
        if name.strip() not in VIEWS:
            raise argparse.ArgumentTypeError(f"{name.strip()!r} is no view (choose from {', '.join(VIEWS)})")
    return ",".join(name.strip() for name in text.split(","))


def columns(text: str) -> int:
    """Return ``3`` as how many views stand side by side."""
    try:
        return columns_of(int(text) if re.fullmatch(r"[-+]?\d{1,9}", text) else text, 1)
    except UsageError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def add_figure_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what composes a figure; any of it, or more than one view, makes one."""
    group = parser.add_argument_group(
        "figures", "several views as one figure with a size on paper, such as --view gradients,ledger --columns 2"
    )
    group.add_argument(
        "--columns",
        metavar="N",
        type=columns,
        help="how many views stand side by side; two by default, one on narrow paper",
    )
    group.add_argument(
        "--style",
        choices=[str(style) for style in Style],
        help="for print (the default): black on white, lines told apart without colour; for a slide: large and thick; "
        "for the screen: as the window",
    )
    side = number(NARROWEST_MM, WIDEST_MM)
    group.add_argument("--width-mm", metavar="MM", type=side, help="the width on paper; 174 by default")
    group.add_argument("--height-mm", metavar="MM", type=side, help="the height; what the views need by default")
    group.add_argument(
        "--text-pt",
        metavar="PT",
        type=number(SMALLEST_PT, LARGEST_PT),
        help="the size of the text in points; 8 in print",
    )
    group.add_argument("--letters", choices=LETTERS, help="how panels are lettered")
    group.add_argument("--title", help="the first words of the caption, in bold")
    group.add_argument(
        "--caption", help="below the panels, with **bold** words; what the views show by default, and '' for none"
    )
    group.add_argument("--legend", choices=LEGENDS, help="where the names of lines stand")
    group.add_argument(
        "--dpi",
        metavar=f"{COARSEST:g}…{FINEST:g}",
        type=number(COARSEST, FINEST),
        help="pixels of an inch of a .png; 300 by default",
    )
    group.add_argument(
        "--per-view",
        metavar="VIEW.OPTION=VALUE",
        type=view_option,
        action="append",
        help="an option of one view alone, again and again for several: traces.units=u3,u7 traces.token=4 "
        f"gradients.of=last; options are {', '.join(name for name in OPTIONS if name != 'against')}",
    )
    parser.add_argument(
        "--text-file-lines",
        metavar="FILE.txt",
        type=Path,
        help=f"draw every line of a file instead of a text; {NUMBER} in the name of the output is the line's number",
    )


def makes_figure(args: argparse.Namespace) -> bool:
    """Return whether the arguments ask for a composed figure."""
    return "," in args.view or any(getattr(args, name) is not None for name in (*OF_FIGURES, "per_view"))


def check_figure(args: argparse.Namespace) -> None:
    """End with the usage and exit code 2 where something has no meaning for a figure."""
    for name in args.view.split(","):
        if name in LOG_VIEWS:
            args.wrong_usage(f"--view {name} shows logs, which a figure with a size on paper does not")
    if args.size is not None or args.scale != 1.0:
        args.wrong_usage("--size and --scale have no meaning for a figure: --width-mm, --height-mm and --dpi say it")


def figure_options(args: argparse.Namespace) -> dict[str, Any]:
    """Return the arguments for `api.figure` that were given."""
    found = {name: value for name in OF_FIGURES if (value := getattr(args, name)) is not None}
    return found | {"per_view": by_view(tuple(args.per_view))} if args.per_view else found
