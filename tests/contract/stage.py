"""Where a scenario plays: one transport, its own cast, and a transcript of every call.

Scenarios share a server, so names carry a suffix of their own; the transcript leaves
it out again, with all else that must differ from run to run. Two transcripts of one
scenario over two transports are then equal or a transport is at fault.
"""

import re
import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.clients import OK, ApiClient, Outcome
from tests.servers import ADMIN, PASSWORD
from tests.wire import Json

TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
# What the server names itself, in one form per kind of name.
MINTED = re.compile(r"(?<=memos/)[0-9A-Za-z]{22}\b|(?<=trash/)\d+\b")
SECRETS = {
    "accessToken": "<token>",
    "nextPageToken": "<page token>",
    "pageToken": "<page token>",
}
RECENT = timedelta(hours=2)


@dataclass
class Stage:
    """One run of one scenario."""

    client: ApiClient
    public: bool = False
    suffix: str = field(default_factory=lambda: "-" + secrets.token_hex(4))
    transcript: list[tuple[str, Json, Outcome]] = field(default_factory=list)
    minted: dict[str, str] = field(default_factory=dict)

    def own(self, word: str) -> str:
        """Make an id that no other run uses and the transcript shows as the word."""
        return word + self.suffix

    @property
    def anonymous(self) -> "Actor":
        """Nobody."""
        return Actor(self)

    async def admin(self) -> "Actor":
        """Sign in as the administrator of the server."""
        return await self.sign_in(ADMIN)

    async def user(self, word: str) -> "Actor":
        """Sign a new user up and in."""
        account = {"username": self.own(word), "password": PASSWORD}
        await self.anonymous.ok("UserService/CreateUser", user=account)
        return await self.sign_in(self.own(word))

    async def sign_in(self, username: str) -> "Actor":
        """Sign in with a password."""
        credentials = {"username": username, "password": PASSWORD}
        outcome = await self.anonymous.call(
            "AuthService/SignIn", passwordCredentials=credentials
        )
        assert outcome.code == OK, outcome
        token = outcome.message["accessToken"]
        return Actor(self, token, outcome.refresh_token, f"users/{username}")

    def record(self, rpc: str, request: Json, outcome: Outcome) -> None:
        """Enter a call into the transcript as every other run would see it."""
        answer = Outcome(
            outcome.code, self._plain(outcome.message), self._plain(outcome.detail)
        )
        self.transcript.append((rpc, self._plain(request), answer))

    def _plain(self, value: Any) -> Any:
        if isinstance(value, dict):
            plain = {
                key: SECRETS[key] if item and key in SECRETS else self._plain(item)
                for key, item in value.items()
            }
            # A list may have become empty by what it lost.
            return {key: item for key, item in plain.items() if item != []}
        if isinstance(value, list):
            return [self._plain(item) for item in value if not self._foreign(item)]
        return self._plain_text(value) if isinstance(value, str) else value

    def _foreign(self, item: Any) -> bool:
        """Whether it is a memo of another run on the same server."""
        creator = item.get("creator") if isinstance(item, dict) else None
        return creator is not None and not creator.endswith(self.suffix)

    def _plain_text(self, text: str) -> str:
        text = MINTED.sub(self._placeholder, text.replace(self.suffix, ""))
        return TIME.sub(_plain_time, text)

    def _placeholder(self, found: re.Match[str]) -> str:
        fresh = f"<minted {len(self.minted)}>"
        return self.minted.setdefault(found.group(), fresh)


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody on the stage, with what the sign-in gave."""

    stage: Stage
    token: str = ""
    refresh: str = ""
    name: str = ""

    async def call(self, rpc: str, **request: Any) -> Outcome:
        """Call a method, whatever comes of it."""
        outcome = await self.stage.client.call(rpc, request, token=self.token)
        self.stage.record(rpc, request, outcome)
        return outcome

    async def ok(self, rpc: str, **request: Any) -> Json:
        """Call a method that must succeed and return its answer."""
        outcome = await self.call(rpc, **request)
        assert outcome.code == OK, (rpc, request, outcome)
        return outcome.message

    async def code(self, rpc: str, **request: Any) -> str:
        """Call a method and return what it came to."""
        return (await self.call(rpc, **request)).code

    async def write(self, word: str, content: str = "", **fields: Any) -> Json:
        """Create a memo under an id of this run."""
        memo = {"content": content or word, **fields}
        return await self.ok(
            "MemoService/CreateMemo", memo=memo, memoId=self.stage.own(word)
        )

    async def listed(self, **request: Any) -> list[str]:
        """List memos and return the words that this run wrote them under."""
        answer = await self.ok("MemoService/ListMemos", **{"pageSize": 1000} | request)
        return [
            self.word(memo)
            for memo in answer.get("memos", [])
            if memo["creator"].endswith(self.stage.suffix)
        ]

    def word(self, memo: Json) -> str:
        """Return the word that a memo was written under."""
        name: str = memo["name"]
        return name.removeprefix("memos/").removesuffix(self.stage.suffix)

    def memo(self, word: str) -> str:
        """Return the resource name of a memo written under a word."""
        return f"memos/{self.stage.own(word)}"


def _plain_time(found: re.Match[str]) -> str:
    moment = datetime.fromisoformat(found.group())
    near = abs(datetime.now(UTC) - moment) < RECENT
    return "<now>" if near else found.group()
