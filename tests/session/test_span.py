"""The chosen stretch of tokens: always of tokens that there are, and no undo step."""

from __future__ import annotations

from types import MappingProxyType

import numpy as np
import pytest

from gatescope.session.clipping import clip
from gatescope.session.document.document import Document, Focus
from gatescope.session.project.work import Work, load, save
from gatescope.session.run.resolve import Cache, resolve
from gatescope.session.run.snapshot import Request, RunRequest
from gatescope.text.tokens import TokenSequence
from tests.session.helpers import word_model


def clipped(span: range | None, text: str | None) -> range | None:
    model = word_model()
    document = Document(
        models=MappingProxyType({model.name: model}),
        networks=MappingProxyType({model.name: model.network}),
        shown=(model.name,),
    )
    snapshot = None
    if text is not None:
        snapshot = resolve(Request(1, text, None, (RunRequest(model, model.network),)), Cache())
    return clip(Focus(span=span), document, snapshot).span


@pytest.mark.parametrize(
    ("span", "text", "there"),
    [
        (range(2), "the film", range(2)),
        (range(1, 5), "the film", range(1, 2)),
        (range(2, 5), "the film", None),
        (range(1), "", None),
        (None, "the film", None),
        (range(3, 5), None, range(3, 5)),
    ],
)
def test_the_span_is_clipped_to_the_tokens(span, text, there):
    assert clipped(span, text) == there


def test_without_a_model_there_is_no_span():
    assert clip(Focus(span=range(1, 2)), Document(), None).span is None


def test_a_project_is_written_without_the_span(tmp_path):
    model = word_model()
    document = Document(
        "the film",
        models=MappingProxyType({model.name: model}),
        networks=MappingProxyType({model.name: model.network}),
        shown=(model.name,),
    )
    path = tmp_path / "w.gatescope"
    save(Work(document, Focus(model=model.name, span=range(2))), path)
    assert load(path).focus.span is None


@pytest.mark.parametrize(
    ("start", "end", "tokens"),
    [(0, 3, range(1)), (1, 5, range(2)), (2, 2, None), (3, 4, None), (3, 5, range(1, 2)), (0, 99, range(2))],
)
def test_the_tokens_of_which_a_letter_is_selected(start, end, tokens):
    sequence = TokenSequence("the film", np.array([0, 4]), np.array([3, 8]), np.zeros(2, np.int64), np.ones(2, bool))
    assert sequence.within(start, end) == tokens
