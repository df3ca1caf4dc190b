"""Which database the SQL is written for."""

from enum import StrEnum


class Dialect(StrEnum):
    """The three databases, as they are named in settings."""

    SQLITE = "sqlite"
    POSTGRES = "postgres"
    MYSQL = "mysql"
