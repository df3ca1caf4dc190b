"""What clients say of a memo is checked before it is put onto the row."""

import pytest
from protobuf.wkt.google.protobuf.timestamp_pb import Timestamp

from appliance.api.gen.memos.api.v1 import memo_service_pb as pb
from appliance.api.services.memo.drafts import (
    FIRST_SECOND,
    LAST_SECOND,
    Drafts,
    second,
)
from appliance.errors import InvalidArgumentError
from appliance.models.base import State, Visibility
from tests.api.house import House


@pytest.mark.parametrize("moment", [FIRST_SECOND, -1, 0, LAST_SECOND])
def test_seconds_that_json_can_say_are_kept(moment: int) -> None:
    assert second(Timestamp(seconds=moment, nanos=999)) == moment


@pytest.mark.parametrize("moment", [FIRST_SECOND - 1, LAST_SECOND + 1])
def test_other_seconds_are_refused(moment: int) -> None:
    with pytest.raises(InvalidArgumentError, match="years"):
        second(Timestamp(seconds=moment))


async def test_draft_takes_only_what_may_be_chosen(house: House) -> None:
    sent = pb.Memo(
        content="# T",
        visibility=pb.Visibility.PROTECTED,
        create_time=Timestamp(seconds=5),
        pinned=True,
        parent="memos/other",
    )
    memo = await Drafts(house.settings).memo(sent, "m", 7)

    assert (memo.uid, memo.creator_id, memo.title) == ("m", 7, "T")
    assert (memo.create_time, memo.visibility) == (5, Visibility.PROTECTED)
    assert (memo.pinned, memo.parent_id, memo.state) == (False, None, State.NORMAL)
    assert memo.update_time > 5


async def test_patch_changes_known_paths_only(house: House) -> None:
    drafts = Drafts(house.settings)
    memo = await drafts.memo(pb.Memo(content="x"), "m", 7)
    patch = pb.Memo(content="y", pinned=True)

    assert not await drafts.apply(memo, patch, {"colour"})
    assert await drafts.apply(memo, patch, {"pinned", "colour"})

    assert (memo.content, memo.pinned) == ("x", True)
    with pytest.raises(InvalidArgumentError, match="display_time"):
        await drafts.apply(memo, patch, {"display_time"})
