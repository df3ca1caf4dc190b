"""Which snapshots a policy keeps: pure rules about ids and sizes.

Nothing is measured against the present: a clock that is wrong removes nothing.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

LAST_GOOD = "last good"
NEWEST = "newest"


def _week(snapshot_id: str) -> str:
    day = datetime.strptime(snapshot_id[:8], "%Y%m%d").replace(tzinfo=UTC)
    year, week, _ = day.isocalendar()
    return f"{year}-{week}"


# The part of an id that snapshots of one period have in common.
PERIODS: Mapping[str, Callable[[str], str]] = {
    "last": lambda snapshot_id: snapshot_id,
    "hourly": lambda snapshot_id: snapshot_id[:11],
    "daily": lambda snapshot_id: snapshot_id[:8],
    "weekly": _week,
    "monthly": lambda snapshot_id: snapshot_id[:6],
    "yearly": lambda snapshot_id: snapshot_id[:4],
}


@dataclass(frozen=True, slots=True)
class Policy:
    """How many periods keep their newest snapshot, and how many bytes at most."""

    keep: Mapping[str, int]
    max_size: int | None = None

    def choose(self, ids: Iterable[str]) -> dict[str, list[str]]:
        """Return the ids that are kept, each with the rules that keep it.

        Without rules all are: then only the size limits. The newest always is.
        """
        newest_first = sorted(ids, reverse=True)
        kept: dict[str, list[str]] = {each: [NEWEST] for each in newest_first[:1]}
        if not any(self.keep.values()):
            return {each: [NEWEST] if each in kept else [] for each in newest_first}
        for rule, count in self.keep.items():
            seen: set[str] = set()
            for each in newest_first:
                period = PERIODS[rule](each)
                if period not in seen and len(seen) < count:
                    seen.add(period)
                    kept.setdefault(each, []).append(rule)
        return kept


def fitting(
    ids: Iterable[str], sizes: Mapping[str, Mapping[str, int]], max_size: int | None
) -> set[str]:
    """Return the newest snapshots whose files together are not larger.

    `sizes` names the files that each needs; what several need counts once. The newest
    is kept however large it is.
    """
    fits: set[str] = set()
    files: dict[str, int] = {}
    for each in sorted(ids, reverse=True):
        more = {**files, **sizes.get(each, {})}
        if fits and max_size is not None and sum(more.values()) > max_size:
            break
        files = more
        fits.add(each)
    return fits
