from __future__ import annotations

import pytest

from gatescope.engine.executors import reference
from gatescope.lessons.card import Control
from gatescope.session.lessons import deciding
from tests.session.lessons.lesson_cards import card

PRODUCT = card(control=Control("number", "Multiply by", first=0, last=5, start=3.0))


@pytest.mark.parametrize(("patience", "used"), [(60.0, [reference.name]), (-1.0, [reference.name, "kernels"])])
def test_a_test_that_is_not_soon_done_goes_on_by_the_kernels(monkeypatch, patience, used):
    by = []

    def decide(_card, _setting, *, model, executor, report):
        by.append(getattr(executor, "name", executor))
        report(0.5)
        return "done"

    monkeypatch.setattr(deciding, "PATIENCE_S", patience)
    monkeypatch.setattr(deciding, "load_kernels", lambda: "kernels")
    monkeypatch.setattr(deciding, "decide", decide)
    shares = []
    assert deciding.decide_soon(PRODUCT, 3.0, None, report=shares.append) == "done"
    assert by == used
    assert shares == [0.5] * len(used)
