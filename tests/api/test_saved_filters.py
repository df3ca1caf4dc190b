"""One store of filters under two names."""

import pytest

from appliance.api.saved_filters import SavedFilters
from appliance.errors import InvalidArgumentError
from tests.api.house import House


def filters(house: House) -> SavedFilters:
    return SavedFilters(
        database=house.database,
        accounts=house.accounts,
        collection="views",
        noun="memo view",
    )


@pytest.mark.parametrize(
    "name", ["", "users/ann", "users/ann/shortcuts/x", "users/ann/views/", "views/x"]
)
async def test_names_are_of_one_collection(house: House, name: str) -> None:
    with pytest.raises(InvalidArgumentError, match=r"^invalid memo view name"):
        await filters(house).find(name)
