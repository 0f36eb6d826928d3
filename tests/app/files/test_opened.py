"""What is said of a file that was opened, and the name that its model gets."""

from dataclasses import replace
from pathlib import Path

import pytest

from gatescope.app.files.opened import describe, named, not_finite, summary
from gatescope.app.inspector.tensors_page import COLUMNS
from gatescope.formats.core.found import Assumption, FoundTensor
from gatescope.formats.core.found_model import model_of
from gatescope.formats.core.model import Origin
from gatescope.formats.detect.reading import read
from gatescope.formats.own.weights_and_card import save_model
from gatescope.words import spoken_in
from tests.app.inspector.files import gru_file
from tests.formats.models import random_model


@pytest.fixture
def file(tmp_path):
    return read(gru_file(tmp_path / "mine.safetensors", layers=2))


def with_stack(file, **changes):
    return replace(file, stacks=(replace(file.stacks[0], **changes), *file.stacks[1:]))


@pytest.mark.parametrize(
    ("directions", "layers", "words"),
    [
        (("forward",), 1, "LSTM 1 × 3, 6 tokens"),
        (("reverse",), 2, "LSTM 2 × 3, from the end, 6 tokens"),
        (("forward", "reverse"), 1, "LSTM 1 × 3, both directions, 6 tokens"),
    ],
)
def test_a_network_in_a_few_words(directions, layers, words):
    network = random_model(directions=directions, layers=layers).network
    assert describe(network) == words
    assert describe(replace(network, embedding=None)) == words.replace("6 tokens", "4 inputs")


def test_assumptions_are_counted(file):
    model = model_of(file)
    plain = with_stack(file, obstacles=())
    assert summary(plain, model) == "mine: GRU 2 × 3, 3 inputs. It reads noise until you feed it something else."
    one = (Assumption("activation", "tanh", "there is no other"),)
    assert summary(with_stack(file, assumptions=one), model).startswith("mine: GRU 2 × 3, 3 inputs, 1 thing assumed.")
    assert summary(with_stack(file, assumptions=one * 3), model).startswith(
        "mine: GRU 2 × 3, 3 inputs, 3 things assumed."
    )


def test_other_stacks_are_named(file):
    other = replace(file.stacks[0], name="decoder")
    two = replace(file, stacks=(*file.stacks, other))
    assert summary(two, model_of(two)).endswith("The file has one more stack of layers; this is rnn.")
    three = replace(file, stacks=(*file.stacks, other, replace(other, name="third")))
    assert summary(three, model_of(three, "decoder")).endswith("has 2 more stacks of layers; this is decoder.")


def test_a_file_of_our_own_needs_no_words(file):
    own = replace(file, card=(("name", "mine"),))
    assert summary(own, model_of(own)) == ""


def test_numbers_of_a_file_of_our_own_that_are_not_finite_are_told(tmp_path):
    model = random_model()
    bad = model.network.array("layer0.forward.U.forget_gate").copy()
    bad[1, 2] = float("nan")
    path = tmp_path / "mine.safetensors"
    save_model(replace(model, network=model.network.with_array("layer0.forward.U.forget_gate", bad)), path)
    own = read(path)
    assert summary(own, model_of(own)) == "Not finite: 1 NaN in layer0.forward.U."


def test_only_tensors_that_run_are_complained_about(file):
    tensors = (
        FoundTensor("rnn.weight_hh_l0", (9, 3), "float32", nan=2, inf=1200, used_by=("rnn",)),
        FoundTensor("unused.weight", (2, 2), "float32", nan=4),
    )
    bad = replace(file, tensors=tensors)
    assert not_finite(bad, bad.stacks[0]) == "2 NaN and 1,200 infinite in rnn.weight_hh_l0"
    with spoken_in("de"):
        assert not_finite(bad, bad.stacks[0]) == "2 NaN und 1.200 unendliche in rnn.weight_hh_l0"
        shown = {column.title: column.text(tensors[0]) for column in COLUMNS}
    assert (shown["NaN"], shown["Infinite"]) == ("2", "1.200")


def test_a_name_is_only_shared_by_the_same_stack_of_the_same_file():
    first = replace(random_model(), name="m", card={}, origin=Origin(Path("/a/m.pt"), "", "rnn"))
    assert named(first, {}).name == "m"
    assert named(first, {"m": first}) is first
    other = replace(first, origin=Origin(Path("/b/m.pt"), "", "rnn"))
    second = named(other, {"m": first})
    assert (second.name, second.family) == ("m 2", "m 2")
    assert named(other, {"m": first, "m 2": second}).name == "m 2"
    third = replace(first, origin=Origin(Path("/c/m.pt"), "", "rnn"), card={"family": "sentiment"})
    assert (named(third, {"m": first, "m 2": second}).name, named(third, {"m": first}).family) == ("m 3", "sentiment")
