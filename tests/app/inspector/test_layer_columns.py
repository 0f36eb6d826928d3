"""What the table of layers says of a file, in both languages."""

from __future__ import annotations

from dataclasses import replace

import pytest

from gatescope.app.inspector.layer_columns import biases, directions
from gatescope.formats.detect.reading import read
from gatescope.resources import resource
from gatescope.words import spoken_in

GERMAN = {
    "none": "keine",
    "two, b_x and b_h": "zwei, b_x und b_h",
    "two of 4H, b_x and b_h": "zwei zu 4H, b_x und b_h",
    "two of 3H, b_x and b_h, in CuDNN's layout": "zwei zu 3H, b_x und b_h, in der Anordnung von CuDNN",
    "one of 4H": "einer zu 4H",
    "one of H, b_h": "einer zu H, b_h",
    "B of 8H, Wb and Rb": "B zu 8H, Wb und Rb",
}
"""All that the readers in `gatescope.formats` say."""


@pytest.fixture(scope="module")
def layer():
    return read(resource("models", "sentiment-gru.safetensors")).stacks[0].layers[0]


def test_biases_are_said_in_the_language_of_the_window(layer):
    assert layer.biases in GERMAN
    for english, german in GERMAN.items():
        assert biases(replace(layer, biases=english)) == english
        with spoken_in("de"):
            assert biases(replace(layer, biases=english)) == german


def test_so_are_directions(layer):
    assert directions(layer) == "forward"
    with spoken_in("de"):
        assert directions(layer) == "vorwärts"
        assert directions(replace(layer, directions=("reverse",))) == "rückwärts"
