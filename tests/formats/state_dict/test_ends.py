"""The embedding before and the read-out behind recurrent layers, told by shape and name."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from gatescope.formats.core.found import Stack
from tests.formats.state_dict.tensors import draw, gru, only, read

A = draw()


def ends(stack: Stack) -> tuple[str, list[tuple[str, str]]]:
    return stack.embedding_name, [(readout.name, readout.kind) for readout in stack.readouts]


def linear(name: str, outputs: int, inputs: int) -> dict[str, Any]:
    return {f"{name}.weight": A(outputs, inputs), f"{name}.bias": A(outputs)}


CASES = {
    "plain": (
        {"embedding.weight": A(9, 3), **gru("rnn.", 3, 4), **linear("fc", 2, 4)},
        ("embedding.weight", [("fc", "softmax")]),
    ),
    "one number": ({**gru("rnn.", 3, 4), **linear("fc", 1, 4)}, ("", [("fc", "linear")])),
    "as in the char-rnn": (
        {"encoder.weight": A(9, 4), **gru("rnn.", 4, 4), **linear("decoder", 9, 4)},
        ("encoder.weight", [("decoder", "softmax")]),
    ),
    "as many characters as units": (
        {"encoder.weight": A(4, 4), **gru("rnn.", 4, 4), **linear("decoder", 4, 4)},
        ("encoder.weight", [("decoder", "softmax")]),
    ),
    "a sequence of modules": (
        {"0.weight": A(9, 3), **gru("1.", 3, 4), **linear("3", 2, 4)},
        ("0.weight", [("3", "softmax")]),
    ),
    "another width": ({"embedding.weight": A(9, 5), **gru("rnn.", 3, 4), **linear("fc", 2, 5)}, ("", [])),
    "a layer before, which is no embedding": ({**linear("embed_in", 9, 3), **gru("rnn.", 3, 4)}, ("", [])),
    "places, which are no tokens": ({"position_embedding.weight": A(9, 3), **gru("rnn.", 3, 4)}, ("", [])),
    "a hidden layer behind": ({**gru("rnn.", 3, 4), **linear("fc1", 7, 4), **linear("fc2", 2, 7)}, ("", [])),
    "as wide as the states, and the only one": (
        {**gru("rnn.", 3, 4), **linear("dense", 4, 4)},
        ("", [("dense", "linear")]),
    ),
    "numbered layers behind, the first as wide as the states": (
        {**gru("rnn.", 3, 4), **linear("fc1", 4, 4), **linear("fc2", 2, 4)},
        ("", []),
    ),
    "a head of several layers": (
        {**gru("rnn.", 3, 4), **linear("head.0", 7, 4), **linear("head.2", 4, 7), **linear("head.4", 2, 4)},
        ("", []),
    ),
    "a head of several layers, all as wide": (
        {**gru("rnn.", 3, 4), **linear("head.0", 4, 4), **linear("head.2", 2, 4)},
        ("", []),
    ),
    "a layer before and one behind, as wide as each other": (
        {**linear("fc1", 4, 4), **gru("rnn.", 4, 4), **linear("fc2", 2, 4)},
        ("", [("fc2", "linear")]),
    ),
    "a layer before, as wide as the states": (
        {**linear("proj", 3, 4), **gru("rnn.", 3, 4), **linear("out", 2, 4)},
        ("", [("out", "linear")]),
    ),
    "what rebuilds the inputs": ({**gru("rnn.", 3, 4), **linear("fc", 3, 4)}, ("", [("fc", "linear")])),
    "a position beside the token": (
        {"pos_emb.weight": A(7, 3), "emb.weight": A(9, 3), **gru("rnn.", 3, 4)},
        ("emb.weight", []),
    ),
    "attention behind": ({**gru("rnn.", 3, 4), **linear("attn.out", 4, 4), "attn.query": A(5, 4)}, ("", [])),
    "two heads": (
        {**gru("rnn.", 3, 4), **linear("tag_head", 5, 4), **linear("mood_head", 2, 4)},
        ("", [("tag_head", "softmax"), ("mood_head", "linear")]),
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_one_stack(case: str) -> None:
    arrays, wanted = CASES[case]
    assert ends(only(arrays)) == wanted


def test_both_directions_feed_the_read_out() -> None:
    stack = only({**gru("rnn.", 3, 4), **gru("rnn.", 3, 4, "_l0_reverse"), **linear("fc", 2, 8)})
    assert ends(stack) == ("", [("fc", "linear")])
    assert stack.network.readouts[0].weight.shape == (2, 8)


def test_every_stack_has_its_own() -> None:
    encoder = {"encoder.embedding.weight": A(9, 4), **gru("encoder.gru.", 4, 4)}
    decoder = {"decoder.embedding.weight": A(7, 4), **gru("decoder.gru.", 4, 4), **linear("decoder.out", 7, 4)}
    found = [ends(stack) for stack in read({**encoder, **decoder})]
    assert found == [
        ("encoder.embedding.weight", []),
        ("decoder.embedding.weight", [("decoder.out", "softmax")]),
    ]


def test_source_and_target_have_embeddings_of_their_own() -> None:
    tables = {"emb_src.weight": A(9, 4), "emb_tgt.weight": A(7, 4)}
    both = {**tables, **gru("encoder.", 4, 4), **gru("decoder.", 4, 4), **linear("out", 7, 4)}
    for arrays in (both, dict(sorted(both.items()))):
        found = {stack.name: ends(stack) for stack in read(arrays)}
        assert found == {
            "encoder": ("emb_src.weight", []),
            "decoder": ("emb_tgt.weight", [("out", "softmax")]),
        }


def test_an_embedding_of_a_file_sorted_by_name_may_feed_either_module() -> None:
    arrays = {"embedding.weight": A(9, 3), **gru("rnn.", 3, 3), **gru("core.", 3, 3, seed=1)}
    assert [stack.obstacles for stack in read(arrays)] == [
        (), ("core may take the output of rnn, which is a network of its own here",),
    ]  # fmt: skip
    assert all(len(stack.obstacles) == 1 for stack in read(dict(sorted(arrays.items()))))


def test_a_file_sorted_by_name_says_no_order() -> None:
    arrays = dict(sorted({**linear("proj", 3, 4), **gru("rnn.", 3, 4), **linear("out", 2, 4)}.items()))
    stack = only(arrays)
    assert ends(stack) == ("", [("out", "linear")])
    assert stack.obstacles == ("proj (4 → 3) may stand before rnn, which would take what that gives",)
    shared = {"emb.weight": A(9, 4), **gru("enc.", 4, 4), **gru("dec.", 4, 4), **linear("out", 4, 4)}
    found = {stack.name: ends(stack) for stack in read(dict(sorted(shared.items())))}
    assert found == {"enc": ("emb.weight", []), "dec": ("", [("out", "linear")])}


def test_a_bridge_to_the_decoder_is_no_read_out() -> None:
    encoder = {**gru("encoder.rnn.", 3, 4), **gru("encoder.rnn.", 3, 4, "_l0_reverse"), **linear("encoder.fc", 5, 8)}
    arrays = {**encoder, **gru("decoder.rnn.", 6, 5), "encoder.emb.weight": A(9, 3), "decoder.emb.weight": A(9, 3)}
    for order in (arrays, dict(sorted(arrays.items()))):
        (stack,) = (stack for stack in read(order) if stack.name == "encoder.rnn")
        assert ends(stack) == ("encoder.emb.weight", [])
        assert stack.notes == ("encoder.fc (8 → 5) goes on from encoder.rnn to another module: it is not shown",)


def test_what_may_stand_in_between_is_told() -> None:
    arrays = {
        "emb.weight": A(9, 3), "pos_emb.weight": A(8, 3), "norm.weight": A(3), "norm.bias": A(3), **linear("mix", 3, 3),
        **gru("rnn.", 3, 4), **linear("hidden2", 4, 4), **linear("out", 2, 4),
    }  # fmt: skip
    assert only(arrays).notes == ("pos_emb.weight would fit rnn as well as emb.weight: not computed",)
    assert only(arrays).obstacles == (
        "hidden2 (4 → 4) may stand between rnn and out, which would read what that gives",
        "mix (3 → 3) may stand before rnn, which would take what that gives",
        "norm may normalise what rnn takes, hands on or gives",
    )


def test_only_normalisations_beside_a_module_are_told() -> None:
    blocks = {
        **gru("blocks.0.gru.", 4, 4),
        "blocks.0.norm.weight": A(4),
        "blocks.1.norm.weight": A(4),
        "bn.weight": A(4),
    }
    assert only(blocks).obstacles == ("blocks.0.norm may normalise what blocks.0.gru takes, hands on or gives",)
    chain = {**gru("rnns.0.", 4, 4), **gru("rnns.1.", 4, 4), "norms.0.weight": A(4), "norms.1.weight": A(4)}
    assert only(chain).obstacles == ("norms.0, norms.1 may normalise what rnns takes, hands on or gives",)


def test_what_one_stack_may_feed_is_not_given_the_embedding_too() -> None:
    chain = {"embedding.weight": A(9, 4), **gru("rnn1.", 4, 4), **gru("rnn2.", 4, 4), **linear("fc", 2, 4)}
    assert [ends(stack) for stack in read(chain)] == [("embedding.weight", []), ("", [("fc", "linear")])]
    branches = {"embedding.weight": A(9, 3), **gru("left.", 3, 4), **gru("right.", 3, 4)}
    assert [ends(stack)[0] for stack in read(branches)] == ["embedding.weight", "embedding.weight"]


def test_the_file_may_say_what_a_module_is() -> None:
    arrays = {"first.weight": A(9, 3), **gru("rnn.", 3, 4), **linear("second", 2, 4)}
    assert ends(only(arrays)) == ("", [])
    hints = {"first": {"class": "Embedding", "padding_idx": 0}, "second": {"class": "Linear"}}
    stack = only(arrays, hints)
    assert ends(stack) == ("first.weight", [("second", "softmax")])
    assert stack.notes == ("row 0 of the embedding is the padding (padding_idx)",)
    assert ends(only({"embed.weight": A(9, 3), **gru("rnn.", 3, 4)}, {"embed": {"class": "Linear"}})) == ("", [])


def test_everything_that_was_taken_is_told() -> None:
    arrays = {"embedding.weight": A(9, 3), **gru("rnn.", 3, 4), **linear("fc", 2, 4)}
    stack = only(arrays)
    assert [(a.what, a.taken) for a in stack.assumptions] == [
        ("embedding", "embedding.weight"),
        ("read-out fc", "fc.weight"),
        ("squashing of the read-out fc", "softmax"),
    ]
    assert stack.readout_tensors == ("fc.weight", "fc.bias")
    np.testing.assert_array_equal(stack.network.readouts[0].weight, arrays["fc.weight"])
    np.testing.assert_array_equal(stack.network.readouts[0].bias, arrays["fc.bias"])


def test_mixed_precision_is_widened() -> None:
    stack = only({"embedding.weight": A(9, 3).astype(np.float64), **gru("rnn.", 3, 4), **linear("fc", 2, 4)})
    assert stack.network.dtype == np.float64
    assert stack.layers[0].stored_dtype == "float32"


def test_a_crowd_of_matrices_is_not_searched_for_ever() -> None:
    crowd = {f"out{k}.weight": A(2, 4) for k in range(400)}
    modules = {name: array for k in range(300) for name, array in gru(f"m{k}.", 3, 4).items()}
    assert all(stack.readouts == () for stack in read({**modules, **crowd}))
