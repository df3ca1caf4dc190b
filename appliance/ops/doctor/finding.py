"""What the doctor says about one thing."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Verdict(StrEnum):
    """How bad it is."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


@dataclass(frozen=True, slots=True)
class Finding:
    """One check: the verdict, the fact behind it, and what to do."""

    check: str
    verdict: Verdict
    fact: str
    advice: str = ""

    def facts(self) -> dict[str, Any]:
        """Return what `--json` prints."""
        return {
            "check": self.check,
            "verdict": str(self.verdict),
            "fact": self.fact,
            "advice": self.advice,
        }


def good(check: str, fact: str) -> Finding:
    """Say that all is well."""
    return Finding(check, Verdict.OK, fact)


def doubtful(check: str, fact: str, advice: str) -> Finding:
    """Say what somebody should look at."""
    return Finding(check, Verdict.WARN, fact, advice)


def bad(check: str, fact: str, advice: str) -> Finding:
    """Say what is broken."""
    return Finding(check, Verdict.FAIL, fact, advice)
