from argparse import ArgumentParser, ArgumentTypeError

import pytest

from gatescope.cli import inputs
from gatescope.cli.main import main
from gatescope.cli.ranges import clamp, names, scale, setting, size, target, units


def test_exactly_one_input(capsys: pytest.CaptureFixture[str]) -> None:
    parser = ArgumentParser()
    inputs.add_input_arguments(parser, where="where")
    inputs.check_one_input(parser.parse_args(["", "--model", "m"]))
    for wrong in ([], ["a", "--ids", "1"], ["--ids", "1", "--inputs", "x.npy"]):
        with pytest.raises(SystemExit) as ended:
            inputs.check_one_input(parser.parse_args([*wrong, "--model", "m"]))
        assert ended.value.code == 2
        assert "give one of TEXT, --text-file, --ids and --inputs" in capsys.readouterr().err


def test_an_option_that_takes_a_list_adds_to_it_each_time() -> None:
    parser = ArgumentParser()
    inputs.add_input_arguments(parser, where="where")
    twice = ["--model", "m", "--ids", "5,2", "--ids", "2", "--ablate", "u3", "--ablate", "u4,u3"]
    for _ in range(2):
        args = parser.parse_args(twice)
        assert args.ids == [5, 2, 2]
        assert args.ablate == (3, 4)


@pytest.mark.parametrize(("verb", "option"), [("trace", "--gradients [of="), ("sweep", "--of ")])
def test_the_help_has_every_form_of_a_target(
    verb: str, option: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for width in ("40", "200"):
        monkeypatch.setenv("COLUMNS", width)
        with pytest.raises(SystemExit):
            main([verb, "--help"])
        assert f"{option}last|tokens:K|readout:NAME[:LABEL][@K]" in capsys.readouterr().out
    assert target("of=readout:topic:sport@3") == "readout:topic:sport@3"


def test_a_deed_of_the_desktop_is_asked_for_by_its_names(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["desktop"])
    assert ended.value.code == 2
    assert "the following arguments are required: install|remove\n" in capsys.readouterr().err


def test_ranges() -> None:
    assert units("3,7-9,u1,u2-u3") == (3, 7, 8, 9, 1, 2)
    assert size("1600x900") == size("1600×900") == (1600, 900)
    assert scale("2") == 2.0
    assert clamp("forget gate=0@u3") == "forget gate=0@u3"
    assert setting("activation=leaky_relu(0.1)") == ("activation", "leaky_relu(0.1)")
    assert target("of=readout:sentiment") == "readout:sentiment"
    assert names("forget gate, Input-Gate") == ["forget_gate", "input_gate"]


@pytest.mark.parametrize(
    ("parse", "text"),
    [
        *((units, text) for text in ("", "x", "3-", "9-7", "-1", "0-99999999", "t3")),
        *((clamp, text) for text in ("", "forget_gate", "forget_gate=x", "forget_gate=0@x")),
        *((setting, text) for text in ("", "reset_after", "=false")),
        *((target, text) for text in ("", "last", "of=", "of=first", "of=tokens:-1")),
        *((size, text) for text in ("", "900", "0x900", "1600x", "-1x5", "1e3x5")),
        *((scale, text) for text in ("", "0.5", "5", "nan", "two")),
    ],
)
def test_what_cannot_be_read_is_quoted(parse, text: str) -> None:
    with pytest.raises(ArgumentTypeError):
        parse(text)
