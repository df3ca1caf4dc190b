"""`appliance storage` as an operator calls it."""

import base64

import httpx

from tests.ops.cli.calling import Console
from tests.servers import prepared_server, sign_up


def test_files_are_checked_beside_a_server(console: Console) -> None:
    with prepared_server() as server:
        server.start()
        console.place = ["--data", str(server.data), *server.flags]
        headers = {"authorization": f"Bearer {sign_up(server)}"}
        sent = {
            "filename": "a.txt",
            "type": "text/plain",
            "content": base64.b64encode(b"content").decode(),
        }
        url = f"{server.base_url}/api/v1/attachments"
        httpx.post(url, json=sent, headers=headers).raise_for_status()
        good = console.facts("storage", "check", "--checksums")
        assert good == {"files": 1, "bytes": 7, "faults": []}
        (file,) = (server.data / "assets").iterdir()
        file.write_bytes(b"CONTENT")
        assert console.facts("storage", "check")["faults"] == []
        (fault,) = console.facts("storage", "check", "--checksum", code=1)["faults"]
        assert fault["reference"].endswith("a.txt")
        file.unlink()
        shown = console.call("storage", "check")
        assert shown.returncode == 1
        assert "a.txt" in shown.stdout
