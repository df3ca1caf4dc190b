"""Which database the SQL is written for."""

from enum import StrEnum

from tortoise.exceptions import BaseORMException

from appliance.models.sqlite_library import library


class Dialect(StrEnum):
    """The three databases, as they are named in settings."""

    SQLITE = "sqlite"
    POSTGRES = "postgres"
    MYSQL = "mysql"


# What the drivers raise, each in its own words.
DRIVER_ERRORS: tuple[type[Exception], ...] = (library.Error, BaseORMException)
