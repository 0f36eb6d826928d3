"""A local Dask cluster writes the very same index; and what is said where there is no cluster."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest

from gatescope.analysis.corpus.index import open_index
from gatescope.errors import UsageError
from gatescope.formats.own.weights_and_card import save_model
from gatescope.session.corpus.building import build_index
from tests.cli.toys import model
from tests.session.corpus.corpora import all_states, small_shards, texts, write

LINES = texts(60)

# In a process of its own, since a cluster leaves threads and event loops behind when it ends.
ON_A_CLUSTER = """
import sys
from distributed import LocalCluster
from gatescope.cli.main import main
from gatescope.session.corpus import building, chunks

if __name__ == "__main__":
    chunks.SHARD_VALUES, chunks.LEAST_CHUNK = 1, 120
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster:
        about = ["--model", sys.argv[1], "-o", sys.argv[3], "--dask", cluster.scheduler_address]
        code = main(["index", sys.argv[2], *about])
    sys.exit(code)
"""


@pytest.mark.slow
def test_two_workers_write_the_index_that_one_machine_writes(tmp_path, monkeypatch):
    pytest.importorskip("distributed", reason="Dask comes with the `cluster` extra")
    made, corpus = model("gru", directions=("forward", "reverse")), write(tmp_path / "c.txt", LINES)
    save_model(made, tmp_path / "m.safetensors")
    (tmp_path / "run.py").write_text(ON_A_CLUSTER, "utf-8")
    about = [str(tmp_path / name) for name in ("run.py", "m.safetensors", "c.txt", "i")]
    done = subprocess.run([sys.executable, *about], capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    small_shards(monkeypatch)
    there, here = open_index(tmp_path / "i"), build_index(made, corpus, tmp_path / "j")
    assert there.manifest == here.manifest
    assert here.manifest.shards > 3
    np.testing.assert_array_equal(all_states(there), all_states(here))
    for shard in here.shards():
        for name, values in vars(here.words(shard)).items():
            np.testing.assert_array_equal(getattr(there.words(shard), name), values)


def test_without_dask_its_extra_is_named(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(UsageError, match=r"--dask needs Dask: install it with pip install 'gatescope\[cluster\]'"):
        build_index(model(), write(tmp_path / "c.txt", LINES), tmp_path / "i", dask="tcp://127.0.0.1:1")
