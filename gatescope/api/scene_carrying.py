"""The scene that a figure of a script carries."""

from __future__ import annotations

from collections.abc import Sequence

from gatescope.errors import UsageError
from gatescope.export.recording import Recording
from gatescope.formats.core.model import Model
from gatescope.plots.notation import notation
from gatescope.session.document.document import Document, Focus
from gatescope.session.scene.digest import network_digest
from gatescope.session.scene.figure_settings import FITS, FigureSettings, describe_settings
from gatescope.session.scene.link import to_text
from gatescope.session.scene.taking import scene_of, scene_of_runs
from gatescope.session.standing import Standing

NOT_ITS_PRECISION = "another precision than the model's own is no part of a scene"


def carried_scene(
    shown: Model | Sequence[Recording], settings: FigureSettings, against: Recording | None = None
) -> str | None:
    """Return the text of the scene for the figure of what `render` or `figure` draws; None where none can tell of it.

    Args:
        against: the second run of a pair.
    """
    try:
        return _scene(shown, settings, against)
    except UsageError:
        return None


def _scene(shown: Model | Sequence[Recording], settings: FigureSettings, against: Recording | None) -> str:
    if isinstance(shown, Model):
        document = Document(models={shown.name: shown}, networks={shown.name: shown.network}, shown=(shown.name,))
        work = Standing(document, Focus(model=shown.name, part=shown.network.default_part))
        return to_text(scene_of(work, notation(), figure=describe_settings(settings)))
    for recording in (*shown, *([] if against is None else [against])):
        if recording.untold:
            raise UsageError(recording.untold)
    runs = [recording.run for recording in shown]
    if settings.fit is not None and settings.fit not in FITS:
        raise UsageError("a file of texts that a plane is fitted on is no part of a scene")
    if against is not None:
        first, other = runs[0], against.run
        alike = network_digest(first.network) == network_digest(other.network)
        if not alike or other.trace.interventions != first.trace.interventions:
            raise UsageError("a second run by another model, or with other interventions, is no part of a scene")
    return to_text(scene_of_runs(runs, settings.token, notation(), describe_settings(settings)))
