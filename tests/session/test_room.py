from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from gatescope.engine.network import ReadOut
from gatescope.engine.prefix_cache import PrefixCache
from gatescope.errors import UsageError
from gatescope.session import room
from gatescope.session.resolve import Cache, resolve
from gatescope.session.snapshot import Request, RunRequest
from tests.session.helpers import letter_model, random_network


@pytest.mark.parametrize("cell", ["rnn", "gru", "lstm"])
@pytest.mark.parametrize("directions", [("forward",), ("forward", "reverse")])
def test_a_token_takes_what_its_record_takes(cell, directions):
    network = replace(random_network(cell, layers=2, directions=directions), readouts=())
    trace = PrefixCache().run(network, np.zeros(100, np.int64)).trace
    arrays = [array for record in trace.records.values() for array in record]
    first = sum(array[:1].nbytes for array in arrays if len(array) == 101)
    assert 100 * room.bytes_per_token(network) == sum(array.nbytes for array in arrays) - first


def test_so_do_its_answers():
    network = random_network("rnn")
    wide = ReadOut("next", "softmax", np.zeros((1000, 5), np.float32), np.zeros(1000, np.float32), ("",) * 1000)
    added = room.bytes_per_token(replace(network, readouts=(wide,))) - room.bytes_per_token(
        replace(network, readouts=())
    )
    assert added == 12_000


def test_a_text_that_would_take_all_memory_is_refused_before_it_does(monkeypatch):
    model = letter_model()
    each = room.bytes_per_token(model.network)
    monkeypatch.setattr(room, "MOST_BYTES", 40 * each)
    cache = Cache()

    def read(text: str) -> int:
        asked = Request(1, text, None, (RunRequest(model, model.network),))
        return len(resolve(asked, cache).runs[0].tokens)

    assert read("a" * 40) == 40
    with pytest.raises(UsageError, match=rf"^41 tokens are too many for {model.name}: .* It reads 40 tokens at once"):
        read("a" * 41)
    assert read("a" * 39) == 39
