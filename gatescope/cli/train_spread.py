"""``gatescope train --seeds N``: a model a seed, and how far they lie apart."""

from __future__ import annotations

import argparse
import copy
import os
import sys
from pathlib import Path
from typing import Any

from gatescope.cli.progress_line import ProgressLine
from gatescope.errors import UsageError
from gatescope.training.command import command, material, recipe


def train_spread(args: argparse.Namespace, date: str) -> dict[str, Any]:
    """Train and write the models ``OUT-seed3.safetensors`` …; return what they reached, for JSON.

    Raises:
        UsageError: another choice does not go with several seeds.
        GateScopeError: a run failed, or a file cannot be written; those that were written stay.
    """
    from gatescope.formats.own.weights_and_card import save_model
    from gatescope.session.training.spread import Seeded, Spread, seeded, train_here, train_on_cluster

    if args.resume or args.log is not None:
        raise UsageError("--seeds trains several runs: leave --resume and --log out, or train one seed at a time")
    seeds = range(args.seed, args.seed + args.seeds)
    paths = [output_of(args.output, seed) for seed in seeds]
    about = [{"command": command(_of(args, seed, path)), "date": date} for seed, path in zip(seeds, paths, strict=True)]
    runs = [
        Seeded(seeded(recipe(args), seed), path.stem, fields)
        for seed, path, fields in zip(seeds, paths, about, strict=True)
    ]
    rows = []
    with ProgressLine(f"training {args.seeds} seeds", sys.stderr) as line:
        if args.dask is None:
            models = train_here(args.task, material(args), runs, os.cpu_count() or 1, line.show)
        else:
            models = train_on_cluster(args.dask, args.task, material(args), runs)
        for seed, path, model in zip(seeds, paths, models, strict=True):
            save_model(model, path)
            rows.append({"seed": seed, "value": model.card["metric"]["value"], "file": path.name})
            line.say(f"{path}: {model.card['metric']['name']} {model.card['metric']['value']:.4f}")
    spread = Spread.of([row["value"] for row in rows])
    metric = model.card["metric"]
    return {
        "task": args.task,
        "metric": metric["name"],
        "on": metric["on"],
        "seeds": rows,
        "mean": spread.mean,
        "deviation": spread.deviation,
    }


def said(found: dict[str, Any]) -> str:
    """Return the result as a sentence."""
    count, deviation = len(found["seeds"]), found["deviation"]
    apart = "" if deviation is None else f" ± {deviation:.4f} (s.d.)"
    seeds = "1 seed" if count == 1 else f"{count} seeds"
    return f"{found['metric']} {found['mean']:.4f}{apart} over {seeds}, on {found['on']}"


def output_of(output: Path, seed: int) -> Path:
    """Return the file of one seed."""
    return output.with_name(f"{output.stem}-seed{seed}{output.suffix}")


def _of(args: argparse.Namespace, seed: int, path: Path) -> argparse.Namespace:
    one = copy.copy(args)
    one.seed, one.output = seed, path
    return one
