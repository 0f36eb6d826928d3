"""What an override says that the file does not say already."""

from __future__ import annotations

import pytest

from gatescope.errors import UsageError
from gatescope.formats.conventions.choices import as_read, differing
from tests.formats.models import random_model


def test_what_a_network_is_already_is_left_out() -> None:
    network = random_model("lstm").network
    assert differing(network, as_read(network)) == {}
    assert differing(network, {"forget_bias": "1", "coupled": "no"}) == {"forget_bias": "1.0"}


@pytest.mark.parametrize("key", ["forget_bias", "nonsense"])
def test_a_key_of_another_cell_is_refused(key: str) -> None:
    with pytest.raises(UsageError, match=key):
        differing(random_model("rnn").network, {key: "1"})
