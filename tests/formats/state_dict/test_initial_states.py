"""Learned initial states in a state dict, against PyTorch."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

import gatescope as gs
from gatescope.cli.main import main
from gatescope.formats.own.weights_and_card import load_model, save_model
from tests.formats.state_dict.tensors import draw, gru, only, read

torch: Any = pytest.importorskip("torch", reason="PyTorch is not installed")
nn = torch.nn
A = draw(3)


class Starting(nn.Module):  # type: ignore[misc]
    """A recurrent layer with a learned state for every layer and direction, under names of the person's choice."""

    def __init__(self, kind: str, names: tuple[str, str] = ("h0", "c0"), **options: Any) -> None:
        super().__init__()
        self.rnn = getattr(nn, kind)(3, 4, **options)
        self.names = names if kind == "LSTM" else names[:1]
        count = self.rnn.num_layers * (2 if self.rnn.bidirectional else 1)
        for name, width in zip(self.names, (self.rnn.proj_size or 4, 4), strict=False):
            setattr(self, name, nn.Parameter(torch.randn(count, 1, width)))

    def forward(self, x: Any) -> Any:
        h, *c = (getattr(self, name).expand(-1, x.shape[1], -1).contiguous() for name in self.names)
        return self.rnn(x, (h, *c) if c else h)[0]


@pytest.mark.parametrize("options", [{}, {"num_layers": 2}, {"bidirectional": True, "num_layers": 2}], ids=str)
@pytest.mark.parametrize("kind", ["RNN", "GRU", "LSTM"])
def test_a_run_starts_from_them(kind: str, options: dict[str, Any], tmp_path: Path) -> None:
    torch.manual_seed(5)
    module = Starting(kind, **options)
    same(module, tmp_path)


@pytest.mark.parametrize("names", [("init_h", "init_c"), ("h_0", "c_0"), ("hidden_init", "cell_init"), ("hx0", "cx0")])
def test_the_names_that_people_give_them(names: tuple[str, str], tmp_path: Path) -> None:
    torch.manual_seed(5)
    same(Starting("LSTM", names), tmp_path)


@pytest.mark.filterwarnings("ignore:LSTM with projections:UserWarning")
def test_a_projection_has_a_hidden_state_of_its_own_width(tmp_path: Path) -> None:
    torch.manual_seed(5)
    same(Starting("LSTM", proj_size=2, num_layers=2), tmp_path)


def same(module: Any, folder: Path) -> None:
    """What was read, what is saved of it, and the command line give PyTorch's numbers."""
    path, x = folder / "model.pt", A(6, 3)
    torch.save(module.state_dict(), path)
    with torch.no_grad():
        wanted = module(torch.from_numpy(x)[:, None])[:, 0].numpy()
    model = gs.load(path)
    recording = gs.trace(model, inputs=x)
    np.testing.assert_allclose(recording.run.trace.hidden, wanted, rtol=0, atol=1e-6)
    assert recording.obstacles == ()
    save_model(model, folder / "own.safetensors")
    again = gs.trace(load_model(folder / "own.safetensors"), inputs=x)
    np.testing.assert_array_equal(again.run.trace.hidden, recording.run.trace.hidden)
    np.save(folder / "x.npy", x)
    traced = folder / "trace.npz"
    assert main(["trace", "--model", str(path), "--inputs", str(folder / "x.npy"), "-o", str(traced)]) == 0
    with np.load(traced) as file:
        np.testing.assert_array_equal(file["layer0.forward.hidden_state"], recording["layer0.forward.hidden_state"])


def test_gradients_go_back_from_them(tmp_path: Path) -> None:
    """Of the sum of the last hidden state in every input, as autograd has them."""
    torch.manual_seed(5)
    module = Starting("LSTM")
    torch.save(module.state_dict(), tmp_path / "model.pt")
    x = torch.randn(6, 1, 3, requires_grad=True)
    module(x)[-1].sum().backward()
    recording = gs.trace(tmp_path / "model.pt", inputs=x.detach().numpy()[:, 0])
    np.testing.assert_allclose(gs.gradients(recording)["grad.inputs"], x.grad.numpy()[:, 0], rtol=0, atol=1e-6)


def test_what_was_taken_is_said_and_belongs_to_the_stack() -> None:
    stack = only({**gru("rnn.", 3, 4), "h0": A(1, 1, 4)})
    (assumed,) = stack.assumptions
    assert (assumed.what, assumed.taken) == ("initial states", "h0")
    assert "h0" in stack.tensors
    assert stack.obstacles == ()


def test_the_states_of_a_layer_of_matlab() -> None:
    arrays = {"InputWeights": A(16, 3), "RecurrentWeights": A(16, 4), "Bias": A(16, 1)}
    stack = only({**arrays, "HiddenState": A(4, 1), "CellState": A(4, 1)})
    assert stack.obstacles == ()
    (parameters,) = stack.layers[0].parameters
    assert parameters.initial_hidden is not None
    assert parameters.initial_cell is not None
    assert not np.array_equal(parameters.initial_hidden, parameters.initial_cell)


@pytest.mark.parametrize(
    ("arrays", "said"),
    [
        ({**gru("rnn.", 3, 4), **gru("rnn.", 4, 4, "_l1"), "h0": A(1, 1, 4)}, "h0 may be an initial state of rnn"),
        ({**gru("rnn.", 3, 4), "h0": A(4), "init_h": A(4)}, "h0 and init_h may be initial states of rnn"),
    ],
)
def test_what_is_not_told_apart_is_said(arrays: dict[str, Any], said: str) -> None:
    stack = only(arrays)
    assert any(said in obstacle for obstacle in stack.obstacles)
    assert stack.layers[0].parameters[0].initial_hidden is None


def test_a_state_that_two_modules_may_start_from_is_said_of_both() -> None:
    stacks = read({**gru("encoder.", 3, 4), **gru("decoder.", 3, 4), "h0": A(1, 1, 4)})
    assert [len(stack.obstacles) for stack in stacks] == [1, 1]
