"""Makes one backup in several places: in the first that takes it, then copies."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from appliance.config import Settings
from appliance.errors import UnavailableError
from appliance.ops.backup import repository
from appliance.ops.backup.copying import copy_snapshot
from appliance.ops.backup.create import Made, Progress, back_up
from appliance.ops.backup.crypt import Recipients
from appliance.ops.backup.mirror import Mirror
from appliance.ops.backup.repository import Location


@dataclass(slots=True)
class Spread:
    """One backup for several places; `failed` says why a place has none."""

    settings: Settings
    recipients: Recipients
    min_free: int = 0
    secrets: bool = True
    progress: Progress = lambda _what, _done, _all: None
    mirror: Mirror | None = None
    copies: list[str] = field(default_factory=list)
    failed: dict[str, str] = field(default_factory=dict)

    def run(self, targets: Sequence[str]) -> Made:
        """Make it; a place that fails does not keep the others from theirs."""
        made: tuple[Made, Location] | None = None
        for target in targets:
            try:
                destination = repository.prepared(target, self.min_free)
                if made:
                    self.copies.append(copy_snapshot(made[1], destination).place)
                else:
                    backup = asyncio.run(
                        back_up(
                            self.settings,
                            destination,
                            self.recipients,
                            secrets=self.secrets,
                            progress=self.progress,
                            mirror=self.mirror,
                        )
                    )
                    encrypted = bool(self.recipients.keys)
                    location = Location(destination, backup.receipt.id, encrypted)
                    made = backup, location
            except OSError as error:
                if len(targets) == 1:
                    raise
                self.failed[target] = error.strerror or str(error)
        if made is None:
            reasons = [f"{target}: {why}" for target, why in self.failed.items()]
            raise UnavailableError("\n".join(reasons))
        return made[0]

    def facts(self) -> dict[str, Any]:
        """Return what a script wants to know."""
        return {"copies": self.copies, "failed": self.failed}
