"""What hangs on memos and on accounts, and the requests that read it."""

import base64
import time
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import httpx

from tests.benchmark.state import READER, sign_in

# So many of everything that a page of five is full.
MEMOS, PAGE = 10, 5
OTHER = "bob"
API, OURS = "/api/v1", "/api/appliance/v1"
UNUSED = quote("memo_id == null")
LIST = f"{API}/memos?pageSize={PAGE}"
PUBLIC = quote('visibility == "PUBLIC"')
PUBLIC_OF_OTHER = quote(f'creator == "users/{OTHER}" && visibility == "PUBLIC"')


@dataclass(frozen=True, slots=True)
class Furnished:
    """Names that the requests need."""

    memo: str
    comment: str
    share: str
    attachment: str


class Caller:
    """One account that makes things over REST."""

    def __init__(self, http: httpx.Client, base_url: str, username: str) -> None:
        self._http = http
        self._headers = {"Authorization": f"Bearer {sign_in(base_url, username)}"}

    def ask(self, method: str, path: str, body: Any = None) -> Any:
        """Make a request that must succeed and return its answer."""
        answer = self._http.request(
            method, f"{API}/{path}", json=body, headers=self._headers
        )
        assert answer.is_success, answer.text
        return answer.json()


def furnish(base_url: str) -> Furnished:
    """Hang things on some of the reader's memos, and give the reader the rest."""
    with httpx.Client(base_url=base_url, timeout=60) as http:
        reader = Caller(http, base_url, READER)
        other = Caller(http, base_url, OTHER)
        for number in range(PAGE + 1):
            reader.ask("POST", "attachments", _file(f"unused-{number}.txt"))
        # The files of memos are younger, so that a list passes them first.
        time.sleep(1.1)
        condition = quote(f'creator == "users/{READER}"')
        page = reader.ask("GET", f"memos?pageSize={MEMOS}&filter={condition}")
        names = [memo["name"] for memo in page["memos"]]
        made = [
            _hang(reader, other, name, following)
            for name, following in zip(names, names[1:] + names[:1], strict=True)
        ]
        for number in range(PAGE):
            title = f"shortcut {number}"
            shortcut = {"title": title, "filter": "pinned"}
            reader.ask("POST", f"users/{READER}/shortcuts", shortcut)
            webhook = {"displayName": title, "url": "https://1.1.1.1/hook"}
            reader.ask("POST", f"users/{READER}/webhooks", webhook)
        return made[0]


def _hang(reader: Caller, other: Caller, memo: str, following: str) -> Furnished:
    """Hang one of each thing on a memo that everybody may read."""
    reader.ask("PATCH", f"{memo}?updateMask=visibility", {"visibility": "PUBLIC"})
    comment = {"content": "seen", "visibility": "PUBLIC"}
    said = other.ask("POST", f"{memo}/comments", comment)
    reaction = {"contentId": memo, "reactionType": "x"}
    other.ask("POST", f"{memo}/reactions", {"reaction": reaction})
    relation = {"relatedMemo": {"name": following}, "type": "REFERENCE"}
    reader.ask("PATCH", f"{memo}/relations", {"relations": [relation]})
    share = reader.ask("POST", f"{memo}/shares", {})
    file = reader.ask("POST", "attachments", _file("bound.txt") | {"memo": memo})
    token = share["name"].rpartition("/")[2]
    return Furnished(memo, said["name"], token, file["name"])


def _file(filename: str) -> dict[str, str]:
    content = base64.b64encode(b"bytes").decode()
    return {"filename": filename, "type": "text/plain", "content": content}


def bounded_reads(made: Furnished) -> dict[str, str]:
    """Return the paths of answers that are as long in a larger store."""
    own = f"{API}/users/{READER}"
    return {
        "memo with parts": f"{API}/{made.memo}",
        "comment": f"{API}/{made.comment}",
        "comments": f"{API}/{made.memo}/comments",
        "relations": f"{API}/{made.memo}/relations",
        "reactions": f"{API}/{made.memo}/reactions",
        "shares": f"{API}/{made.memo}/shares",
        "files of a memo": f"{API}/{made.memo}/attachments",
        "shared memo": f"{API}/shares/{made.share}/memo",
        "attachments": f"{API}/attachments?pageSize={PAGE}",
        "unused attachments": f"{API}/attachments?pageSize={PAGE}&filter={UNUSED}",
        "attachment": f"{API}/{made.attachment}",
        "file": f"/file/{made.attachment}/bound.txt",
        "shortcuts": f"{own}/shortcuts",
        "views": f"{own}/views",
        "webhooks": f"{own}/webhooks",
        "user": own,
        "settings": f"{own}/settings",
        "tokens": f"{own}/personalAccessTokens",
        "identities": f"{own}/linkedIdentities",
        "profile": f"{API}/instance/profile",
        "providers": f"{API}/identity-providers",
        "trash": f"{OURS}/trash",
        "trashed files": f"{OURS}/trashed-attachments",
        "overview of all": f"{OURS}/overview?parent=users/-",
        "archived": f"{LIST}&state=ARCHIVED",
        "oldest first": f"{LIST}&orderBy={quote('create_time asc')}",
        "last changed": f"{LIST}&orderBy={quote('update_time desc')}",
        "first changed": f"{LIST}&orderBy={quote('update_time asc')}",
        "public": f"{LIST}&filter={PUBLIC}",
        "public of another": f"{LIST}&filter={PUBLIC_OF_OTHER}",
        "people": f"{OURS}/people?prefix=b",
        "sessions": f"{OURS}/users/{READER}/sessions",
        "batches": f"{OURS}/memo-batches",
        "page settings": f"{OURS}/page-settings",
    }


def growing_reads() -> dict[str, str]:
    """Return the paths of answers that are longer in a larger store.

    Feeds and notifications are so up to their page, which no client chooses.
    """
    return {
        "notifications": f"{API}/users/{READER}/notifications",
        "feed of a user": f"/u/{READER}/rss.xml",
        "feed of all": "/explore/rss.xml",
        "overview": f"{OURS}/overview",
        "sitemap": "/sitemap.xml",
        "stats of one": f"{API}/users/{READER}:getStats",
        "stats of all": f"{API}/users:stats",
    }
