"""The three databases by the names that settings use."""

from typing import get_args

from appliance.config import Settings
from appliance.models.database import Database
from appliance.models.dialect import Dialect


def test_every_driver_of_the_settings_has_a_dialect_and_an_engine() -> None:
    drivers = get_args(Settings.__annotations__["driver"])

    assert {str(dialect) for dialect in Dialect} == set(drivers)
    assert set(Database.ENGINES) == set(Dialect)
