import numpy as np
import pytest

from gatescope.engine.part import Part
from gatescope.errors import UsageError
from gatescope.plots.order import unit_order
from gatescope.session.document.document import ORDERS
from tests.plots.builders import run

PART = Part.parse("layer0.forward")


def test_last_value_puts_the_greatest_on_top_and_nan_at_the_end() -> None:
    hidden = np.array([[9.0, 9.0, 9.0, 9.0], [0.1, np.nan, 0.7, -0.5]])
    found = run("a b", units=4, signals={"hidden_state": hidden})
    assert unit_order(found, PART, "last value").tolist() == [2, 0, 3, 1]


def test_similar_units_lie_beside_each_other() -> None:
    rng = np.random.default_rng(1)
    rising, wild = np.linspace(-1, 1, 8), rng.normal(size=8)
    hidden = np.stack([rising, wild, rising * 0.3 + 0.1, wild * 2.0, rising * 2.0], axis=1)
    found = run("a b c d e f g h", units=5, signals={"hidden_state": hidden})
    order = unit_order(found, PART, "similarity").tolist()
    assert {tuple(sorted(order[:2])), tuple(sorted(order[2:]))} in (
        {(1, 3), (0, 2, 4)},
        {(0, 2), (1, 3, 4)} if order[0] in (0, 2, 4) and order[2] in (0, 2, 4) else {(1, 3), (0, 2, 4)},
    )


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("text", ["", "one", "two words"])
def test_every_order_is_a_permutation(order: str, text: str) -> None:
    hidden = np.full((len(text.split()), 6), np.nan)
    for found in (run(text, units=6), run(text, units=6, signals={"hidden_state": hidden})):
        assert sorted(unit_order(found, PART, order).tolist()) == list(range(6))


def test_an_unknown_order_is_refused() -> None:
    with pytest.raises(UsageError, match="there are index, last value, similarity"):
        unit_order(run(), PART, "colour")
