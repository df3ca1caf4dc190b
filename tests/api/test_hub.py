"""What readers are told, who may hear it, and when they are let go."""

import json
from itertools import count
from typing import Any

import pytest

from appliance.api import hub as hub_module
from appliance.api.hub import QUEUE, Event, Hub, event_of
from appliance.errors import ResourceExhaustedError
from appliance.models.access import Credential, Principal
from appliance.models.base import Role, Visibility
from appliance.models.change import Change, ChangeKind
from appliance.models.database import Database
from tests.factories import make_memo, make_user, principal

_sequences = count(1)


def change(kind: ChangeKind, name: str = "memos/m", **fields: Any) -> Change:
    """Make a change as it stands in the log."""
    return Change(kind=kind, name=name, sequence=next(_sequences), **fields)


@pytest.mark.parametrize(
    ("kind", "parent", "body"),
    [
        ("memo.created", "", {"type": "memo.created", "name": "memos/m"}),
        ("memo.restored", "", {"type": "memo.created", "name": "memos/m"}),
        (
            "memo.created",
            "memos/p",
            {"type": "memo.comment.created", "name": "memos/p"},
        ),
        ("memo.updated", "", {"type": "memo.updated", "name": "memos/m"}),
        (
            "memo.updated",
            "memos/p",
            {"type": "memo.updated", "name": "memos/m", "parent": "memos/p"},
        ),
        ("memo.deleted", "memos/p", {"type": "memo.deleted", "name": "memos/m"}),
        ("reaction.upserted", "", {"type": "reaction.upserted", "name": "memos/m"}),
        ("reaction.deleted", "", {"type": "reaction.deleted", "name": "memos/m"}),
    ],
)
def test_events_have_the_words_of_the_contract(
    kind: str, parent: str, body: dict[str, str]
) -> None:
    event = event_of(change(ChangeKind(kind), parent=parent))
    assert event is not None
    assert json.loads(event.body) == body


def test_the_rest_is_nobodys_business() -> None:
    told = {kind for kind in ChangeKind if event_of(change(kind))}
    bodies = {kind for kind in told if (event := event_of(change(kind))) and event.body}
    assert {str(kind) for kind in bodies} == {
        *("memo.created", "memo.updated", "memo.deleted", "memo.restored"),
        *("reaction.upserted", "reaction.deleted"),
    }
    assert {str(kind) for kind in told - bodies} == {
        *("user.updated", "user.deleted", "token.deleted", "session.revoked"),
    }


def someone(number: int, role: Role = Role.USER) -> Principal:
    """Sign somebody in."""
    return Principal(number, f"u{number}", role, Credential.ACCESS_TOKEN)


OWNER, OTHER, ADMIN = someone(1), someone(2), someone(3, Role.ADMIN)


@pytest.mark.parametrize(
    ("before", "after", "audience"),
    [
        (None, Visibility.PRIVATE, [True, False, True]),
        (None, Visibility.PROTECTED, [True, True, True]),
        (None, Visibility.PUBLIC, [True, True, True]),
        (Visibility.PUBLIC, Visibility.PRIVATE, [True, False, True]),
        (Visibility.PRIVATE, None, [True, False, True]),
        (Visibility.PUBLIC, None, [True, True, True]),
        (None, None, [False, False, False]),
    ],
)
async def test_the_audience_of_a_memo(
    database: Database,
    before: Visibility | None,
    after: Visibility | None,
    audience: list[bool],
) -> None:
    told = change(ChangeKind.MEMO_UPDATED, owner_id=1, before=before, after=after)
    event = event_of(told)
    assert event is not None
    hub = Hub(database)
    heard = [await hub.may_hear(one, event) for one in (OWNER, OTHER, ADMIN)]
    assert heard == audience


@pytest.mark.parametrize(
    ("memo", "comment", "audience"),
    [
        # Who hears: the creator of the memo, of the comment, somebody else, an admin.
        (Visibility.PUBLIC, Visibility.PUBLIC, [True, True, True, True]),
        (Visibility.PUBLIC, Visibility.PRIVATE, [True, True, False, True]),
        (Visibility.PRIVATE, Visibility.PUBLIC, [True, False, False, True]),
        (Visibility.PRIVATE, Visibility.PRIVATE, [True, False, False, True]),
    ],
)
async def test_the_audience_of_a_comment(
    database: Database, memo: Visibility, comment: Visibility, audience: list[bool]
) -> None:
    admin, ann, bob, eve = [await make_user(database) for _ in range(4)]
    parent = await make_memo(database, ann, visibility=memo)
    made = change(
        ChangeKind.MEMO_CREATED, parent=parent.name, owner_id=bob.id, after=comment
    )
    event = event_of(made)
    assert event is not None
    hub = Hub(database)
    readers = [principal(one) for one in (ann, bob, eve, admin)]
    assert [await hub.may_hear(reader, event) for reader in readers] == audience


async def test_the_audience_of_an_answer_to_a_comment(database: Database) -> None:
    """It is as private as the memo that all of it is about, wherever it hangs."""
    admin, ann, bob, eve = [await make_user(database) for _ in range(4)]
    memo = await make_memo(database, ann, visibility=Visibility.PRIVATE)
    comment = await make_memo(database, bob, parent=memo, visibility=Visibility.PUBLIC)
    made = change(
        ChangeKind.MEMO_CREATED,
        parent=comment.name,
        owner_id=ann.id,
        after=Visibility.PUBLIC,
    )
    event = event_of(made)
    assert event is not None
    hub = Hub(database)
    readers = [principal(one) for one in (ann, bob, eve, admin)]
    heard = [await hub.may_hear(reader, event) for reader in readers]
    assert heard == [True, False, False, True]


async def test_each_entry_of_the_log_is_told_once(database: Database) -> None:
    hub = Hub(database)
    first = change(ChangeKind.MEMO_CREATED)
    hub.on_changes([first])
    with hub.reader(1) as reader:
        unnumbered = Change(kind=ChangeKind.MEMO_CREATED, name="memos/own")
        second = change(ChangeKind.MEMO_CREATED, name="memos/second")
        hub.on_changes([unnumbered])
        hub.on_changes([first, second])
        hub.on_changes([second])
        assert reader.queue.qsize() == 1
        assert reader.queue.get_nowait().sequence == second.sequence == hub.position


async def test_who_does_not_keep_up_is_let_go(database: Database) -> None:
    hub = Hub(database)
    with hub.reader(1) as slow, hub.reader(2) as quick:
        for _ in range(QUEUE + 1):
            assert not slow.ended.is_set()
            hub.on_changes([change(ChangeKind.MEMO_CREATED)])
            quick.queue.get_nowait()
        assert slow.ended.is_set()
        assert not quick.ended.is_set()


async def test_streams_of_one_user_are_bounded(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hub_module, "MOST_READERS", 2)
    hub = Hub(database)
    with hub.reader(1):
        with hub.reader(1), pytest.raises(ResourceExhaustedError), hub.reader(1):
            pass
        with hub.reader(1), hub.reader(2):
            pass


async def test_a_closed_hub_ends_everybody(database: Database) -> None:
    hub = Hub(database)
    with hub.reader(1) as reader:
        hub.close()
        assert reader.ended.is_set()
    with hub.reader(1) as late:
        assert late.ended.is_set()


async def test_an_event_without_visibility_is_for_nobody(database: Database) -> None:
    assert not await Hub(database).may_hear(ADMIN, Event(1, "{}"))
