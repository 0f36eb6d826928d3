"""The notation in the window: everything in view is written anew at once, and kept over a restart."""

import numpy as np
import pytest

from gatescope.app.commands.glossary_page import GlossaryPage
from gatescope.plots.notation import notation, use
from gatescope.session.document.notation import Notation
from gatescope.session.settings import Settings
from tests.plots.test_notation import texts


@pytest.fixture(autouse=True)
def usual():
    yield
    use(Notation())


def shown(desktop):
    """All texts of all pictures in sight."""
    views = (view for view in desktop.window.views.values() if view.in_sight)
    return [text for view in views if view.plot() is not None for text in texts(view.plot())]


@pytest.mark.parametrize("workspace", ["watch", "cell", "units"])
def test_what_is_in_sight_is_written_anew_at_once(qtbot, desktop, workspace):
    desktop.window.arrangements.show(workspace)
    desktop.session.show(["sentiment-gru"])
    qtbot.waitUntil(lambda: desktop.session.snapshot.runs[0].model == "sentiment-gru")
    qtbot.waitUntil(lambda: any("<i>h</i>" in text for text in shown(desktop)))
    for name in ("states_a", "gates_gamma"):
        desktop.controller.actions[name].trigger()
    qtbot.waitUntil(lambda: any("Γ<sub><i>u</i>" in text for text in shown(desktop)))
    assert not any("<i>h</i>" in text or "<i>z</i>" in text for text in shown(desktop))
    desktop.controller.actions["states_h"].trigger()
    assert not any("<i>a</i>" in text for text in shown(desktop))


def test_z_turns_in_the_maps_and_in_what_is_held(qtbot, desktop):
    desktop.session.show(["sentiment-gru"])
    qtbot.waitUntil(lambda: desktop.session.snapshot.runs[0].model == "sentiment-gru")

    def z():
        panels = desktop.window.heatmaps.plot().panels
        return np.array(next(panel.values for panel in panels if panel.signal == "update_gate"))

    before, recorded = z(), desktop.session.snapshot.runs[0].trace["layer0.forward.update_gate"].copy()
    desktop.controller.actions["keeps_new"].trigger()
    np.testing.assert_allclose(z(), 1 - before, atol=1e-7)
    np.testing.assert_array_equal(desktop.session.snapshot.runs[0].trace["layer0.forward.update_gate"], recorded)
    desktop.session.edit_text("another text", None)
    qtbot.waitUntil(lambda: desktop.session.snapshot.text == "another text")
    run = desktop.session.snapshot.runs[0]
    np.testing.assert_allclose(z(), 1 - run.trace["layer0.forward.update_gate"], atol=1e-7)


def test_it_is_no_change_of_the_work_and_kept_over_a_restart(desktop, tmp_path):
    document = desktop.session.document
    for name in ("gates_gamma", "keeps_old", "states_a"):
        desktop.controller.actions[name].trigger()
    assert desktop.session.document is document
    assert not desktop.session.undo_stack.canUndo()
    assert desktop.controller.actions["gates_gamma"].isChecked()
    desktop.settings.save()
    assert Settings(tmp_path / "gatescope.ini").notation == Notation("old", "gamma", "a") == notation()


def test_the_glossary_follows(desktop):
    desktop.controller.glossary.show_query("forget gate")
    page = desktop.window.findChild(GlossaryPage).page
    assert "Γf = " not in page.toPlainText()
    desktop.controller.actions["gates_gamma"].trigger()
    assert "Γf,t = " in page.toPlainText()


def test_a_damaged_setting_is_the_usual_notation(tmp_path):
    path = tmp_path / "gatescope.ini"
    path.write_text("[General]\nnotation=gates=runes\n", "utf-8")
    assert Settings(path).notation == Notation()
