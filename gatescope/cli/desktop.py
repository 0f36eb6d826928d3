"""``gatescope desktop``: the app in the menu of this desktop, with its icon and its kind of file."""

from __future__ import annotations

import argparse
from pathlib import Path

from gatescope.app.start.desktop_entry import install, remove, start_command


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the verb."""
    parser = subparsers.add_parser(
        "desktop",
        help="put the app into this desktop's menu, or take it out again",
        description="Put the app into the menu of this desktop (Linux, for this person alone), with its icon, and have "
        "the desktop open projects (.gatescope) with it; or take all that away again.",
    )
    parser.add_argument("deed", metavar="install|remove", choices=("install", "remove"), help="which of both")
    parser.add_argument(
        "--data", metavar="DIR", type=Path, help="the folder of data to use, by default this person's (~/.local/share)"
    )


def run(args: argparse.Namespace) -> int:
    """Do it, and print the files."""
    if args.data is None:
        from gatescope.session.user_folders import data_folder

        args.data = data_folder().parent
    if args.deed == "install":
        for path in install(args.data, start_command()):
            print(f"{path}: written")
        return 0
    removed = remove(args.data)
    for path in removed:
        print(f"{path}: removed")
    if not removed:
        print("there was no entry")
    return 0
