"""The public address is asked for real, over TLS too."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from appliance.ops.doctor.address import look_at_address
from appliance.ops.doctor.finding import Finding

OURS = "Service ready."


def certificate(directory: Path, days: int) -> ssl.SSLContext:
    """Make a certificate for this host; return how a server shows it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    host = x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(7)
        .not_valid_before(now - timedelta(days=99))
        .not_valid_after(now + timedelta(days=days, hours=1))
        .add_extension(host, critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    plain = serialization.NoEncryption()
    form = serialization.PrivateFormat.PKCS8
    (directory / "key.pem").write_bytes(key.private_bytes(pem, form, plain))
    (directory / "cert.pem").write_bytes(made.public_bytes(pem))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(directory / "cert.pem", directory / "key.pem")
    return context


@asynccontextmanager
async def serving(
    body: str, tls: ssl.SSLContext | None = None, status: str = "200 OK"
) -> AsyncIterator[str]:
    """Answer every request with the body; yield the address."""

    async def answer(
        reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        await reader.readuntil(b"\r\n\r\n")
        head = f"HTTP/1.1 {status}\r\nContent-Length: {len(body)}\r\n"
        writer.write(f"{head}Connection: close\r\n\r\n{body}".encode())
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0, ssl=tls)
    port = server.sockets[0].getsockname()[1]
    async with server:
        yield f"{'https' if tls else 'http'}://127.0.0.1:{port}"


async def look(url: str, trusted: ssl.SSLContext | None = None) -> dict[str, Finding]:
    return {each.check: each for each in await look_at_address(url, trusted)}


async def test_our_own_answer_is_known() -> None:
    async with serving(OURS) as url:
        found = await look(url)
    assert {check: each.verdict for check, each in found.items()} == {"address": "ok"}


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("Welcome to nginx", "200 OK"),
        (OURS, "502 Bad Gateway"),
        ("x" * 99999, "200 OK"),
    ],
)
async def test_somebody_elses_answer_is_a_failure(body: str, status: str) -> None:
    async with serving(body, status=status) as url:
        assert (await look(url))["address"].verdict == "fail"


async def test_nobody_there_is_a_doubt() -> None:
    async with serving(OURS) as url:
        pass
    found = await look(url)
    assert found["address"].verdict == "warn"
    assert "cannot be reached" in found["address"].fact


@pytest.mark.parametrize(("days", "verdict"), [(90, "ok"), (9, "warn"), (1, "fail")])
async def test_a_certificate_is_told_before_it_ends(
    tmp_path: Path, days: int, verdict: str
) -> None:
    shown = certificate(tmp_path, days)
    trusted = ssl.create_default_context(cafile=str(tmp_path / "cert.pem"))
    async with serving(OURS, shown) as url:
        found = await look(url, trusted)
    assert found["address"].verdict == "ok"
    assert found["certificate"].verdict == verdict
    assert f"{days} more days" in found["certificate"].fact


@pytest.mark.parametrize("days", [90, -1])
async def test_a_certificate_that_clients_refuse_is_a_failure(
    tmp_path: Path, days: int
) -> None:
    shown = certificate(tmp_path, days)
    trusted = (
        ssl.create_default_context(cafile=str(tmp_path / "cert.pem"))
        if days < 0
        else None
    )
    async with serving(OURS, shown) as url:
        found = await look(url, trusted)
    assert found["certificate"].verdict == "fail"
    assert ("expired" if days < 0 else "self-signed") in found["certificate"].fact
