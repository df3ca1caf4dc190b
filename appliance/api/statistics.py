"""Statistics as answers: messages of counts with long lists of times, in pieces."""

from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from appliance.api.codec import Form, encode
from appliance.api.fragments import varint
from appliance.api.gen.memos.api.v1 import user_service_pb as pb
from appliance.api.streams import length, taking_turns
from appliance.models.statistics import Statistics

if TYPE_CHECKING:
    from array import array

# Times in one piece of an answer, and from how many on it is written in pieces.
PIECE = 500
MANY = 4000
EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 - all times are UTC; a zone would be printed
# Fields 7 and 8 of UserStats and field 1 of the list, all length-delimited.
CREATED_TAG, UPDATED_TAG, STATS_TAG = b"\x3a", b"\x42", b"\x0a"
SECONDS_TAG = b"\x08"
WORD = 1 << 64
DAY = 86400
MINUTES = [f"{hour:02}:{minute:02}:" for hour in range(24) for minute in range(60)]
SECONDS = [f'{second:02}Z"' for second in range(60)]
# The seconds that take five bytes: from 1978 to 3058.
COMMON = range(1 << 28, 1 << 35)
# What REST prints of the lists that are written here instead.
EMPTY_LISTS = b'"memoCreatedTimestamps":[],"memoUpdatedTimestamps":[],'


@lru_cache(maxsize=1024)
def _day(number: int) -> str:
    """Return the begin of a time: many memos share a day."""
    return f'"{(EPOCH + timedelta(days=number)).isoformat()[:11]}'


def json_time(seconds: int) -> str:
    """Return a time as JSON has it, five times as fast as by the library."""
    day, second = divmod(seconds, DAY)
    minute, second = divmod(second, 60)
    return _day(day) + MINUTES[minute] + SECONDS[second]


def binary_time(tag: bytes, seconds: int) -> bytes:
    """Return a time as one element of a repeated field."""
    if seconds in COMMON:
        return tag + bytes(
            (
                *(6, 8, seconds & 0x7F | 0x80, seconds >> 7 & 0x7F | 0x80),
                *(seconds >> 14 & 0x7F | 0x80, seconds >> 21 & 0x7F | 0x80),
                seconds >> 28,
            )
        )
    if not seconds:
        return tag + b"\0"
    number = varint(seconds % WORD)
    return tag + bytes((len(number) + 1,)) + SECONDS_TAG + number


@dataclass(frozen=True, slots=True)
class UserStatistics:
    """A UserStats message."""

    statistics: Statistics
    username: str

    @property
    def is_long(self) -> bool:
        """Whether there are many times."""
        return len(self.statistics.created) > MANY

    def encode(self, form: Form) -> bytes:
        """Return the whole message."""
        return b"".join(self.pieces(form))

    def stream(self, form: Form) -> AsyncIterator[bytes]:
        """Yield the message in pieces."""
        return taking_turns(self.pieces(form))

    def pieces(self, form: Form) -> Iterator[bytes]:
        """Return the message in pieces, which differ from the whole in nothing."""
        head = encode(self._head(), form)
        lists = (
            (CREATED_TAG, "memoCreatedTimestamps", self.statistics.created),
            (UPDATED_TAG, "memoUpdatedTimestamps", self.statistics.updated),
        )
        if form is Form.BINARY:
            yield head
            for tag, _, times in lists:
                for part in _parts(times):
                    yield b"".join([binary_time(tag, seconds) for seconds in part])
            return
        yield head.replace(EMPTY_LISTS, b"", 1)[:-1]
        for _, name, times in lists:
            if times or form is Form.REST_JSON:
                yield f',"{name}":['.encode()
                yield from _json_times(times)
                yield b"]"
        yield b"}"

    def _head(self) -> pb.UserStats:
        """Return the message without its times. It is never empty: it has a name."""
        found = self.statistics
        return pb.UserStats(
            name=f"users/{self.username}/stats",
            memo_type_stats=pb.UserStats.MemoTypeStats(
                link_count=found.properties["has_link"],
                code_count=found.properties["has_code"],
                todo_count=found.properties["has_task_list"],
                undo_count=found.properties["has_incomplete_tasks"],
            ),
            tag_count=dict(found.tags),
            pinned_memos=[f"memos/{uid}" for uid in found.pinned],
            total_memo_count=found.total,
        )


@dataclass(frozen=True, slots=True)
class AllStatistics:
    """A ListAllUserStatsResponse."""

    users: Sequence[UserStatistics]

    @property
    def is_long(self) -> bool:
        """Whether there are many times."""
        return sum(len(user.statistics.created) for user in self.users) > MANY

    def encode(self, form: Form) -> bytes:
        """Return the whole message."""
        bodies = [user.encode(form) for user in self.users]
        if form is Form.BINARY:
            return b"".join(STATS_TAG + varint(len(body)) + body for body in bodies)
        if not bodies and form is Form.CONNECT_JSON:
            return b"{}"
        return b'{"stats":[' + b",".join(bodies) + b"]}"

    async def stream(self, form: Form) -> AsyncIterator[bytes]:
        """Yield the message in pieces."""
        binary = form is Form.BINARY
        if not binary:
            yield b'{"stats":['
        for number, user in enumerate(self.users):
            if binary:
                yield STATS_TAG + varint(await length(user.pieces(form)))
            elif number:
                yield b","
            async for piece in user.stream(form):
                yield piece
        if not binary:
            yield b"]}"


def _parts(times: "array[int]") -> Iterator["array[int]"]:
    return (times[start : start + PIECE] for start in range(0, len(times), PIECE))


def _json_times(times: "array[int]") -> Iterator[bytes]:
    for number, part in enumerate(_parts(times)):
        text = ",".join([json_time(seconds) for seconds in part])
        yield (f",{text}" if number else text).encode()
