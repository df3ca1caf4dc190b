"""Parts of a time in the words of each database; that they are right, see test_sql."""

import pytest

from appliance.models.dialect import Dialect
from appliance.models.filter.fields import ACCESSORS
from appliance.models.filter.times import time_part


@pytest.mark.parametrize("accessor", sorted(ACCESSORS))
def test_mysql_sees_no_percent_sign(accessor: str) -> None:
    # Its driver formats statements with %.
    assert "%" not in time_part(accessor, "a.create_time", Dialect.MYSQL)


@pytest.mark.parametrize("accessor", sorted(ACCESSORS))
@pytest.mark.parametrize("dialect", Dialect)
def test_every_part_is_of_the_column(accessor: str, dialect: Dialect) -> None:
    assert "a.create_time" in time_part(accessor, "a.create_time", dialect)
