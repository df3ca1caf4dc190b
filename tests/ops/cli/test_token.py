"""`appliance token` as an operator calls it."""

import httpx

from tests.ops.cli.calling import Console
from tests.servers import ADMIN, prepared_server, sign_up


def test_tokens_are_made_listed_and_revoked(instance: Console) -> None:
    instance.facts("user", "create", "anna")
    made = instance.facts(
        *("token", "create", "anna", "--description", "cron", "--days", "3")
    )
    assert made["token"].startswith("memos_pat_")
    (listed,) = instance.facts("token", "list", "anna")
    assert listed["description"] == "cron"
    assert listed["expireTime"] > listed["createTime"]
    assert "token" not in listed
    assert "cron" in instance.call("token", "list").stdout
    revoked = ("token", "revoke", "anna", listed["id"])
    assert instance.facts(*revoked)["id"] == listed["id"]
    assert "has no token" in instance.refusal(*revoked, code=1)
    assert instance.facts("token", "list") == []
    assert "no account" in instance.refusal("token", "create", "ben", code=1)
    assert "no account" in instance.refusal("token", "list", "ben", code=1)


def test_a_token_works_until_it_is_revoked(console: Console) -> None:
    with prepared_server() as server:
        server.start()
        console.place = ["--data", str(server.data), *server.flags]
        sign_up(server)
        made = console.facts("token", "create", ADMIN)

        def status() -> int:
            headers = {"authorization": f"Bearer {made['token']}"}
            url = f"{server.base_url}/api/v1/auth/me"
            return httpx.get(url, headers=headers).status_code

        assert status() == 200
        console.facts("token", "revoke", ADMIN, made["id"])
        assert status() == 401
        assert made["token"] not in server.log
