"""What is kept of an edited network when its model is read anew."""

from __future__ import annotations

from dataclasses import replace

from gatescope.engine.interventions import Clamp, Interventions
from gatescope.formats.conventions.override import override
from gatescope.session.document.changes import opened, with_edits, with_entry, with_model
from gatescope.session.run.snapshot import RunRequest
from tests.engine.networks import random_network
from tests.session.helpers import word_model


def test_another_kind_of_read_out_keeps_the_edits() -> None:
    before = random_network("gru-after")
    key = "layer0.forward.b_x.update_gate"
    edited = before.with_array("readout.sentiment.bias", before.array("readout.sentiment.bias") + 1)
    edited = edited.with_array(key, edited.array(key) + 1)
    plain = override(before, {"readout": "linear"})
    kept = with_edits(edited, before, plain)
    assert (kept.readouts[0].kind, kept.readouts[0].labels) == ("linear", ("0",))
    assert kept.readouts[0].bias is edited.readouts[0].bias
    assert (kept.array(key) == edited.array(key)).all()
    back = with_edits(kept, plain, before)
    assert (back.readouts[0].kind, back.readouts[0].labels) == ("logistic", ("bad", "good"))


def test_another_reading_of_the_cell_drops_them() -> None:
    before = random_network("gru-after")
    edited = before.with_array("readout.sentiment.bias", before.array("readout.sentiment.bias") + 1)
    after = replace(before, convention=replace(before.convention, clip=2.0))
    assert with_edits(edited, before, after) is after
    assert with_edits(edited, before, before) is edited


def test_a_model_that_is_opened_again_keeps_what_it_can_no_longer_hold() -> None:
    model, units = word_model("same", "gru"), word_model("same", "gru").network.units
    kept, lost = Clamp("update_gate", 0.3, (0,)), Clamp("update_gate", 0.3, (units - 1,))
    document = with_entry(opened([model], ""), "interventions", "same", Interventions((kept, lost)))
    smaller = replace(model, network=random_network("gru-after", units - 1))
    changed = with_model(document, smaller, smaller.network)
    assert changed.interventions == document.interventions
    assert RunRequest.of(changed, "same").interventions == Interventions((kept,))
    again = with_model(document, model, model.network)
    assert again.interventions == document.interventions
    assert RunRequest.of(with_model(changed, model, model.network), "same").interventions == Interventions((kept, lost))
