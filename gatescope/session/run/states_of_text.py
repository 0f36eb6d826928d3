"""The gates and states of a model on another text, free of what is held: what a patch can be taken from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from gatescope.engine.held import HeldValues
from gatescope.engine.network import Network
from gatescope.engine.part import Part
from gatescope.engine.run import run
from gatescope.engine.trace import Trace
from gatescope.errors import UsageError
from gatescope.formats.core.model import Model
from gatescope.formats.core.tokens import tokens_of_text
from gatescope.progress import Report, silent
from gatescope.text.tokens import TokenSequence
from gatescope.words import tr

_MOST_TOKENS = 512


@dataclass(frozen=True, eq=False)
class StatesOfText:
    """What one part of a network does on a text.

    Attributes:
        tokens: of the text; None where the model reads no text, and the tokens are those on screen.
        count: how many there are.
        values: by signal, (T, H).
    """

    tokens: TokenSequence | None
    count: int
    values: Mapping[str, HeldValues]


def states_of_text(
    _network: Network, trace: Trace, *, base: Network, model: Model, part: Part, text: str, report: Report = silent
) -> StatesOfText:
    """Run `text`, or the tokens of `trace` where `model` reads no text, through `base` with nothing held.

    Raises:
        UsageError: the model cannot read the text, or it is longer than anyone chooses a word from.
    """
    reads_text = base.embedding is not None and model.tokenizer is not None and model.vocabulary is not None
    tokens = tokens_of_text(model, text) if reads_text else None
    count = trace.length if tokens is None else len(tokens)
    if count > _MOST_TOKENS:
        raise UsageError(
            tr(
                "a text of {count:,} tokens is too long to choose one from: the most are {most_tokens}",
                count=count,
                most_tokens=_MOST_TOKENS,
            )
        )
    report(0.5)
    if tokens is not None:
        found = run(base, ids=tokens.ids)
    elif trace.inputs is None:
        found = run(base, ids=trace.ids)
    else:
        found = run(base, inputs=trace.inputs)
    values = {signal: HeldValues.of(found[f"{part}.{signal}"]) for signal in base.cell.signals}
    return StatesOfText(tokens, count, values)
