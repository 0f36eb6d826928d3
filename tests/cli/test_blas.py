import subprocess
import sys

from gatescope.cli.blas import ONE_THREAD, use_one_thread


def test_every_variable_is_set_whatever_stood_there():
    environ = {"OMP_NUM_THREADS": "8", "HOME": "/home"}
    use_one_thread(environ)
    assert environ == {"HOME": "/home"} | ONE_THREAD
    assert set(ONE_THREAD.values()) == {"1"}


def test_the_command_line_asks_before_numpy_is_loaded():
    code = (
        "import os, sys; import gatescope.cli.main as m; assert 'numpy' not in sys.modules; "
        "m.guarded = lambda work, **_: print(os.environ['OPENBLAS_NUM_THREADS'], 'numpy' in sys.modules); "
        "m.main(['models'])"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.split() == ["1", "False"]
