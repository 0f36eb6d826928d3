from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from gatescope.engine.network import ReadOut
from gatescope.engine.prefix_cache import PrefixCache
from gatescope.session.run import token_limit
from gatescope.session.run.resolve import Cache, resolve
from gatescope.session.run.snapshot import Request, RunRequest
from tests.session.helpers import letter_model, random_network


@pytest.mark.parametrize("cell", ["rnn", "gru", "lstm"])
@pytest.mark.parametrize("directions", [("forward",), ("forward", "reverse")])
def test_a_token_takes_what_its_record_takes(cell, directions):
    network = replace(random_network(cell, layers=2, directions=directions), readouts=())
    trace = PrefixCache().run(network, np.zeros(100, np.int64)).trace
    arrays = [array for record in trace.records.values() for array in record]
    first = sum(array[:1].nbytes for array in arrays if len(array) == 101)
    assert 100 * token_limit.bytes_per_token(network) == sum(array.nbytes for array in arrays) - first


def test_so_do_its_answers():
    network = random_network("rnn")
    wide = ReadOut("next", "softmax", np.zeros((1000, 5), np.float32), np.zeros(1000, np.float32), ("",) * 1000)
    added = token_limit.bytes_per_token(replace(network, readouts=(wide,))) - token_limit.bytes_per_token(
        replace(network, readouts=())
    )
    assert added == wide.weight[:, :1].nbytes


def test_of_a_text_that_would_take_all_memory_the_beginning_is_read(monkeypatch):
    model = letter_model()
    monkeypatch.setattr(token_limit, "MOST_BYTES", 40 * token_limit.bytes_per_token(model.network) + 1)
    cache = Cache()
    for count, read in ((39, 39), (40, 40), (41, 40), (1000, 40), (5, 5)):
        asked = Request(1, "abcde" * 200, None, (RunRequest(model, model.network),))
        (run,) = resolve(replace(asked, text=asked.text[:count]), cache).runs
        assert (len(run.tokens), run.trace.length, run.unread) == (read, read, count - read)
        assert run.readouts["sentiment"].shape == (read, 1)
