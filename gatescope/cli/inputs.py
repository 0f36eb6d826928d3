"""The arguments that `trace` and `render` share: the model, its input, and the interventions."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from gatescope import api
from gatescope.cli.ranges import MoreUnits, clamp, setting, units
from gatescope.errors import UsageError, escaped, one_line
from gatescope.export.file_kinds import FileKind, FileKinds, PictureWriter, RecordingWriter
from gatescope.export.recording import Recording
from gatescope.formats.core.model import Model
from gatescope.formats.files.text import read_text
from gatescope.formats.words.attach import NOTES, attach, words_beside
from gatescope.session.run.inputs import DTYPES
from gatescope.text import registry

RNN_HELP = "the recurrent layer or stack of a file with several; the first stack by default"
CONVENTION_HELP = (
    "override how the file is read, such as reset_after=false, gate_order=i,f,o,g or readout=softmax; may be repeated"
)
_LARGEST_ID = 2**63 - 1
_Writer = TypeVar("_Writer", bound=PictureWriter | RecordingWriter)


def add_input_arguments(parser: argparse.ArgumentParser, where: str, *, model_needed: bool = True) -> None:
    """Add model, input and interventions; `where` says in the help what ``--layer`` and ``--direction`` are for."""
    parser.add_argument("text", metavar="TEXT", nargs="?", help="the text to read")
    parser.add_argument("--text-file", metavar="FILE", type=Path, help="read the text from a UTF-8 file")
    parser.add_argument(
        "--ids", metavar="5,2,9", type=_ids, action="extend", help="token ids instead of a text; may be repeated"
    )
    parser.add_argument("--inputs", metavar="X.npy|.npz|.csv", type=Path, help="vectors (T, inputs) instead of a text")
    parser.add_argument("--model", metavar="NAME|FILE", required=model_needed, help="a bundled model, or a model file")
    parser.add_argument("--rnn", metavar="NAME", help=RNN_HELP)
    parser.add_argument(
        "--vocab",
        metavar="V.json|.txt|.csv",
        type=Path,
        help="the tokens of the model's embedding, in order or with their ids; or word vectors (GloVe, word2vec, "
        "fastText) for a model that takes vectors",
    )
    parser.add_argument(
        "--tokenizer",
        metavar="NAME|FILE",
        help=f"the tokenizer: {', '.join(registry.names())}, or a tokenizer.json; by default the one that the "
        "vocabulary suggests",
    )
    parser.add_argument(
        "--initial",
        metavar="S.npz",
        type=Path,
        help="initial states: layer0.forward.hidden_state (units,) and the like; the file's own, or zero, by default",
    )
    parser.add_argument(
        "--convention",
        metavar="KEY=VALUE",
        type=setting,
        action="append",
        default=[],
        help=CONVENTION_HELP,
    )
    parser.add_argument("--dtype", choices=tuple(DTYPES), help="precision to compute in; the model's own by default")
    parser.add_argument(
        "--clamp",
        metavar="SIGNAL=VALUE@u3,u7-9@t4-12",
        type=clamp,
        action="append",
        default=[],
        help="clamp a signal to a value, for all units and tokens or for some, counted from 0; may be repeated",
    )
    parser.add_argument(
        "--ablate",
        metavar="u3,u7",
        type=units,
        action=MoreUnits,
        default=(),
        help="ablate units (counted from 0): their hidden state is 0; may be repeated",
    )
    parser.add_argument("--layer", metavar="K", type=int, help=f"{where}, counted from 0; the last by default")
    parser.add_argument("--direction", choices=("forward", "reverse"), help=f"{where}; forward by default")
    parser.set_defaults(wrong_usage=parser.error)


def check_one_input(args: argparse.Namespace) -> None:
    """End with the usage and exit code 2 unless exactly one of the four inputs was given."""
    sources = [args.text, args.text_file, args.ids, args.inputs]
    if sum(one is not None for one in sources) != 1:
        args.wrong_usage("give one of TEXT, --text-file, --ids and --inputs")


def output_kind(args: argparse.Namespace, kinds: FileKinds[_Writer]) -> FileKind[_Writer]:
    """Return the kind of file that ``-o`` names; where its suffix names none, end with the usage and exit code 2."""
    try:
        return kinds.of(args.output)
    except UsageError as error:
        args.wrong_usage(f"-o {error}")
        raise


def record(model: Model, args: argparse.Namespace, gradients: str | None = None) -> Recording:
    """Run `model` on the one input among the arguments, and say on stderr what is not computed, which tokens are left
    out and where the numbers stop being finite.

    Raises:
        FileError: a file cannot be read.
        UsageError: what it holds does not fit the model.
    """
    changed = bool(args.clamp or args.ablate)
    model = _with_text(model, args)
    found = api.trace(
        model,
        args.text if args.text_file is None else read_text(args.text_file),
        ids=args.ids,
        inputs=args.inputs,
        initial=args.initial,
        clamp=args.clamp,
        ablate=args.ablate,
        layer=args.layer if changed else None,
        direction=args.direction if changed else None,
        gradients=gradients,
        convention=dict(args.convention),
        dtype=args.dtype,
    )
    tell_what_is_not_computed(model.name, found)
    padding = 0 if args.ids is None else args.ids.count(model.masked_id)
    if padding:
        tokens = "1 token" if padding == 1 else f"{padding:,} tokens"
        left = "is padding" if padding == 1 else "are padding"
        _tell(model.name, f"{tokens} of id {model.masked_id} {left} and left out")
    bad = found.run.bad
    if bad is not None:
        signal = f"{bad.part}.{bad.signal}" if bad.part else bad.signal
        _tell(model.name, f"{signal} is no finite number from token {bad.token} (“{escaped(bad.word)}”) on")
    return found


def with_distinct_names(models: Sequence[Model]) -> list[Model]:
    """Return the models, of which a later one of the same name gets a number: ``model``, ``model 2``."""
    found: list[Model] = []
    for model in models:
        name, number = model.name, 1
        while name in {one.name for one in found}:
            number += 1
            name = f"{model.name} {number}"
        found.append(replace(model, name=name))
    return found


def tell_what_is_not_computed(name: str, said: Model | Recording) -> None:
    """Say on stderr what of the model's file changes its numbers and is not computed, and what contradicts itself."""
    for obstacle in said.obstacles:
        _tell(name, f"not computed: {obstacle}")
    for warning in said.warnings:
        _tell(name, warning)


def _with_text(model: Model, args: argparse.Namespace) -> Model:
    """Return the model with the vocabulary and tokenizer among the arguments; what was guessed about them goes to
    stderr."""
    if args.vocab is None and args.tokenizer is None:
        if args.text is not None or args.text_file is not None:
            _tell_words_beside(model)
        return model
    found = attach(model, args.vocab, args.tokenizer)
    if found.card is not model.card:
        for note in found.card[NOTES]["notes"]:
            _tell(found.card[NOTES]["file"], note)
    return found


def _tell_words_beside(model: Model) -> None:
    """Say on stderr that a vocabulary lies beside the model's file, with which the window would read the text."""
    found = model if model.origin is None else words_beside(model, model.origin.path)
    if found is not model:
        file = found.card[NOTES]["file"]
        _tell(model.name, f"{file} lies beside it and is not used: --vocab {file} reads text with it")


def _tell(name: str, sentence: str) -> None:
    print(f"{name}: {one_line(sentence)}", file=sys.stderr)


def _ids(text: str) -> list[int]:
    try:
        found = [int(part) for part in text.split(",") if part.strip()]
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no list of numbers such as 5,2,9") from None
    if any(abs(i) > _LARGEST_ID for i in found):
        raise argparse.ArgumentTypeError(f"{text!r} holds a number that is too large for an id")
    return found
