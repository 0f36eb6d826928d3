"""The run of a model over another text than the person's, and a run that is kept as it is."""

from __future__ import annotations

from dataclasses import replace

from gatescope.analysis.pairs.other_texts import OtherRun
from gatescope.errors import UsageError
from gatescope.formats.core.model import Model
from gatescope.session.run.bad_step import bad_step
from gatescope.session.run.reading import reading_of
from gatescope.session.run.snapshot import Run
from gatescope.text.tokens import TokenSequence
from gatescope.words import tr


def tokens_of_other(model: Model, text: str) -> TokenSequence:
    """Return the tokens of `text` as the model reads a sentence: those it has no row for are left out.

    Raises:
        UsageError: the model reads vectors, or has no vocabulary.
    """
    if model.network.embedding is None:
        raise UsageError(tr("{name} reads vectors, so there is no other sentence to run it over", name=model.name))
    return reading_of(model, ()).read(text, None)


def over_text(run: Run, tokens: TokenSequence, other: OtherRun) -> Run:
    """Return the run of the same model over other tokens, as `other_texts` found it."""
    bad = bad_step(other.trace, other.readouts, tokens)
    return replace(run, tokens=tokens, trace=other.trace, readouts=other.readouts, bad=bad, recomputed=0, opened=None)


def frozen(run: Run) -> Run:
    """Return `run` with arrays of its own, so that to keep it costs later runs nothing."""
    readouts = {name: values.copy() for name, values in run.readouts.items()}
    return replace(run, trace=run.trace.copied(), readouts=readouts, opened=None)
