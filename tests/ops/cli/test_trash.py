"""`appliance trash` as an operator calls it."""

import httpx

from tests.ops.cli.calling import Console
from tests.servers import ADMIN, prepared_server, sign_up


def test_deleted_memos_come_back_or_go(console: Console) -> None:
    with prepared_server() as server:
        server.start()
        console.place = ["--data", str(server.data), *server.flags]
        headers = {"authorization": f"Bearer {sign_up(server)}"}
        with httpx.Client(base_url=server.base_url, headers=headers) as http:
            for text in ("one", "two"):
                memo = http.post("/api/v1/memos", json={"content": text}).json()
                http.delete(f"/api/v1/{memo['name']}").raise_for_status()
            newest, oldest = console.facts("trash", "list", "--user", ADMIN)
            assert (oldest["snippet"], newest["snippet"]) == ("one", "two")
            assert newest["deleter"] == ADMIN
            back = console.facts("trash", "restore", str(newest["id"]))
            assert http.get(f"/api/v1/{back['memo']}").json()["content"] == "two"
        server.stop()
        # Nobody listens any more: the same by the lock.
        assert console.facts("trash", "list", "--older-than", "1") == []
        assert "--yes" in console.refusal("trash", "empty", code=2)
        assert console.facts("trash", "empty", "--yes") == {"forgotten": 1, "files": 0}


def test_emptying_keeps_what_is_young(instance: Console) -> None:
    instance.facts("user", "create", "anna")
    done = instance.facts("trash", "empty", "--yes", "--older-than", "30")
    assert done == {"forgotten": 0, "files": 0}
    assert "no entry" in instance.refusal("trash", "restore", "5", code=1)
    unknown = ("trash", "empty", "--yes", "--user", "ben")
    assert "no account" in instance.refusal(*unknown, code=1)
