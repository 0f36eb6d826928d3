"""The glossary explains every signal and symbol of the app, and says where a name means more than one thing."""

import itertools
import re
from collections import defaultdict
from pathlib import Path

import pytest

import gatescope.plots
from gatescope.engine.cells import CELLS, Convention
from gatescope.plots.glossary.term import markup
from gatescope.plots.glossary.terms import equations_of, find, spelling_found, term_of, terms
from gatescope.plots.signals import equation

_SIGNALS = [(signal, cell.name) for cell in CELLS.values() for signal in cell.signals]
_LETTER = re.compile(r"<i>(\w\u0303?)</i>")
_WORDS_OF_FUNCTIONS = re.compile(r"(σ|⊙|φ|λ|tanh|relu|hard sigmoid|clip|softmax)")


def all_equations() -> str:
    """Every equation that the engine can be asked for, in one text."""
    variants = [
        Convention(),
        Convention(reset_after=False, update_gate_keeps="new", clip=3.0, coupled=True, forget_bias=1.0),
        Convention(activation="relu", gate_activation="hard_sigmoid"),
    ]
    return "\n".join(
        equation(signal, cell, variant, peepholes=more, projected=more)
        for (signal, cell), variant, more in itertools.product(_SIGNALS, variants, (False, True))
    )


@pytest.mark.parametrize(("signal", "cell"), [*_SIGNALS, ("readout", "gru")])
def test_every_signal_has_an_entry_with_its_equation(signal: str, cell: str) -> None:
    term = term_of(signal, cell)
    assert term is not None
    assert term.says.endswith(".")
    assert equations_of(term)
    if signal != "readout":
        assert equation(signal, cell, Convention()) in equations_of(term)
        assert term in find(term.symbol)


def test_every_symbol_of_an_equation_has_an_entry() -> None:
    text = all_equations()
    symbols = set(_LETTER.findall(text)) | set(_WORDS_OF_FUNCTIONS.findall(text))
    assert {"f", "c\u0303", "h\u0303", "W", "U", "R", "p", "σ", "⊙", "clip", "hard sigmoid"} <= symbols
    assert [one for one in sorted(symbols) if not find(one)] == []


def test_every_letter_that_a_plot_writes_has_an_entry() -> None:
    sources = Path(gatescope.plots.__file__).parent.rglob("*.py")
    letters = {letter for source in sources for letter in _LETTER.findall(source.read_text("utf-8"))}
    assert {"x", "V", "F", "s"} <= letters
    assert [one for one in sorted(letters) if not find(one)] == []


def test_a_name_of_several_things_says_where_it_means_which() -> None:
    named = defaultdict(list)
    for term in terms():
        for spelling in term.spellings:
            named[spelling.replace("_", "")].append((term, spelling))
    assert len(named["Γu"]) == 2
    for spelling, found in named.items():
        if len(found) > 1:
            silent = [term.name for term, written in found if not term.place_of(written)]
            assert not silent, f"{spelling!r} is of {[t.name for t, _ in found]}; where is not said for {silent}"


def test_no_place_is_said_of_a_name_that_a_term_has_not() -> None:
    for term in terms():
        assert {spelling for spelling, _ in term.where} <= set(term.spellings), term.name


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("Γ_u", ["input gate", "update gate"]),
        ("gamma u", ["input gate", "update gate"]),
        ("Γ_f", ["forget gate"]),
        ("keep gate", ["forget gate", "input gate"]),
        ("carry", ["cell state"]),
        ("a", ["hidden state", "pre-activation"]),
        ("h_t", ["hidden state", "number of units"]),
        ("c̃", ["candidate of an LSTM", "candidate of a GRU"]),
        ("c~", ["candidate of an LSTM", "candidate of a GRU"]),
        ("S_t", ["cell state", "hidden state", "fixed point"]),
        ("BPTT", ["backpropagation through time"]),
        ("hidden size", ["number of units"]),
        ("T", ["number of tokens", "token"]),
        ("elementw", ["Hadamard product"]),
        ("no such thing", []),
    ],
)
def test_any_of_its_names_finds_a_term(query: str, names: list[str]) -> None:
    assert [term.name for term in find(query)] == names


def test_the_name_that_found_a_term_is_told() -> None:
    (carry,) = find("CARRY")
    assert spelling_found(carry, "CARRY") == "carry"
    assert spelling_found(carry, "cel") == "cell state"


def test_names_are_written_with_their_subscripts() -> None:
    assert markup("Γ_u") == "Γ<sub>u</sub>"
    assert markup("σ(x) & <b>") == "σ(x) &amp; &lt;b&gt;"


def test_the_names_that_one_is_told_say_where_they_hold() -> None:
    term = term_of("update_gate", "gru")
    assert term is not None
    assert term.other_names == "Γ_u (in a GRU), u"
