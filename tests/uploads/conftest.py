"""Whatever the servers of these tests log, a failed test shows."""

from tests.servers import fresh_logs

__all__ = ["fresh_logs"]
