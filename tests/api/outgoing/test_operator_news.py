"""Mail to administrators over a real connection; pings to a real server."""

import pytest

from appliance.api.outgoing.operator_news import OperatorNews
from appliance.errors import UnavailableError
from appliance.models.base import Role
from tests.api.house import House
from tests.api.outgoing.post_office import open_post_office
from tests.api.outgoing.receiver import Say, receiving
from tests.api.outgoing.test_mailer import configure, edit


async def test_administrators_with_an_address_are_told(house: House) -> None:
    news = OperatorNews(house.core)
    boss, ann = await house.user("boss", role=Role.ADMIN), await house.user("ann")
    await edit(house, boss, email="boss@example.org")
    await edit(house, ann, email="ann@example.org")
    async with open_post_office() as office:
        await news.mail("The backup failed", "full\n")
        assert office.mails == []
        await configure(house, office)
        await news.mail("The backup failed", "full\n")
        (letter,) = office.mails
    assert letter["To"] == "boss@example.org"
    assert letter["Subject"] == "[Memos] The backup failed"
    # Nobody listens any more, and nothing breaks.
    await news.mail("The backup failed", "full\n")


async def test_a_watcher_is_asked(house: House) -> None:
    news = OperatorNews(house.core)
    async with receiving() as watcher:
        await news.ping(f"{watcher.url}/uuid/fail")
        (got,) = await watcher.received(1)
        assert (got.method, got.target) == ("GET", "/uuid/fail")
        watcher.answer = lambda _got: Say(status=404)
        with pytest.raises(UnavailableError, match="404"):
            await news.ping(watcher.url)
    with pytest.raises(UnavailableError):
        await news.ping(watcher.url)
