"""Files that PyTorch itself writes, where it is installed, against the module they were written from."""

from __future__ import annotations

import io
import pickle
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from gatescope.engine.run import run
from gatescope.errors import FormatError
from gatescope.formats.core.found import ModelFile
from gatescope.formats.detect.reading import read as read_any
from gatescope.formats.pytorch import read
from tests.shared import MODELS, needs_models

torch = pytest.importorskip("torch", reason="PyTorch is not installed")
safetensors = pytest.importorskip("safetensors.torch", reason="safetensors is not installed")
nn = torch.nn
prune = pytest.importorskip("torch.nn.utils.prune", reason="this PyTorch has no pruning")
pytestmark = [
    pytest.mark.filterwarnings("ignore:.*TypedStorage:UserWarning"),
    pytest.mark.filterwarnings("ignore:Couldn't retrieve source code:UserWarning"),
    pytest.mark.filterwarnings("ignore:Converting a tensor:torch.jit.TracerWarning"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning:torch"),
    pytest.mark.filterwarnings("ignore::FutureWarning:torch"),
    pytest.mark.filterwarnings("ignore:.*(deprecated|weight_norm|torch.ao.quantization)"),
]


GTCRN = MODELS / "gtcrn_gru" / "model_trained_on_dns3.tar"
X = np.random.default_rng(2).normal(size=(9, 3))


class Tagger(nn.Module):  # type: ignore[misc]
    """An embedding, a recurrent layer of two directions, and a read-out."""

    def __init__(self, kind: str = "LSTM", **options: Any) -> None:
        super().__init__()
        self.embed = nn.Embedding(7, 3, padding_idx=0)
        self.rnn = getattr(nn, kind)(3, 4, 2, bidirectional=True, **options)
        self.out = nn.Linear(8, 2)

    def forward(self, x):  # type: ignore[no-untyped-def]
        return self.out(self.rnn(self.embed(x))[0])


class Relu(nn.Module):  # type: ignore[misc]
    def __init__(self) -> None:
        super().__init__()
        self.cell = nn.RNNCell(3, 4, nonlinearity="relu")
        self.lower = nn.RNN(3, 4, nonlinearity="relu")


@pytest.fixture
def tagger() -> Any:
    torch.manual_seed(5)
    return Tagger().eval()


def assert_runs_as(found: ModelFile, module: Any, tolerance: float = 1e-6) -> None:
    """The first stack gives what the recurrent layer `module` gives for a sentence of vectors."""
    network = found.stacks[0].network
    with torch.no_grad():
        expected = module.double()(torch.tensor(X))[0].numpy()
    np.testing.assert_allclose(run(network.astype(np.float64), inputs=X).hidden, expected, atol=tolerance, rtol=0)


def names(found: ModelFile) -> list[str]:
    return [tensor.name for tensor in found.tensors]


@pytest.mark.parametrize("new", [True, False], ids=["zip", "stream"])
@pytest.mark.parametrize("protocol", [1, 2, 3, 4, 5])
@pytest.mark.parametrize("whole", [True, False], ids=["module", "state dict"])
def test_every_protocol_in_both_containers(tagger: Any, tmp_path: Path, whole: bool, protocol: int, new: bool) -> None:
    path, saved = tmp_path / "a.pt", tagger if whole else tagger.state_dict()
    torch.save(saved, path, pickle_protocol=protocol, _use_new_zipfile_serialization=new)
    found = read(path)
    assert names(found) == list(tagger.state_dict())
    assert ("Tagger, pickled whole" in found.kind) is whole
    assert_runs_as(found, tagger.rnn)


@pytest.mark.parametrize(
    "dtype",
    ["float64", "float16", "bfloat16", "int64", "int32", "int16", "int8", "uint8", "uint16", "uint32", "uint64", "bool",
     "complex64", "complex128"],
)  # fmt: skip
@pytest.mark.parametrize("new", [True, False], ids=["zip", "stream"])
def test_every_type_is_read_and_named(tmp_path: Path, dtype: str, new: bool) -> None:
    extra = torch.tensor([[0.0, 1.0, 3.0], [2.0, 5.0, 1.0]]).to(getattr(torch, dtype))
    torch.save({**nn.GRU(3, 4).state_dict(), "extra": extra}, tmp_path / "a.pt", _use_new_zipfile_serialization=new)
    (tensor,) = (t for t in read(tmp_path / "a.pt").tensors if t.name == "extra")
    assert (tensor.shape, tensor.dtype) == ((2, 3), dtype)


@pytest.mark.parametrize("dtype", ["float16", "bfloat16", "float64"])
def test_weights_of_other_precision(tagger: Any, tmp_path: Path, dtype: str) -> None:
    rounded = {name: value.to(getattr(torch, dtype)) for name, value in tagger.state_dict().items()}
    torch.save(rounded, tmp_path / "a.pt")
    tagger.load_state_dict({name: value.float() for name, value in rounded.items()})
    found = read(tmp_path / "a.pt")
    assert found.stacks[0].layers[0].stored_dtype == dtype
    assert_runs_as(found, tagger.rnn)


def test_views_and_shared_storages(tmp_path: Path) -> None:
    gru = nn.GRU(3, 4)
    whole = torch.zeros(2, 12, 20)
    whole[0, :, 2:9:2] = gru.weight_hh_l0.detach()
    whole[1, :, 3:6] = gru.weight_ih_l0.detach()
    bias = torch.stack([gru.bias_ih_l0.detach(), gru.bias_hh_l0.detach()], 1)
    torch.save(
        {"weight_ih_l0": whole[1, :, 3:6], "weight_hh_l0": whole[0, :, 2:9:2], "bias_ih_l0": bias[:, 0],
         "bias_hh_l0": bias[:, 1], "turned": whole.permute(2, 0, 1), "repeated": torch.ones(1).expand(5, 6)},
        tmp_path / "a.pt",
    )  # fmt: skip
    found = read(tmp_path / "a.pt")
    assert_runs_as(found, gru)
    assert {t.name: t.shape for t in found.tensors}["turned"] == (20, 2, 12)


def test_a_module_says_what_its_tensors_do_not(tmp_path: Path) -> None:
    module = Relu()
    torch.save(module, tmp_path / "a.pt")
    stacks = {stack.name: stack for stack in read(tmp_path / "a.pt").stacks}
    assert {stack.network.convention.activation for stack in stacks.values()} == {"relu"}


@pytest.mark.parametrize("how", ["script", "trace"])
def test_torchscript(tagger: Any, tmp_path: Path, how: str) -> None:
    made = torch.jit.script(tagger) if how == "script" else torch.jit.trace(tagger, torch.zeros(3, 1, dtype=torch.long))
    made.save(tmp_path / "a.pt")
    found = read(tmp_path / "a.pt")
    assert found.kind == "TorchScript archive"
    assert sorted(names(found)) == sorted(tagger.state_dict())
    assert_runs_as(found, tagger.rnn)


def test_frozen_and_quantized_programs_say_so(tagger: Any, tmp_path: Path) -> None:
    torch.jit.freeze(torch.jit.script(tagger)).save(tmp_path / "frozen.pt")
    with pytest.raises(FormatError, match="frozen TorchScript program"):
        read(tmp_path / "frozen.pt")
    quantized = torch.ao.quantization.quantize_dynamic(tagger, {nn.LSTM, nn.Linear})
    torch.save(quantized.state_dict(), tmp_path / "quantized.pt")
    torch.save(quantized, tmp_path / "whole.pt")
    for name in ("quantized.pt", "whole.pt"):
        with pytest.raises(FormatError, match="holds quantized weights"):
            read(tmp_path / name)


@pytest.mark.parametrize("change", ["to_sparse", "float8", "meta"])
def test_weights_that_are_no_plain_numbers_are_named(tmp_path: Path, change: str) -> None:
    state = dict(nn.GRU(3, 4).state_dict())
    weight = state["weight_ih_l0"]
    changed = {"to_sparse": weight.to_sparse(), "float8": weight.to(torch.float8_e5m2), "meta": weight.to("meta")}
    torch.save({**state, "weight_ih_l0": changed[change]}, tmp_path / "a.pt")
    with pytest.raises(FormatError, match=f"weight_ih_l0 .*{change.removeprefix('to_')}"):
        read(tmp_path / "a.pt")


@pytest.mark.parametrize("whole", [True, False], ids=["module", "state dict"])
@pytest.mark.parametrize("dim", [0, 1, None])
@pytest.mark.parametrize("how", ["old", "new"])
def test_weight_norm_is_put_together(tmp_path: Path, how: str, dim: int | None, whole: bool) -> None:
    if whole and how == "new":
        pytest.skip("PyTorch does not pickle such modules")
    utils = nn.utils.parametrizations if how == "new" else nn.utils
    gru = nn.GRU(3, 4)
    with torch.no_grad():
        expected = gru(torch.tensor(X, dtype=torch.float32))[0].numpy()
    for name in ("weight_ih_l0", "weight_hh_l0"):
        utils.weight_norm(gru, name, dim=dim)
    torch.save(gru if whole else {f"rnn.{k}": v for k, v in gru.state_dict().items()}, tmp_path / "a.pt")
    found = read(tmp_path / "a.pt")
    assert sum("weight norm" in note for note in found.notes) == 2
    assert found.stacks[0].notes == ()
    np.testing.assert_allclose(run(found.stacks[0].network, inputs=X).hidden, expected, atol=1e-6, rtol=0)


@pytest.mark.parametrize("how", ["prune", "spectral", "spectral, new"])
@pytest.mark.parametrize("suffix", [".pt", ".safetensors"])
def test_what_was_pruned_or_scaled_is_put_together(tmp_path: Path, how: str, suffix: str) -> None:
    torch.manual_seed(5)
    gru = nn.GRU(3, 4)
    for name in ("weight_ih_l0", "weight_hh_l0"):
        if how == "prune":
            prune.random_unstructured(gru, name, 0.4)
        else:
            (nn.utils if how == "spectral" else nn.utils.parametrizations).spectral_norm(gru, name)
    with torch.no_grad():
        for _ in range(20):
            # Every pass in training brings the estimate of the singular value nearer.
            gru(torch.tensor(X, dtype=torch.float32))
        gru.eval()
        expected = gru(torch.tensor(X, dtype=torch.float32))[0].numpy()
    path = tmp_path / f"a{suffix}"
    state = {f"rnn.{name}": value for name, value in gru.state_dict().items()}
    if suffix == ".pt":
        torch.save(state, path)
    else:
        safetensors.save_file(state, path)
    found = read_any(path)
    assert sum("pruned" in note or "spectral norm" in note for note in found.notes) == 2
    assert found.stacks[0].notes == ()
    np.testing.assert_allclose(run(found.stacks[0].network, inputs=X).hidden, expected, atol=1e-6, rtol=0)


def test_dropped_weights_are_taken_as_they_were_learnt(tmp_path: Path) -> None:
    gru = nn.GRU(3, 4)
    state = {f"rnns.0.module.{name}": value for name, value in gru.state_dict().items()}
    raw = state["rnns.0.module.weight_hh_l0"]
    dropped = {"rnns.0.module.weight_hh_l0": raw * (torch.rand(raw.shape) < 0.5), "rnns.0.weight_hh_l0_raw": raw}
    torch.save(state | dropped, tmp_path / "a.pt")
    assert_runs_as(read(tmp_path / "a.pt"), gru)


@pytest.mark.parametrize("protocol", range(6))
@pytest.mark.parametrize("what", ["tensors", "arrays", "module"])
def test_plain_pickles(tagger: Any, tmp_path: Path, what: str, protocol: int) -> None:
    state = tagger.state_dict()
    saved = {"tensors": state, "arrays": {k: v.numpy() for k, v in state.items()}, "module": tagger}[what]
    stream = io.BytesIO()
    pickle.dump(saved, stream, protocol)
    (tmp_path / "a.pkl").write_bytes(stream.getvalue())
    found = read(tmp_path / "a.pkl")
    assert found.kind == "Python pickle"
    assert names(found) == list(state)
    assert_runs_as(found, tagger.rnn)


@needs_models
def test_every_layer_of_a_real_checkpoint() -> None:
    state = torch.load(GTCRN, weights_only=True, map_location="cpu")["model"]
    for stack in read(GTCRN).stacks:
        layer = stack.layers[0]
        gru = nn.GRU(layer.inputs, layer.units, bidirectional=len(layer.directions) == 2)
        prefix = f"{stack.name}."
        gru.load_state_dict({k.removeprefix(prefix): v for k, v in state.items() if k.startswith(prefix)})
        x = np.random.default_rng(4).normal(size=(12, layer.inputs)).astype(np.float32)
        with torch.no_grad():
            expected = gru(torch.tensor(x))[0].numpy()
        np.testing.assert_allclose(run(stack.network, inputs=x).hidden, expected, atol=1e-5, rtol=0)
