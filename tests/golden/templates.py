"""What steps write between double braces: variables, moments, long and encoded text."""

import base64
import re
import shlex
import time
from datetime import UTC, datetime
from typing import overload

from tests.golden.scenarios import FILES, Json

TEMPLATE = re.compile(r"\{\{(.+?)\}\}")


class BlockedError(Exception):
    """A step cannot run because an earlier one did not give what it needs."""


class Templates:
    """The variables of one run, and what templates make of them."""

    def __init__(self, **variables: str) -> None:
        self.variables = variables

    @overload
    def fill(self, value: str) -> str: ...
    @overload
    def fill(self, value: Json) -> Json: ...
    def fill(self, value: Json) -> Json:
        """Replace every template in a value; BlockedError for an unknown variable."""
        if isinstance(value, str):
            return TEMPLATE.sub(lambda found: self._evaluate(found[1].strip()), value)
        if isinstance(value, list):
            return [self.fill(item) for item in value]
        if isinstance(value, dict):
            return {self.fill(key): self.fill(item) for key, item in value.items()}
        return value

    def _evaluate(self, text: str) -> str:
        match shlex.split(text):
            case ["repeat", word, count]:
                return word * int(count)
            case ["base64", word]:
                return base64.b64encode(word.encode()).decode()
            case ["base64file", file]:
                return base64.b64encode((FILES / file).read_bytes()).decode()
            case ["now" | "epoch" as form, *offset]:
                moment = int(time.time()) + sum(map(int, offset))
                return str(moment) if form == "epoch" else _timestamp(moment)
            case [variable]:
                return self._variable(variable)
        raise ValueError(f"the template {text!r} is not understood")

    def _variable(self, text: str) -> str:
        name, _, wanted = text.partition("|")
        if name not in self.variables:
            raise BlockedError(f"the variable {name} is not known")
        value = self.variables[name]
        return value.rpartition("/")[2] if wanted == "id" else value


def _timestamp(moment: int) -> str:
    return datetime.fromtimestamp(moment, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
