"""What `gs.*` returns shows itself in a notebook: an SVG that says its values under the mouse."""

from __future__ import annotations

import pickle
import re
import warnings
import xml.etree.ElementTree as ElementTree

import pytest

import gatescope as gs
from gatescope.resources import resource

SVG = "{http://www.w3.org/2000/svg}"
TEXT = "The film was not <b>good</b> & bad."
ANALYSES = (
    "gradients",
    "connectivity",
    "saturation",
    "time_scales",
    "memory_ledger",
    "moving_averages",
    "direct_path",
    "factors",
    "unit_statistics",
    "itemised",
    "sweep",
)
# What a cell has no equation for, the analysis refuses by name.
ONLY = {"time_scales": "lstm gru", "memory_ledger": "lstm gru", "moving_averages": "gru", "direct_path": "lstm gru"}


def drawing(page: str) -> ElementTree.Element:
    assert page.startswith('<div class="gatescope-picture" role="img" aria-label="')
    found = ElementTree.fromstring(page)[0]
    assert found.tag == f"{SVG}svg"
    return found


def told(picture: ElementTree.Element) -> list[str]:
    return ["".join(title.itertext()) for rect in picture.iter(f"{SVG}rect") for title in rect.iter(f"{SVG}title")]


@pytest.fixture(scope="module", params=["lstm", "gru", "rnn"])
def cell(request):
    return request.param


@pytest.fixture(scope="module")
def trace(cell):
    return gs.trace(f"sentiment-{cell}", TEXT)


@pytest.mark.slow
def test_every_analysis_shows_itself(qapp, trace, cell):
    for name in ANALYSES:
        if cell not in ONLY.get(name, cell):
            continue
        picture = drawing(getattr(gs, name)(trace)._repr_html_())
        assert told(picture), name
        assert [text for text in picture.iter(f"{SVG}text") if text.text], name


def test_a_figure_shows_itself(qapp, trace):
    made = gs.figure(trace, ["gradients", "heatmap"])
    assert told(drawing(made._repr_html_()))


def test_the_numbers_under_the_mouse_are_those_of_the_result(qapp, trace, cell):
    found = gs.sweep(trace)
    first = int(found.order[0])
    rows = told(drawing(found._repr_html_()))
    (row,) = [row for row in rows if row.startswith(f"without u{first}: ")]
    value = row.partition(": ")[2].partition(",")[0].replace("−", "-")
    assert float(value) == pytest.approx(found.values[first], abs=0.51 * 10 ** -len(value.partition(".")[2]))


def test_fixed_points_show_themselves(qapp, cell):
    model = gs.load(f"sentiment-{cell}")
    found = gs.fixed_points(model, input=".", starts=32)
    rows = told(drawing(found._repr_html_()))
    assert len(rows) == len(found.points)
    assert all(row.startswith(point.kind) for row, point in zip(rows, found.points, strict=True))


def test_names_of_two_pictures_on_one_page_differ(qapp, trace):
    pages = [gs.gradients(trace, of)._repr_html_() for of in ("last", "tokens:1")]
    names = [set(re.findall(r'\bid="([^"]*)"', page)) for page in pages]
    assert not names[0] & names[1]
    for page, known in zip(pages, names, strict=True):
        assert set(re.findall(r'(?:url\(|xlink:href=")#([^)"]*)', page)) <= known


def test_a_result_can_be_sent_to_another_process(trace):
    found = pickle.loads(pickle.dumps(gs.saturation(trace)))
    assert not callable(found._repr_html_)


def test_a_long_text_stays_small(qapp):
    trace = gs.trace("sentiment-gru", " ".join(["The film was not good."] * 400))
    assert len(gs.gradients(trace)._repr_html_()) < 1_000_000


@pytest.mark.slow
def test_the_example_runs_and_draws(tmp_path):
    """In a kernel of its own, as Jupyter runs it; no network is asked for anything but that kernel."""
    nbclient = pytest.importorskip("nbclient", reason="the extra `notebook` is not installed")
    pytest.importorskip("ipykernel", reason="the extra `notebook` is not installed")
    nbformat = pytest.importorskip("nbformat", reason="the extra `notebook` is not installed")
    book = nbformat.read(resource("notebooks", "gates-of-a-sentence.ipynb"), as_version=4)
    nbformat.validate(book)
    assert not any(cell.get("outputs") for cell in book.cells)
    with warnings.catch_warnings():
        # The client's own, of its event loop and of a path that a later Jupyter will have.
        warnings.simplefilter("ignore")
        nbclient.NotebookClient(
            book, timeout=300, kernel_name="python3", resources={"metadata": {"path": tmp_path}}
        ).execute()
    results = [
        output["data"]
        for cell in book.cells
        if cell.cell_type == "code"
        for output in cell.outputs
        if output.output_type == "execute_result"
    ]
    assert len(results) == sum(cell.cell_type == "code" for cell in book.cells)
    assert sum("<svg" in data.get("text/html", "") for data in results) == 5
    assert not list(tmp_path.iterdir())
