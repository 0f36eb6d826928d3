"""``gatescope fixedpoints``: where the state of a model comes to rest, or would, while its input stays the same."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from gatescope import api
from gatescope.analysis.fixed_points.found import NO_NUMBER, FixedPoint, FixedPoints
from gatescope.analysis.fixed_points.search import STARTS, TOLERANCE
from gatescope.api.fixed_point_search import ZERO
from gatescope.cli.counted import counted
from gatescope.cli.inputs import CONVENTION_HELP, RNN_HELP, tell_what_is_not_computed
from gatescope.cli.json_text import json_text
from gatescope.cli.ranges import setting
from gatescope.errors import GateScopeError
from gatescope.training.number_arguments import number, whole


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the verb."""
    parser = subparsers.add_parser(
        "fixedpoints",
        help="find the states that stay while the input stays the same",
        description="Find the fixed points of a layer while it reads the same again and again, by minimising "
        "q = ½‖F(s) − s‖² from many visited states: their stability, how many there are at several tolerances, and "
        "which starts led to none.",
    )
    parser.add_argument("--model", metavar="NAME|FILE", required=True, help="a bundled model, or a model file")
    parser.add_argument("--rnn", metavar="NAME", help=RNN_HELP)
    parser.add_argument(
        "--input",
        metavar="zero|TOKEN|X.npy",
        default=ZERO,
        help="what is read again and again: zeros (the default), a word, or the vector in a file",
    )
    parser.add_argument(
        "--starts", metavar="N", type=whole(1), default=STARTS, help=f"how many starts; {STARTS} by default"
    )
    parser.add_argument("--seed", metavar="N", type=whole(0), default=0, help="of the random starts; 0 by default")
    parser.add_argument(
        "--tolerance",
        metavar="1e-10",
        type=number(0, above=True),
        default=TOLERANCE,
        help="‖F(s) − s‖ of a point is no larger; 1e-10 by default",
    )
    parser.add_argument("--layer", metavar="K", type=int, help="which layer, counted from 0; the last by default")
    parser.add_argument("--direction", choices=("forward", "reverse"), help="its direction; forward by default")
    parser.add_argument("--vocab", metavar="V.json|.txt|.csv", type=Path, help="the tokens of the model's embedding")
    parser.add_argument("--tokenizer", metavar="NAME|FILE", help="the tokenizer; as the vocabulary suggests by default")
    parser.add_argument(
        "--convention", metavar="KEY=VALUE", type=setting, action="append", default=[], help=CONVENTION_HELP
    )
    parser.add_argument("--json", action="store_true", help="print everything as JSON")


def run(args: argparse.Namespace) -> int:
    """Print the points. The exit code is 0 also where there are none."""
    model = api.load(
        args.model, rnn=args.rnn, convention=dict(args.convention), vocab=args.vocab, tokenizer=args.tokenizer
    )
    tell_what_is_not_computed(model.name, model)
    try:
        found = api.fixed_points(
            model,
            args.input,
            starts=args.starts,
            seed=args.seed,
            tolerance=args.tolerance,
            layer=args.layer,
            direction=args.direction,
            report=_Progress() if sys.stderr.isatty() else _no_progress,
        )
    except MemoryError as error:
        raise GateScopeError(
            f"there is not enough memory for {counted(args.starts, 'start')}; take fewer with --starts"
        ) from error
    lost = sum(one.count for one in found.dropped if one.reason == NO_NUMBER)
    if lost:
        starts = counted(found.starts, "start")
        print(f"{model.name}: {lost:,} of {starts} met what is no finite number", file=sys.stderr)
    print(json_text(as_data(found)) if args.json else as_text(model.name, args.input, found))
    return 0


def as_data(found: FixedPoints) -> dict[str, Any]:
    """Return the record for scripts."""
    return {
        "points": [
            {
                "state": point.state.tolist(),
                "q": point.q,
                "kind": point.kind,
                "unstable": point.unstable,
                "eigenvalues": [[value.real, value.imag] for value in point.eigenvalues.tolist()],
                "starts": point.starts,
                "readout": _readout(point),
            }
            for point in found.points
        ],
        "ladder": [{"tolerance": rung.tolerance, "count": rung.count} for rung in found.ladder],
        "dropped": [{"reason": one.reason, "count": one.count} for one in found.dropped],
    }


def as_text(model: str, read: str, found: FixedPoints) -> str:
    """Return the points for a person: a table, the ladder, and what was dropped."""
    starts = counted(found.starts, "start")
    lines = [f"{model}, {found.part}, reading {read} again and again: {starts}, seed {found.seed}", ""]
    if found.points:
        lines.append(f"{'kind':<16}  {'largest |λ|':>11}  {'unstable':>8}  {'read-out':>10}  {'starts':>7}  {'q':>8}")
    for point in found.points:
        kind = f"{point.kind}, spiral" if point.spiral else point.kind
        lines.append(
            f"{kind:<16}  {point.largest:>11.4f}  {point.unstable:>8}  {_short(_readout(point)):>10}  "
            f"{point.starts:>7,}  {point.q:>8.1e}"
        )
    if found.more:
        lines.append(f"… and {found.more:,} more points, to each of which fewer starts led")
    if not found.points:
        lines.append(f"There is no point below {found.tolerance:g}; the slowest place is {found.slowest:.2g}.")
    lines += ["", f"Distinct places, {found.apart:g} apart, at each ‖F(s) − s‖:"]
    lines += [f"  {rung.tolerance:<8.2g} {rung.count:>6,}" for rung in found.ladder]
    lines += [""] * bool(found.dropped)
    lines += [f"Dropped: {counted(one.count, 'start')}, {one.reason}" for one in found.dropped]
    return "\n".join(lines)


def _readout(point: FixedPoint) -> float | list[float] | None:
    """Return what the first read-out says: a number, several, or None."""
    values = next(iter(point.readouts.values()), None)
    if values is None:
        return None
    numbers: list[float] = values.tolist()
    return numbers[0] if len(numbers) == 1 else numbers


def _short(value: float | list[float] | None) -> str:
    if value is None:
        return ""
    return f"{value:.3f}" if isinstance(value, float) else f"{max(value):.3f} at {value.index(max(value))}"


def _no_progress(share: float) -> None:
    """Say nothing: there is no terminal to tell."""


class _Progress:
    """Writes the share that is done into one line of the terminal."""

    def __init__(self) -> None:
        self._said = -1

    def __call__(self, share: float) -> None:
        percent = round(100 * share)
        if percent != self._said:
            self._said = percent
            print(f"\r{percent} % ", end="\r" if percent == 100 else "", file=sys.stderr, flush=True)
