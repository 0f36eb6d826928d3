"""What stands before a recurrent module, or between that and its read-out, and went into nothing that was read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from gatescope.formats.core.found import Stack
from gatescope.formats.pytorch import read as read_torch
from tests.formats.state_dict.tensors import draw, gru, only, read

torch: Any = pytest.importorskip("torch", reason="PyTorch is not installed")
nn = torch.nn

A = draw(6)


class Model(nn.Module):  # type: ignore[misc]
    """A layer `mid` where a test wants one: before the recurrent one or between that and the read-out."""

    def __init__(self, mid: Any, before: bool = False, name: str = "mid") -> None:
        super().__init__()
        self.embedding = nn.Embedding(9, 4)
        if before:
            self.add_module(name, mid)
        self.rnn = nn.LSTM(4, 6)
        if not before:
            self.add_module(name, mid)
        self.out = nn.Linear(6, 3)

    def forward(self, ids):  # type: ignore[no-untyped-def]
        return self.out(self.mid(self.rnn(self.embedding(ids))[0]))


class Swish(nn.Module):  # type: ignore[misc]
    def __init__(self) -> None:
        super().__init__()
        self.act = nn.ModuleList([nn.SiLU()])


def saved(module: Any, folder: Path, whole: bool) -> Stack:
    torch.save(module if whole else module.state_dict(), folder / "a.pt")
    (stack,) = read_torch(folder / "a.pt").stacks
    assert (stack.embedding_name, [one.name for one in stack.readouts]) == ("embedding.weight", ["out"])
    assert stack.notes == ()
    return stack


WEIGHTLESS: dict[str, tuple[Callable[[], Any], str]] = {
    "a function": (nn.ReLU, "mid (ReLU)"),
    "a norm without weights": (lambda: nn.LayerNorm(6, elementwise_affine=False), "mid (LayerNorm)"),
    "a function in a list": (lambda: nn.Sequential(nn.Dropout(), nn.Tanh()), "mid.1 (Tanh)"),
    "a function of one's own": (Swish, "mid (Swish) and mid.act.0 (SiLU)"),
}


@pytest.mark.parametrize("before", [True, False], ids=["before", "between"])
@pytest.mark.parametrize("case", WEIGHTLESS)
def test_functions_are_told_on_either_side(tmp_path: Path, case: str, before: bool) -> None:
    build, named = WEIGHTLESS[case]
    they = "they" if " and " in named else "that"
    give = "they give" if they == "they" else "that gives"
    where = (
        f"before rnn, which would take what {give}" if before else f"between rnn and out, which would read what {give}"
    )
    assert saved(Model(build(), before), tmp_path, whole=True).obstacles == (f"{named} may stand {where}",)
    assert saved(Model(build(), before), tmp_path, whole=False).obstacles == ()


WEIGHTED: dict[str, Callable[[], Any]] = {
    "a function with a slope": nn.PReLU,
    "a convolution": lambda: nn.Conv1d(6, 6, 3, padding=1),
    "an attention": lambda: nn.MultiheadAttention(6, 2),
    "one weight in parts": lambda: nn.utils.parametrizations.orthogonal(nn.Linear(6, 6)),
}


@pytest.mark.parametrize("whole", [True, False], ids=["module", "state dict"])
@pytest.mark.parametrize("case", WEIGHTED)
def test_layers_between_are_told_by_their_place(tmp_path: Path, case: str, whole: bool) -> None:
    if whole and "parts" in case:
        pytest.skip("PyTorch does not pickle such modules")
    obstacles = saved(Model(WEIGHTED[case]()), tmp_path, whole).obstacles
    assert obstacles == ("mid may stand between rnn and out, which would read what that gives",)


@pytest.mark.parametrize("whole", [True, False], ids=["module", "state dict"])
@pytest.mark.parametrize("name", ["hidden", "mid", "transform", "fc1"])
def test_a_linear_layer_between_is_told_whatever_its_name(tmp_path: Path, name: str, whole: bool) -> None:
    (said,) = saved(Model(nn.Linear(6, 6), name=name), tmp_path, whole).obstacles
    layer, _, rest = said.partition(" may stand ")
    assert layer in (name, f"{name} (6 → 6)")
    assert rest == "between rnn and out, which would read what that gives"


@pytest.mark.parametrize("build", [nn.Dropout, nn.Identity, lambda: nn.Sequential(nn.Dropout(), nn.Identity())])
def test_what_changes_nothing_is_not_told(tmp_path: Path, build: Callable[[], Any]) -> None:
    for before in (True, False):
        assert saved(Model(build(), before), tmp_path, whole=True).obstacles == ()


@pytest.mark.filterwarnings("ignore::DeprecationWarning:torch")
def test_functions_of_a_script_are_told(tmp_path: Path) -> None:
    torch.jit.script(Model(nn.ReLU())).save(tmp_path / "a.pt")
    (stack,) = read_torch(tmp_path / "a.pt").stacks
    assert stack.obstacles == ("mid (ReLU) may stand between rnn and out, which would read what that gives",)


def test_every_read_out_has_what_is_declared_before_it() -> None:
    heads = {"tag_head.weight": A(5, 4), "tag_head.bias": A(5), "slope.weight": A(1), "mood_head.weight": A(2, 4)}
    stack = only({**gru("rnn.", 3, 4), **heads, "scale.weight": A(1)})
    assert [one.name for one in stack.readouts] == ["tag_head", "mood_head"]
    assert stack.obstacles == ("slope may stand between rnn and mood_head, which would read what that gives",)


def test_what_stands_before_another_module_is_told_of_that_alone() -> None:
    first = {**gru("first.rnn.", 3, 4), "second.conv.weight": A(5, 5, 3)}
    arrays = {**first, **gru("second.rnn.", 5, 6), "first.out.weight": A(2, 4), "second.out.weight": A(2, 6)}
    assert [(stack.name, stack.obstacles) for stack in read(arrays)] == [
        ("first.rnn", ()),
        ("second.rnn", ("second.conv may stand before second.rnn, which would take what that gives",)),
    ]


def test_names_tell_the_side_in_a_file_that_is_sorted() -> None:
    arrays = {"gain.weight": A(1), "out.weight": A(2, 4), "out_act.weight": A(1), **gru("rnn.", 3, 4)}
    assert only(dict(sorted(arrays.items()))).obstacles == (
        "gain may stand before rnn, which would take what that gives",
        "out_act may stand between rnn and out, which would read what that gives",
    )


def test_functions_inside_a_cell_stand_on_neither_side() -> None:
    arrays = {**gru("cell.", 3, 4, ""), "out.weight": A(2, 4), "out.bias": A(2)}
    hints = {"cell": {"class": "MyCell"}, "cell.act": {"class": "Tanh"}, "out": {"class": "Linear"}}
    assert only(arrays, hints).obstacles == ()
