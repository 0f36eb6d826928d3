"""The arguments of `render` about the scene that a picture carries, and a scene drawn once more."""

from __future__ import annotations

import argparse
import sys

from gatescope import api
from gatescope.export.file_kinds import PICTURES
from gatescope.formats.own.library import path_of
from gatescope.session.scene.model_in_file import model_in_file, wanted_in

_LONGEST = 80
"""Characters of a text that are said again."""


def add_scene_arguments(parser: argparse.ArgumentParser) -> None:
    """Add ``--scene`` and ``--no-scene``."""
    parser.add_argument(
        "--scene",
        metavar="FIGURE|LINK",
        help="draw the scene once more that a figure of GateScope carries, or a link gatescope:…; with --view, another "
        "view of the same runs; with --model, the file of its model where that is no bundled one, and with --vocab "
        "that of its words",
    )
    parser.add_argument(
        "--no-scene",
        action="store_true",
        help="leave the scene out of the file: by default it carries what it takes to open it again in the window",
    )


def render_scene(args: argparse.Namespace) -> int:
    """Draw the figure of a scene once more."""
    scene = api.scene(args.scene)
    models = []
    if args.model is not None:
        path = path_of(args.model)
        wanted = wanted_in(scene, path.name)
        models = [model_in_file(wanted, path, vocabulary=args.vocab, tokenizer=args.tokenizer)[0]]
    api.render_scene(scene, args.output, models=models, view=args.view, carried=not args.no_scene)
    print(f"{args.output}: the scene of {_short(scene.text)!r} in {', '.join(scene.names)}")
    return 0


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST].rstrip()}…"


def tell_untold(args: argparse.Namespace, why: str) -> None:
    """Say on stderr `why` a picture carries no scene, where none can tell of it; a table never has one."""
    if why and not args.no_scene and args.output.suffix.lower() in PICTURES:
        print(f"{args.output}: carries no scene: {why}", file=sys.stderr)
