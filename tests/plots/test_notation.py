"""Every view in every notation: letters and z are shown as a reader's book has them, values and colours stay."""

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from typing import Any
from unicodedata import normalize

import numpy as np
import pytest

from gatescope.analysis.targets import Target
from gatescope.engine.cells import CELLS, Convention
from gatescope.errors import UsageError
from gatescope.plots.by_name import RUN_VIEWS, describe_runs
from gatescope.plots.cell.words import hued
from gatescope.plots.gradient_words import target_words
from gatescope.plots.itemised.itemised_plot import path_words
from gatescope.plots.matrix import matrix
from gatescope.plots.notation import in_code, notation, use, written_in
from gatescope.plots.signals import equation, symbol
from gatescope.plots.values.filled_in import Step
from gatescope.plots.values.readout_value import ReadoutValue
from gatescope.plots.values.signal_value import SignalValue
from gatescope.plots.what_if.card_words import quantity_words
from gatescope.session.document.notation import CHOICES, Notation
from gatescope.session.run.snapshot import Run
from tests.plots.test_signals import plain
from tests.plots.units.real import real_run

GAMMA, A, NEW = Notation(gates="gamma"), Notation(states="a"), Notation(keeps="new")
ALL = Notation("new", "gamma", "a")
# The others are pictures of two runs, of what is held, or of states alone.
VIEWS = sorted(RUN_VIEWS.keys() - {"difference", "pairs", "what-if", "space", "fixedpoints", "sweep"})
NEED_A_GATE = {("average", "rnn"), ("ledger", "rnn")}
_COLOURS = ("hue", "colours", "signal", "low", "high")


@pytest.fixture(autouse=True)
def usual() -> Iterator[None]:
    yield
    use(Notation())


def parts(value: Any, name: str = "") -> Iterator[tuple[str, Any]]:
    """Every text and number of a plot with the name of its field; runs and what they are made of left out."""
    if isinstance(value, str | float | int | np.ndarray):
        yield name, value
    elif isinstance(value, list | tuple):
        for one in value:
            yield from parts(one, name)
    elif isinstance(value, dict):
        yield from parts(list(value.values()), name)
    elif is_dataclass(value) and type(value).__module__.startswith("gatescope.plots"):
        for field in fields(value):
            yield from parts(getattr(value, field.name), field.name)


def texts(value: Any) -> list[str]:
    return [found for _, found in parts(value) if isinstance(found, str)]


def described(view: str, run: Run) -> Any:
    return describe_runs(view, [run], token=2)


@pytest.mark.parametrize(
    ("view", "cell"), [(view, cell) for view in VIEWS for cell in CELLS if (view, cell) not in NEED_A_GATE]
)
def test_letters_change_and_nothing_else(view: str, cell: str) -> None:
    run = real_run(cell)
    before = list(parts(described(view, run)))
    use(Notation(gates="gamma", states="a"))
    after = list(parts(described(view, run)))
    assert [name for name, _ in before] == [name for name, _ in after]
    for (name, old), (_, new) in zip(before, after, strict=True):
        if isinstance(new, str):
            assert not re.search(r"<i>h\u0303?</i>", new), (name, new)
            # Where a is the state, the sum of a plain RNN is z.
            assert not re.search(rf"<i>[fior{'z' if cell != 'rnn' else ''}]</i><sub><i>t", new), (name, new)
            assert name not in _COLOURS or old == new
        else:
            np.testing.assert_array_equal(old, new, err_msg=name)


@pytest.mark.parametrize("view", VIEWS)
def test_z_is_shown_as_by_a_model_that_means_it_so(view: str) -> None:
    """The one piece that shows the z of such a file shows that of the notation, too."""
    textbook, engine = real_run("gru", convention=Convention(update_gate_keeps="new")), real_run("gru")
    wanted, usual = list(parts(described(view, textbook))), list(parts(described(view, engine)))
    for run in (engine, textbook):
        for chosen, expected in ((NEW, wanted), (Notation(keeps="old"), usual)):
            with written_in(chosen):
                found = list(parts(described(view, run)))
            assert [name for name, _ in found] == [name for name, _ in expected]
            for (name, one), (_, other) in zip(found, expected, strict=True):
                np.testing.assert_array_equal(one, other, err_msg=name)


@pytest.mark.parametrize(
    ("signal", "cell", "text"),
    [
        ("forget_gate", "lstm", "Γ_f,t = σ(W_f x_t + U_f a_t−1 + b_f)"),
        ("cell_state", "lstm", "c_t = Γ_f,t ⊙ c_t−1 + Γ_i,t ⊙ c̃_t"),
        ("hidden_state", "lstm", "a_t = Γ_o,t ⊙ tanh(c_t)"),
        ("update_gate", "gru", "Γ_u,t = 1 − σ(W_u x_t + U_u a_t−1 + b_u)"),
        ("candidate", "gru", "ã_t = tanh(W_a x_t + b_xa + Γ_r,t ⊙ (U_a a_t−1 + b_aa))"),
        ("hidden_state", "gru", "a_t = (1 − Γ_u,t) ⊙ a_t−1 + Γ_u,t ⊙ ã_t"),
        ("hidden_state", "rnn", "a_t = tanh(W x_t + U a_t−1 + b)"),
    ],
)
def test_equations(signal: str, cell: str, text: str) -> None:
    with written_in(ALL):
        assert plain(equation(signal, cell, Convention())) == normalize("NFD", text)


def test_every_symbol_of_an_equation_keeps_its_hue() -> None:
    for chosen in (Notation(), ALL):
        with written_in(chosen):
            for cell in CELLS.values():
                for signal in cell.signals:
                    coloured = hued(equation(signal, cell.name, Convention()))
                    assert f'<span class="{signal}">{symbol(signal, cell.name)}</span>' in coloured


@pytest.mark.parametrize("chosen", [GAMMA, A, NEW])
def test_what_is_told_of_a_value_is_written_so(chosen: Notation) -> None:
    run = real_run("gru")
    part = run.network.default_part
    usual = SignalValue(run, part, "hidden_state", 1, 2).text(), ReadoutValue(run, 0, 2).text()
    use(chosen)
    now = SignalValue(run, part, "hidden_state", 1, 2).text(), ReadoutValue(run, 0, 2).text()
    assert (usual[0].value, usual[1].value) == (now[0].value, now[1].value)
    assert ("Γ" in now[0].equations[0]) == (chosen == GAMMA)
    assert ("<i>a</i>" in now[0].equations[0], "<i>a</i>" in now[1].equations[0]) == (chosen == A, chosen == A)
    z = SignalValue(run, part, "update_gate", 1, 2)
    recorded = float(run.trace[f"{part}.update_gate"][2, 1])
    assert z.number == pytest.approx(1 - recorded if chosen == NEW else recorded)
    assert Step(run, part, 1, 2).numbers("update_gate").startswith("1 − ") == (chosen == NEW)


def test_words_that_name_the_state_follow() -> None:
    run = real_run("lstm")
    target = Target()
    assert (path_words("rest"), target_words(target, run.network, run.tokens)[:8]) == (
        "through h and the gates",
        "sum of h",
    )
    use(A)
    assert (path_words("rest"), target_words(target, run.network, run.tokens)[:8]) == (
        "through a and the gates",
        "sum of a",
    )
    assert quantity_words(run.network, None) == "‖Δa‖"


def test_weights_are_named_as_the_equations_name_them() -> None:
    network = real_run("gru").network
    use(ALL)
    symbols = [matrix(network, "m", key, (), network).symbol for key in map(str, network.keys())]
    assert {"<i>b</i><sub><i>aa</i></sub>", "<i>W</i><sub><i>u</i></sub>"} <= set(symbols)


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("z = σ(W<sub>z</sub> x + U<sub>z</sub> h_old)", "Γ<sub>u</sub> = σ(W<sub>u</sub> x + U<sub>u</sub> a_old)"),
        ("kept = (1 − z) ⊙ h_old", "kept = (1 − Γ<sub>u</sub>) ⊙ a_old"),
        ("c = kept + i ⊙ c\u0303", "c = kept + Γ<sub>i</sub> ⊙ c\u0303"),
        ("h = o ⊙ tanh(c)", "a = Γ<sub>o</sub> ⊙ tanh(c)"),
        ("written = z ⊙ h\u0303", "written = Γ<sub>u</sub> ⊙ a\u0303"),
        ("a = W x + U h_old + b", "z = W x + U a_old + b"),
        ("h = tanh(a)", "a = tanh(z)"),
    ],
)
def test_pseudo_code(code: str, text: str) -> None:
    assert in_code(code) == code
    with written_in(ALL):
        assert in_code(code) == text


def test_a_notation_is_read_as_it_is_written() -> None:
    for name, values in CHOICES.items():
        for value in values:
            made = replace(Notation(), **{name: value})
            assert Notation.parse(str(made)) == made
    assert Notation.parse("gates=gamma") == GAMMA
    for wrong in ("gates=greek", "z=new", "gates"):
        with pytest.raises(UsageError, match="keeps=file"):
            Notation.parse(wrong)


def test_after_an_error_the_notation_is_what_it_was() -> None:
    with pytest.raises(ZeroDivisionError), written_in(ALL):
        1 / (notation() != ALL)
    assert notation() == Notation()
