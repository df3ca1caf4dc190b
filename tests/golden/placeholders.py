"""Stable words for what differs from run to run: ids, tokens, moments."""

import hashlib
import re
import time
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from tests.golden.scenarios import Json

# Collections whose names end in what the server makes up.
KINDS = {
    "memos": "memo",
    "attachments": "attachment",
    "identity-providers": "provider",
    "reactions": "reaction",
    "shares": "share",
    "shortcuts": "shortcut",
    "views": "shortcut",
    "webhooks": "webhook",
    "personalAccessTokens": "pat",
    "notifications": "notification",
}
NUMBERED = frozenset({"reaction", "notification"})
UID = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,34}[A-Za-z0-9])?")
SEGMENT = re.compile(r"[A-Za-z0-9_.@-]+")
NUMBERED_LABEL = re.compile(r"<([a-z]+):(\d+)[!>]")
NAME_LENGTHS = (2, 4)
LONGEST_NAME = 300

TIME = re.compile(
    r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?P<fraction>\.\d+)?(?P<zone>Z|[+-]\d\d:\d\d)"
)
HTTP_DATE = re.compile(
    r"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d{1,2} [A-Z][a-z]{2} \d{4}"
    r" \d\d:\d\d:\d\d (?:GMT|UTC|[+-]\d{4})"
)
JWT = re.compile(r"eyJ[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+")
PERSONAL_TOKEN = re.compile(r"memos_pat_[A-Za-z0-9]{32}\b")
SIGNING_SECRET = re.compile(r"whsec_[A-Za-z0-9+/]{42,44}={0,2}")
NAME_SERVER = re.compile(r" on [0-9a-fA-F.:\[\]]+:53\b")
UNITS = (("d", 86_400), ("h", 3600), ("m", 60))
FAR_FUTURE = 40_000 * 86_400
CLOCK_SLACK = 2
DISTANCE_SLACK = 20
LONGEST_TEXT = 1500

# Keys whose values are secrets of the run.
SECRETS = {
    "nextPageToken": "<page-token>",
    "next_page_token": "<page-token>",
    "accessToken": "<token>",
    "access_token": "<token>",
}
COOKIES = ("set-cookie", "grpc-metadata-set-cookie")
SHORTEST_TOKEN = 20


class Placeholders:
    """What one run of a scenario has met so far, and what stands for it."""

    def __init__(self, words: frozenset[str], plain: dict[str, str]) -> None:
        self._words = words
        self._plain = plain
        self._started = time.time()
        self._labels: dict[tuple[str, str], str] = {}
        self._counts: Counter[str] = Counter()
        self._names = _one_of(plain)

    def learn(self, value: Json) -> None:
        """Give every id that the server made, and nobody saw yet, its number."""
        if isinstance(value, dict):
            # A resource's own name first, whatever the order of its keys.
            for key in sorted(value, key=lambda key: (key != "name", key)):
                self.learn(value[key])
        elif isinstance(value, list):
            for item in value:
                self.learn(item)
        elif isinstance(value, str) and "/" in value and len(value) < LONGEST_NAME:
            self._learn_name(value.split("/"))

    def continue_after(self, recorded: Iterable[Json]) -> None:
        """Number on behind these answers, whatever was made here or there instead."""
        self._counts.clear()
        for kind, number in NUMBERED_LABEL.findall(str(list(recorded))):
            self._counts[kind] = max(self._counts[kind], int(number))

    def value(self, value: Json, key: str = "") -> Json:
        """Return a copy that another run would have too."""
        if isinstance(value, dict):
            return {
                self.text(key): self.value(item, key) for key, item in value.items()
            }
        if isinstance(value, list):
            return [self.value(item, key) for item in value]
        if key == "seconds" and isinstance(value, int) and self._distance(value) == "":
            return "<epoch>"
        if not isinstance(value, str) or not value:
            return value
        return SECRETS.get(key) or self.text(value)

    def text(self, text: str) -> str:
        """Replace what is volatile within a text."""
        text = self._names.sub(lambda found: self._plain[found[0]], text)
        for (kind, item), label in self._labels.items():
            if kind in NUMBERED and item.isdigit():
                text = re.sub(rf"{kind}s/{item}(?!\d)", f"{kind}s/{label}", text)
        text = JWT.sub("<jwt>", text)
        text = PERSONAL_TOKEN.sub("<pat-token>", text)
        text = SIGNING_SECRET.sub(
            lambda found: found[0] if found[0] in self._words else "<whsec>", text
        )
        text = TIME.sub(self._time, text)
        text = HTTP_DATE.sub(self._http_date, text)
        text = NAME_SERVER.sub(" on <name server>", text)
        return text if len(text) <= LONGEST_TEXT else _digest(text)

    def header(self, name: str, value: str) -> str:
        """Return the value of a header as another run would have it."""
        if name == "etag":
            return re.sub(r'^(W/)?"[^"]*"$', r"\1<etag>", value)
        if name in COOKIES:
            return self._cookie(value)
        if name == "content-type":
            return re.sub(r"\s*;\s*", "; ", value).replace("UTF-8", "utf-8")
        return self.text(value)

    def _learn_name(self, segments: list[str]) -> None:
        if len(segments) not in NAME_LENGTHS or not all(
            map(SEGMENT.fullmatch, segments)
        ):
            return
        for collection, item in zip(segments[::2], segments[1::2], strict=True):
            kind = KINDS.get(collection)
            if kind is None or (kind, item) in self._labels:
                continue
            if (kind in NUMBERED and item.isdigit()) or item not in self._words:
                self._register(kind, item)

    def _register(self, kind: str, item: str) -> None:
        self._counts[kind] += 1
        formed = kind in NUMBERED or UID.fullmatch(item)
        label = f"<{kind}:{self._counts[kind]}{'' if formed else '!malformed'}>"
        self._labels[kind, item] = label
        if not item.isdigit():
            self._plain[item] = label
            self._names = _one_of(self._plain)

    def _cookie(self, value: str) -> str:
        first, *attributes = (part.strip() for part in value.split(";"))
        name, _, content = first.partition("=")
        shown = "<token>" if len(content) > SHORTEST_TOKEN else content
        return "; ".join([f"{name}={shown}", *sorted(map(self.text, attributes))])

    def _distance(self, moment: float) -> str | None:
        """Name the time from now: "" for during this run, None for a fixed moment."""
        now = time.time()
        if self._started - CLOCK_SLACK <= moment <= now + CLOCK_SLACK:
            return ""
        ahead = moment - now
        if not CLOCK_SLACK < ahead < FAR_FUTURE:
            return None
        for unit, seconds in UNITS:
            count = round(ahead / seconds)
            if count and abs(ahead - count * seconds) < DISTANCE_SLACK:
                return f"+{count}{unit}"
        return None

    def _time(self, found: re.Match[str]) -> str:
        text = found[0]
        moment = parse_time(text)
        distance = self._distance(moment.timestamp()) if moment else None
        if text in self._words or distance is None:
            return text
        fraction = " with fraction" if found["fraction"] else ""
        offset = "" if found["zone"] == "Z" else " with offset"
        return f"<time{distance}{fraction}{offset}>"

    def _http_date(self, found: re.Match[str]) -> str:
        try:
            moment = parsedate_to_datetime(found[0])
        except ValueError:
            return found[0]
        distance = self._distance(moment.timestamp())
        return found[0] if distance is None else f"<date{distance}>"


def parse_time(text: str) -> datetime | None:
    """Read a time as the API writes it; None for anything else."""
    found = TIME.fullmatch(text)
    if not found:
        return None
    # Python knows microseconds.
    fraction = (found["fraction"] or "")[:7]
    zone = found["zone"].replace("Z", "+00:00")
    try:
        return datetime.fromisoformat(found[1] + fraction + zone).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _one_of(names: dict[str, str]) -> re.Pattern[str]:
    """Match any of the names as a whole word, the longest that fits."""
    words = "|".join(map(re.escape, sorted(names, key=len, reverse=True)))
    return re.compile(rf"(?<![A-Za-z0-9])(?:{words})(?![A-Za-z0-9])")


def _digest(text: str) -> str:
    raw = text.encode("utf-8", "surrogatepass")
    digest = hashlib.sha256(raw).hexdigest()[:16]
    return f"<{len(text)} characters, sha256 {digest}>"
