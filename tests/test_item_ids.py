"""The ids of items of Needs attention are read in one place, and are what journals of years ago hold."""

from datetime import UTC, datetime

import pytest

from pipeline.cases.proposals import asks_id
from pipeline.item_ids import ItemId, ItemKind, ItemTopic, item_id
from pipeline.model import Attention

SHA = "3f2a" * 16


@pytest.mark.parametrize(
    ("text", "kind", "about", "topic"),
    [
        (f"mail:{SHA}:read", ItemKind.MAIL, f"{SHA}:read", ItemTopic.READ),
        (f"mail:{SHA}:cannot-rule-out", ItemKind.MAIL, f"{SHA}:cannot-rule-out", ItemTopic.DOUBT),
        (f"mail:{SHA}:failed", ItemKind.MAIL, f"{SHA}:failed", ItemTopic.FAILED),
        (f"mail:{SHA}:first-NSP-2026-0001", ItemKind.MAIL, f"{SHA}:first-NSP-2026-0001", ItemTopic.OTHER),
        (asks_id(SHA, "NSP-2026-0001"), ItemKind.PROPOSAL, f"{SHA[:16]}:NSP-2026-0001:asks", ItemTopic.ASKS),
        ("proposal:3f2a:NSP-2026-0001:incident", ItemKind.PROPOSAL, "3f2a:NSP-2026-0001:incident", ItemTopic.OTHER),
        ("proposed:NSP-2026-0001", ItemKind.PROPOSED, "NSP-2026-0001", ItemTopic.OTHER),
        ("question:NSP-2026-0001", ItemKind.QUESTION, "NSP-2026-0001", ItemTopic.OTHER),
        ("evidence:NSP-2026-0001", ItemKind.CLOSED_EARLY, "NSP-2026-0001", ItemTopic.OTHER),
        ("left:3f2a", ItemKind.GONE, "3f2a", ItemTopic.OTHER),
        ("taken-in", ItemKind.TAKEN_IN, "", ItemTopic.OTHER),
        ("tracker:held:2026-03-02T09:00", ItemKind.TRACKER_HELD, "2026-03-02T09:00", ItemTopic.OTHER),
        ("tracker:missing:2026-03-02T09:00", ItemKind.OTHER, "tracker:missing:2026-03-02T09:00", ItemTopic.OTHER),
        ("cell:Actions|NSP-2026-0001|4:asks", ItemKind.CELL, "Actions|NSP-2026-0001|4:asks", ItemTopic.OTHER),
        ("", ItemKind.OTHER, "", ItemTopic.OTHER),
    ],
)
def test_an_id_says_its_kind_what_it_is_about_and_its_topic(
    text: str, kind: ItemKind, about: str, topic: ItemTopic
) -> None:
    assert item_id(text) == ItemId(kind=kind, about=about, topic=topic)
    assert f"{kind}{about}" == text


def test_what_somebody_typed_into_the_workbook_makes_no_doubt_of_an_item() -> None:
    item = Attention(
        id="twice:Actions|NSP-2026-0001|4:cannot-rule-out",
        what="It stands in more than one row.",
        why="Nobody can say which is meant.",
        remedy="Keep one of the rows.",
        since=datetime(2026, 3, 2, 9, tzinfo=UTC),
    )
    assert not item.is_doubt
