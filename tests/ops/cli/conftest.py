"""What the tests of commands share."""

from tests.ops.cli.calling import console, instance

__all__ = ["console", "instance"]
