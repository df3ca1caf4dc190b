"""What the page may load from elsewhere: nothing, until an administrator says so."""

import pytest

from tests.api.house import House, Visitor
from tests.wire import Json

GET, UPDATE = (f"PageSettingsService/{verb}PageSettings" for verb in ("Get", "Update"))
TILES = "https://{s}.tiles.example.org/{z}/{x}/{y}.png"


async def test_nothing_is_open_at_first(closed_house: House) -> None:
    await closed_house.user("boss")

    answer = await closed_house.anonymous.ok(GET)

    assert answer == {"tileUrl": "", "tileAttribution": "", "embedHosts": []}


async def test_administrators_decide(boss: Visitor, ann: Visitor) -> None:
    wanted = {"tileUrl": TILES, "embedHosts": ["www.youtube-nocookie.com"]}
    answer = await boss.ok(UPDATE, pageSettings=wanted)
    partly = await boss.ok(
        UPDATE,
        pageSettings={"tileAttribution": "© somebody"},
        updateMask="tileAttribution",
    )

    assert answer.items() >= wanted.items()
    assert partly == await ann.ok(GET) == answer | {"tileAttribution": "© somebody"}
    refused = await ann.refused(UPDATE, pageSettings=wanted)
    assert refused[0] == "permission_denied"


@pytest.mark.parametrize(
    "wanted",
    [
        {"tileUrl": "http://tiles.example.org/{z}/{x}/{y}.png"},
        {"tileUrl": "https://tiles.example.org/{z}/{x}.png"},
        {"tileUrl": "https://a.b; script-src *;/{z}/{x}/{y}"},
        {"tileUrl": "https://*/{z}/{x}/{y}"},
        {"tileUrl": "https://user@a.example/{z}/{x}/{y}"},
        {"embedHosts": ["*.example.org"]},
        {"embedHosts": ["a.example; script-src *"]},
        {"embedHosts": ["https://a.example"]},
        {"embedHosts": [f"h{number}.example" for number in range(21)]},
    ],
)
async def test_what_a_policy_cannot_name_is_refused(
    boss: Visitor, wanted: Json
) -> None:
    refused = await boss.refused(UPDATE, pageSettings=wanted)
    assert refused[0] == "invalid_argument"
