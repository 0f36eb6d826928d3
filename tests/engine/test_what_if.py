import pytest

from gatescope.engine.interventions import Ablate, Clamp, Interventions
from gatescope.engine.what_if import in_words, parse_clamp, what_if
from gatescope.errors import UsageError
from tests.plots.builders import network


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("forget_gate=0", Clamp("forget_gate", 0.0)),
        ("Forget gate = -1.5e-3", Clamp("forget_gate", -1.5e-3)),
        ("cell_state=2@u3,u7-9", Clamp("cell_state", 2.0, units=(3, 7, 8, 9))),
        ("cell_state=2@t4-12", Clamp("cell_state", 2.0, tokens=range(4, 13))),
        ("cell_state=2@u1@t4", Clamp("cell_state", 2.0, units=(1,), tokens=range(4, 5))),
        ("cell_state=2@t4@u1", Clamp("cell_state", 2.0, units=(1,), tokens=range(4, 5))),
    ],
)
def test_a_clamp(text: str, expected: Clamp) -> None:
    assert parse_clamp(text) == expected


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "'' is no clamp; write SIGNAL=VALUE@u3,u7-9@t4-12"),
        ("forget_gate", "'forget_gate' is no clamp"),
        ("=3", "'=3' is no clamp"),
        ("forget_gate=", "'' in 'forget_gate=' is no number"),
        ("forget_gate=0,5", "'0,5' in 'forget_gate=0,5' is no number"),
        ("forget_gate=0@3", "@3 in 'forget_gate=0@3' is neither units nor tokens"),
        ("forget_gate=0@u1@u2", "@u2 in .* is neither units nor tokens, or names them again"),
        ("forget_gate=0@t1@t2", "@t2 in .* names them again"),
        ("forget_gate=0@ux", "'forget_gate=0@ux': 'ux' is no unit; write units as u3,u7-9"),
        ("forget_gate=0@t9-4", "'forget_gate=0@t9-4': 't9-4' runs backwards"),
    ],
)
def test_what_is_no_clamp(text: str, sentence: str) -> None:
    with pytest.raises(UsageError, match=sentence):
        parse_clamp(text)


def test_layer_and_direction_are_for_those_that_name_none() -> None:
    own = Clamp("cell_state", 1.0, layer=1, direction="forward")
    found = what_if(["forget_gate=0", own], "u2,u0-1", layer=0, direction="reverse")
    deep = network(layers=2, directions=("forward", "reverse"))
    assert found.resolve(deep, 3) == Interventions(
        (Clamp("forget_gate", 0.0, layer=0, direction="reverse"), own, Ablate((2, 0, 1), 0, "reverse"))
    )


def test_one_or_several_as_texts_or_objects() -> None:
    for clamp in ("forget_gate=0", ["forget_gate=0"], Clamp("forget_gate", 0.0), (Clamp("forget_gate", 0.0),)):
        assert what_if(clamp).resolve(network(), 3) == Interventions((Clamp("forget_gate", 0.0),))
    for ablate in ("u1-2", [1, 2], range(1, 3), Ablate((1, 2))):
        assert what_if(ablate=ablate).resolve(network(), 3) == Interventions((Ablate((1, 2)),))
    assert not what_if()
    assert not what_if([], [])


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (
            {"clamp": "update_gate=0"},
            "clamp update_gate=0: there is no signal 'update_gate' .* forget_gate, input",
        ),
        ({"clamp": "forget_gate=0@u3"}, r"clamp forget_gate=0@u3: layer0\.forward\.forget_gate has the units 0 … 2"),
        ({"clamp": "forget_gate=0@t2-5"}, "clamp forget_gate=0@t2-5: .* the text has the tokens 0 … 3, not 4, 5"),
        ({"clamp": "forget_gate=nan"}, "clamp forget_gate=nan: forget_gate can be held at a finite number only"),
        ({"ablate": "u1,u7-8"}, r"ablate u1,u7-8: layer0\.forward\.hidden_state has the units 0 … 2, not 7, 8"),
        ({"clamp": "forget_gate=0", "layer": 4}, r"clamp forget_gate=0: there is no layer4\.forward"),
        ({"ablate": "u1", "direction": "reverse"}, r"ablate u1: there is no layer0\.reverse"),
    ],
)
def test_what_is_not_there_is_said_with_the_words_it_was_asked_for(options: dict, sentence: str) -> None:
    with pytest.raises(UsageError, match=sentence):
        what_if(**options).resolve(network(), 4)


def test_in_few_words() -> None:
    found = what_if(["forget_gate=0.25@u3,u7-9@t4-12", "cell_state=-1"], "u5,u2", layer=0, direction="reverse")
    assert in_words(Interventions(tuple(item for _, item in found.items))) == [
        "forget_gate=0.25@u3,u7-9@t4-12 in layer 0 reverse",
        "cell_state=-1 in layer 0 reverse",
        "without u5,u2 in layer 0 reverse",
    ]
    assert in_words(Interventions((Clamp("cell_state", 1.0, tokens=range(2, 3)),))) == ["cell_state=1@t2"]
