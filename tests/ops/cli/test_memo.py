"""`appliance memo` as an operator calls it."""

import json
from pathlib import Path

import httpx

from tests.ops.backup.instance import files_end_at
from tests.ops.cli.calling import Console
from tests.servers import ADMIN, prepared_server, sign_up


def test_memos_are_exported_and_read_again(console: Console, tmp_path: Path) -> None:
    with prepared_server() as server:
        server.start()
        console.place = ["--data", str(server.data), *server.flags]
        headers = {"authorization": f"Bearer {sign_up(server)}"}
        with httpx.Client(base_url=server.base_url, headers=headers) as http:
            sent = {"content": "#täg hello", "visibility": "PUBLIC"}
            memo = http.post("/api/v1/memos", json=sent).json()
            comment = {"content": "comment"}
            http.post(f"/api/v1/{memo['name']}/comments", json=comment)
            lines = console.call("memo", "export").stdout.splitlines()
            first, second = map(json.loads, lines)
            assert (first["name"], first["tags"]) == (memo["name"], ["täg"])
            assert first["creator"] == f"users/{ADMIN}"
            assert first["createTime"] == memo["createTime"]
            assert second["parent"] == memo["name"]
            target = tmp_path / "memos.jsonl"
            command = ("memo", "export", "--user", ADMIN, "--output", str(target))
            assert console.call(*command).returncode == 0
            assert target.read_text(encoding="utf-8").splitlines() == lines
            with files_end_at(9):
                refused = console.refusal(*command[:-1], f"{target}2", code=1)
            assert "appliance: " in refused
            assert "memo.exported" in str(console.facts("audit", "--limit", "1"))
            assert list(tmp_path.glob("*memos.jsonl2")) == []
            assert console.facts("memo", "reindex") == {"memos": 2}
            again = http.get(f"/api/v1/{memo['name']}").json()
            assert again["tags"] == ["täg"]


def test_a_failed_export_leaves_no_file(instance: Console, tmp_path: Path) -> None:
    target = tmp_path / "memos.jsonl"
    command = ("memo", "export", "--user", "nobody", "--output", str(target))
    assert "no account" in instance.refusal(*command, code=1)
    assert not target.exists()
