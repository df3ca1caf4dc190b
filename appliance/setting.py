"""One row of the table of settings: how a choice is named, written and explained."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from appliance import values


@dataclass(frozen=True, kw_only=True, slots=True)
class Setting:
    """A choice of the operator: its flag and variable follow from its name."""

    name: str
    help: str
    parse: Callable[[str], Any]
    default: str = ""
    shown_default: str = ""
    metavar: str = "TEXT"
    memos: str = ""
    secret: bool = False
    flagged: bool = True

    @property
    def flag(self) -> str:
        """The flag, or nothing for what must not stand in a process list."""
        return "--" + self.name.replace("_", "-") if self.flagged else ""

    @property
    def variable(self) -> str:
        """The environment variable; with `_FILE` behind it, the file's."""
        return f"APPLIANCE_{self.name.upper()}"

    @property
    def switch(self) -> bool:
        """Whether the flag stands alone, without a value."""
        return self.parse in (values.parse_switch, values.parse_refused_demo)
