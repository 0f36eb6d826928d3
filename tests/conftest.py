"""Every test runs offscreen, in a home of its own, and fails if it leaves something behind (see `tests.leaks`)."""

from __future__ import annotations

import gc
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from gatescope.app.start.garbage import due
from gatescope.app.start.importing import leave_sources_unread
from gatescope.app.window import motion
from gatescope.app.window.theme import BASE_PIXELS, set_font
from gatescope.cli.blas import use_one_thread
from gatescope.engine import executors
from gatescope.plots.theme import LIGHT
from gatescope.views.base.text_size import set_text_size
from tests.leaks import Watch, leaks
from tests.long_files import LIMIT, long_files
from tests.shared import BAD

HOME_VARIABLES = ("HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME")

pytest_plugins = ["pytester"]

# No test has a clock: a machine that does other work as well is no failure.
settings.register_profile("unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("unhurried")


def pytest_configure(config: pytest.Config) -> None:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    # As the command line does; set here, child processes have it whichever test comes first.
    use_one_thread(os.environ)
    # As the app does: it takes a sixth of the time of what is imported.
    leave_sources_unread()
    # The tests know the texts in English, wherever they run.
    os.environ["GATESCOPE_LANGUAGE"] = "en"
    home = tempfile.mkdtemp(prefix="gatescope-home-")
    config.add_cleanup(lambda: shutil.rmtree(home, ignore_errors=True))
    for variable in HOME_VARIABLES:
        os.environ[variable] = home if variable == "HOME" else os.path.join(home, variable)
    # Kernels take half a minute to compile; their folder is named by the sources, so it may be kept.
    os.environ.setdefault("GATESCOPE_CACHE_DIR", str(config.rootpath / ".pytest_cache" / "gatescope"))


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        opens_the_window = "desktop" in getattr(item, "fixturenames", ())
        if opens_the_window or item.get_closest_marker("journey") is not None:
            item.add_marker(pytest.mark.slow)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    found = long_files(config.rootpath / "gatescope")
    if found:
        terminalreporter.section(f"files over {LIMIT} lines: split those that hold two ideas")
        for path, lines in found:
            terminalreporter.line(f"{lines:5} {path.relative_to(config.rootpath).as_posix()}")


@pytest.fixture(scope="session")
def watch() -> Iterator[Watch]:
    watch = Watch()
    watch.install()
    yield watch
    watch.remove()
    # Offscreen, the clipboard outlives the interpreter, and what a Python method put there then dies in a crash.
    if isinstance(QGuiApplication.instance(), QGuiApplication):
        QGuiApplication.clipboard().clear()


@pytest.fixture(scope="session", autouse=True)
def collected_between_tests() -> Iterator[None]:
    """No thread of a test collects the Qt objects of another (see `gatescope.app.start.garbage`)."""
    gc.disable()
    # The tests themselves are a million objects, through which every collection after a window would look: 0.4 s each.
    gc.freeze()
    yield
    gc.unfreeze()
    gc.enable()


@pytest.fixture(scope="session", autouse=True)
def one_that_has_windows(qapp: QApplication) -> None:
    """Whichever test comes first makes the one application of the process: the API alone would make one without."""


@pytest.fixture(autouse=True)
def application_as_usual(qapp: QApplication) -> Iterator[None]:
    """What a window changes of the whole application is as usual in the next test: the size of text, the carets."""
    flash_ms = QApplication.cursorFlashTime()
    yield
    QApplication.setCursorFlashTime(flash_ms)
    qapp.setProperty(motion.USUAL_FLASH, None)
    set_text_size(LIGHT)
    if QApplication.font().pixelSize() not in (-1, BASE_PIXELS):
        set_font()


@pytest.fixture(autouse=True)
def nothing_left_behind(request: pytest.FixtureRequest, watch: Watch) -> Iterator[None]:
    """Fail a test that leaves a thread, a timer, a window or a warning; asking for `caplog` allows the last."""
    with contextmanager(leaks)(watch, check_logs="caplog" not in request.fixturenames) as found:
        yield
    generation = due()
    if generation is not None:
        gc.collect(generation)
    if found:
        pytest.fail("\n".join(found), pytrace=False)


@pytest.fixture(
    scope="session", params=["made", pytest.param("given", marks=pytest.mark.slow)] if BAD.is_dir() else ["made"]
)
def bad(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of damaged and hostile files, made here or given in ../shared/bad."""
    if request.param == "given":
        return BAD
    pytest.importorskip("onnx", reason="the extra onnx is not installed; it writes some of the files")
    from tests.formats.bad_files import make

    return make(tmp_path_factory.mktemp("made") / "bad")


@pytest.fixture(autouse=True)
def reference_first() -> Iterator[None]:
    """The kernels are loaded for one test."""
    yield
    executors.use(executors.reference)
