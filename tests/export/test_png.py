import threading
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtGui import QColor, QImage

from gatescope.errors import FileError, UsageError
from gatescope.export.png import image, save_png
from gatescope.plots.heatmap import heatmap
from gatescope.plots.matrix import matrix
from gatescope.plots.theme import DARK, LIGHT, Theme
from gatescope.plots.traces import traces
from gatescope.session.document.document import Focus
from tests.paint.looking import pixels
from tests.plots.builders import network, run, snapshot


def plot(text: str = "the food was good"):
    return heatmap([run(text)], Focus(token=1))


@pytest.mark.parametrize("scale", [1, 2, 3, 4])
def test_scale_multiplies_the_pixels_and_keeps_the_layout(scale: int) -> None:
    picture = image(plot(), 400, 240, scale)
    assert (picture.width(), picture.height()) == (400 * scale, 240 * scale)
    small = pixels(image(plot(), 400, 240)).astype(float)
    shrunk = pixels(picture).reshape(240, scale, 400, scale, 3).mean(axis=(1, 3))
    assert np.abs(shrunk - small).mean() < 5


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("width", "height"), [(301, 200), (300, 201), (301, 201)])
def test_a_side_of_half_a_pixel_is_ground(theme: Theme, width: int, height: int) -> None:
    """And no memory of the process, which would make every file another one."""
    picture = image(plot(), width, height, 1.5, theme)
    assert (picture.width(), picture.height()) == (round(width * 1.5), round(height * 1.5))
    ground = QColor(theme.surface).rgb()
    assert {picture.pixel(picture.width() - 1, y) for y in range(picture.height())} == {ground}
    assert {picture.pixel(x, picture.height() - 1) for x in range(picture.width())} == {ground}


def test_light_and_dark_differ() -> None:
    light, dark = (pixels(image(plot(), 400, 240, 1, theme)) for theme in (LIGHT, DARK))
    assert light.mean() > 180
    assert dark.mean() < 100


def test_a_file_states_what_it_shows(tmp_path: Path) -> None:
    save_png(plot("ça a été “bon” 模"), tmp_path / "a.png", 300, 200, 2, metadata={"Author": "me"})
    found = QImage(str(tmp_path / "a.png"))
    assert (found.width(), found.height()) == (600, 400)
    assert found.text("Software").startswith("GateScope ")
    assert found.text("Cell") == "LSTM"
    assert found.text("Model") == "toy-lstm"
    assert found.text("Sentence") == "ça a été “bon” 模"
    assert found.text("Author") == "me"


def test_lines_and_matrices_state_theirs(tmp_path: Path) -> None:
    save_png(traces(snapshot(run()), Focus()), tmp_path / "t.png", 300, 200)
    assert QImage(str(tmp_path / "t.png")).text("Description") == "LSTM · toy-lstm · “the food was good”"
    save_png(matrix(network(), "toy", "embedding"), tmp_path / "m.png", 300, 200)
    assert QImage(str(tmp_path / "m.png")).text("Parameter") == "embedding"


def test_control_characters_do_not_end_the_metadata(tmp_path: Path) -> None:
    save_png(plot("a\x00b c"), tmp_path / "a.png", 300, 200)
    assert QImage(str(tmp_path / "a.png")).text("Sentence") == "a b c"


def test_a_missing_folder_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(FileError, match=r"^a\.png: cannot be written"):
        save_png(plot(), tmp_path / "none" / "a.png", 300, 200)


def test_a_failed_write_keeps_the_older_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.png"
    path.write_bytes(b"older")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(FileError, match="No space left on device"):
        save_png(plot(), path, 300, 200)
    assert path.read_bytes() == b"older"
    assert [p.name for p in tmp_path.iterdir()] == ["a.png"]


@pytest.mark.parametrize(("width", "height", "scale"), [(0, 10, 1), (10, -1, 1), (100_000, 10, 1), (9000, 9000, 2)])
def test_an_impossible_size_is_refused(width: int, height: int, scale: float) -> None:
    with pytest.raises(UsageError, match="pixels cannot be made"):
        image(plot(), width, height, scale)


def test_a_picture_can_be_painted_off_the_gui_thread() -> None:
    found: list[QImage] = []
    thread = threading.Thread(target=lambda: found.append(image(plot(), 400, 240)))
    thread.start()
    thread.join()
    assert np.array_equal(pixels(found[0]), pixels(image(plot(), 400, 240)))
