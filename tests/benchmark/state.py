"""What the seeding leaves behind for the measuring: names, nothing that expires."""

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Self

import httpx

USERS = ("admin", "alice", "bob")
READER = "alice"
PASSWORD = "correct horse 1"


@dataclass
class State:
    """A filled server, as far as requests need to know it."""

    memos: int
    sample: list[str] = field(default_factory=list)
    commented: str = ""
    # Empty where the server has no such thing yet.
    personal_access_token: str = ""
    attachment: str = ""

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read what `save` wrote."""
        return cls(**json.loads(path.read_text()))

    def save(self, path: Path) -> None:
        """Write the state file."""
        path.write_text(json.dumps(asdict(self), indent=1))


def sign_in(base_url: str, username: str = READER) -> str:
    """Return an access token; it lasts 15 minutes, so measuring asks often."""
    credentials = {"username": username, "password": PASSWORD}
    answer = httpx.post(
        f"{base_url}/api/v1/auth/signin",
        json={"passwordCredentials": credentials},
        timeout=60,
    )
    token: str = answer.raise_for_status().json()["accessToken"]
    return token
