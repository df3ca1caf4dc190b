"""One run of a scenario's steps: who calls, what is sent, what came of it."""

import json
import re
import time
from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import Self

import httpx

from tests.golden import places
from tests.golden.answers import HEADERS, cookies, decode_body, read_body
from tests.golden.events import EventStream
from tests.golden.placeholders import Placeholders, parse_time
from tests.golden.receiver import Receiver
from tests.golden.requests import content_of, path_of
from tests.golden.scenarios import Json, Scenario, Step
from tests.golden.templates import BlockedError, Templates

CALL_SECONDS = 60
STREAM_SECONDS = 5
# Lists whose order says nothing.
UNORDERED = frozenset({"relations", "stats"})
NUMBER = re.compile(r"-?\d+")


@dataclass
class Caller:
    """Somebody with what the last sign-in gave."""

    token: str = ""
    cookies: dict[str, str] = field(default_factory=dict)

    def credentials(self, send: str) -> dict[str, str]:
        """Return the headers that show who calls."""
        headers = {}
        if self.token and send in ("token", "both"):
            headers["Authorization"] = f"Bearer {self.token}"
        shown = [f"{name}={value}" for name, value in self.cookies.items() if value]
        if shown and send in ("cookies", "both"):
            headers["Cookie"] = "; ".join(shown)
        return headers


class Session:
    """Everything that one run keeps: variables, callers, streams, placeholders."""

    def __init__(self, scenario: Scenario, base_url: str, folder: str) -> None:
        self._scenario = scenario
        self._host = base_url.removeprefix("http://")
        self._templates = Templates(base=base_url, host=self._host)
        self._callers = {"anon": Caller()}
        self._streams: dict[str, EventStream] = {}
        self._open = ExitStack()
        self._client = httpx.Client(
            base_url=base_url,
            timeout=CALL_SECONDS,
            trust_env=False,
            # Cookies are sent where a step says so.
            cookies=CookieJar(DefaultCookiePolicy(allowed_domains=())),
        )
        self._client.headers.clear()
        port = self._host.partition(":")[2]
        self._plain = {
            self._host: "<host>",
            f"localhost:{port}": "<host>",
            folder: "<data>",
        }

    def __enter__(self) -> Self:
        self._open.enter_context(self._client)
        self._receiver = None
        if "receiver" in self._scenario.words:
            self._receiver = self._open.enter_context(Receiver())
            self._templates.variables["receiver"] = f"http://{self._receiver.host}"
            self._plain[self._receiver.host] = "<receiver>"
        self._placeholders = Placeholders(self._scenario.words, self._plain)
        return self

    def __exit__(self, *_: object) -> None:
        for stream in self._streams.values():
            stream.close()
        self._open.close()

    def sign_up(self) -> None:
        """Sign the users of the scenario up and in."""
        for user in self._scenario.users:
            account = {"username": user, "password": f"pass-{user}"}
            made = self._client.post("/api/v1/users", json=account)
            if not made.is_success:
                raise BlockedError(f"sign-up of {user}: {made.text}")
            answer = self._client.post(
                "/memos.api.v1.AuthService/SignIn",
                json={"passwordCredentials": account},
            )
            if not answer.is_success:
                raise BlockedError(f"sign-in of {user}: {answer.text}")
            self._keep_login(user, answer)

    def continue_after(self, recorded: Iterable[Json]) -> None:
        """Number ids on as if all this had been answered."""
        self._placeholders.continue_after(recorded)

    def run(self, step: Step) -> Json:
        """Take one step and return status, headers, body and relations."""
        if step.when and step.when not in self._templates.variables:
            return {"status": 0, "headers": {}, "body": "<skipped>"}
        time.sleep(step.wait)
        if step.stream is not None:
            return self._follow(step, step.stream)
        if step.receive is not None:
            return self._collect(step, step.receive)
        response = self._client.send(self._request(step))
        body = read_body(step, response)
        self._save(step, response, body)
        if step.login and response.status_code == httpx.codes.OK:
            self._keep_login(step.login, response)
        return self._outcome(step, response.status_code, response.headers, body)

    def _request(self, step: Step) -> httpx.Request:
        kind, content = content_of(step, self._templates)
        headers = self._headers(step, kind)
        path = path_of(step, self._templates)
        chunks = None
        if step.chunked and isinstance(content, bytes):
            pieces = range(0, len(content), 1000)
            chunks = iter([content[start : start + 1000] for start in pieces])
        return self._client.build_request(
            step.method, path, headers=headers, content=chunks or content
        )

    def _headers(self, step: Step, kind: str, accept: str = "*/*") -> dict[str, str]:
        caller = self._callers.get(step.caller)
        if caller is None:
            raise BlockedError(f"{step.caller} is not signed in")
        headers: dict[str, str | None] = {
            "User-Agent": "replay",
            "Accept": accept,
            "Accept-Encoding": "identity",
            "Content-Type": kind or None,
            **caller.credentials(step.send),
        }
        named = {name.lower(): name for name in headers}
        for name, value in self._templates.fill(dict(step.headers)).items():
            headers[named.get(name.lower(), name)] = value
        return {name: str(v) for name, v in headers.items() if v is not None}

    def _keep_login(self, user: str, answer: httpx.Response) -> None:
        caller = self._callers.setdefault(user, Caller())
        body = decode_body(answer.content)
        if isinstance(body, dict):
            caller.token = body.get("accessToken") or caller.token
        caller.cookies |= cookies(answer.headers)

    def _save(self, step: Step, response: httpx.Response, body: Json) -> None:
        for variable, source in step.save.items():
            kind, _, name = source.partition(":")
            if kind == "header":
                found = response.headers.get_list(name)
            elif kind == "cookie":
                set_now = cookies(response.headers)
                found = [set_now[name]] if name in set_now else []
            else:
                found = places.find(body, source)
            self._templates.variables.pop(variable, None)
            if found:
                self._templates.variables[variable] = str(found[0])

    # What came of a step.

    def _outcome(
        self, step: Step, status: int, headers: httpx.Headers, body: Json
    ) -> Json:
        relations = {text: self._relate(text, body) for text in step.relate}
        shown = {
            name: [
                self._placeholders.header(name, value)
                for value in headers.get_list(name)
            ]
            for name in HEADERS
            if name in headers and f"header:{name}" not in step.ignore
        }
        return {
            "status": status,
            "headers": {
                name: values[0] if len(values) == 1 else values
                for name, values in shown.items()
            },
            "body": self._plain_body(step, body),
            **({"relations": relations} if relations else {}),
        }

    def _plain_body(self, step: Step, body: Json) -> Json:
        """Return the body as another run of the step would have it."""
        for place in step.unordered:
            body = places.change(body, places.parse(place), self._sorted)
        body = self._settled(body)
        self._placeholders.learn(body)
        body = self._placeholders.value(body)
        for place, label in step.normalise.items():
            body = places.change(body, places.parse(place), partial(_labelled, label))
        for place in step.ignore:
            if place.startswith("$"):
                body = places.change(body, places.parse(place), lambda _: "<ignored>")
        return body

    def _settled(self, value: Json) -> Json:
        """Sort every list that has no order of its own."""
        if isinstance(value, list):
            return [self._settled(item) for item in value]
        if not isinstance(value, dict):
            return value
        settled = {key: self._settled(item) for key, item in value.items()}
        return {
            key: self._sorted(item) if key in UNORDERED else item
            for key, item in settled.items()
        }

    def _sorted(self, value: Json) -> Json:
        if not isinstance(value, list):
            return value
        return sorted(
            value,
            key=lambda item: json.dumps(self._placeholders.value(item), sort_keys=True),
        )

    def _relate(self, text: str, body: Json) -> bool | str:
        left, sign, right = text.split(" ", 2)
        one, two = self._operand(left, body), self._operand(right, body)
        if one is None or two is None:
            return "missing"
        if isinstance(one, str) and isinstance(two, str):
            one, two = parse_time(one) or one, parse_time(two) or two
        try:
            match sign:
                case "==":
                    return bool(one == two)
                case "!=":
                    return bool(one != two)
                case "<":
                    return bool(one < two)
                case "<=":
                    return bool(one <= two)
        except TypeError:
            return "not comparable"
        raise ValueError(text)

    def _operand(self, text: str, body: Json) -> Json:
        if text.startswith("$"):
            return next(iter(places.find(body, text)), None)
        filled = self._templates.fill(text)
        return int(filled) if NUMBER.fullmatch(filled) else filled

    # Streams and deliveries.

    def _collect(self, step: Step, order: Mapping[str, Json]) -> Json:
        assert self._receiver is not None, "no step names the receiver"
        filled = self._templates.fill(dict(order))
        got = self._receiver.collect(
            int(filled["count"]),
            float(filled.get("seconds", STREAM_SECONDS)),
            filled.get("secret", ""),
        )
        return self._outcome(step, 0, httpx.Headers(), got)

    def _follow(self, step: Step, order: Mapping[str, Json]) -> Json:
        match order:
            case {"open": name}:
                return self._open_stream(step, name)
            case {"close": name}:
                self._streams[name].close()
                return {"status": 0, "headers": {}, "body": "closed"}
        lines = self._streams[order["read"]].read(
            int(order.get("events", 1)), float(order.get("seconds", STREAM_SECONDS))
        )
        return self._outcome(step, 0, httpx.Headers(), lines)

    def _open_stream(self, step: Step, name: str) -> Json:
        headers = self._headers(step, "", "text/event-stream")
        stream = EventStream(self._host, step.path or "/api/v1/sse", headers)
        self._streams[name] = stream
        body = stream.body
        if stream.status == httpx.codes.OK:
            body = stream.read(0, STREAM_SECONDS)
        return self._outcome(step, stream.status, stream.headers, body)


def _labelled(label: str, value: Json) -> Json:
    """Return the label for anything that is there; empty values stay what they are."""
    return f"<{label}>" if value else value
