"""A real SMTP server on loopback that keeps what it is handed."""

import asyncio
import ssl
import subprocess
import warnings
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session

LOOPBACK = "127.0.0.1"


class PostOffice:
    """What was handed in, and how the next client is answered."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.receivers: list[list[str]] = []
        self.logins: list[tuple[str, str]] = []
        self.upgraded: list[bool] = []
        # Answers to the next messages; when they are used up, all are taken.
        self.refusals: list[str] = []
        self.arrival = asyncio.Event()
        self.port = 0

    async def take(self, _server: SMTP, session: Session, envelope: Envelope) -> str:
        """Keep a message, or say why not."""
        if self.refusals:
            return self.refusals.pop(0)
        content = cast("bytes", envelope.original_content)
        self.mails.append(message_from_bytes(content, policy=default))
        self.arrival.set()
        self.receivers.append(list(envelope.rcpt_tos))
        self.upgraded.append(session.ssl is not None)
        return "250 OK"

    def authenticate(self, *arguments: Any) -> AuthResult:
        """Let in whoever knows the word."""
        login = arguments[-1]
        pair = (login.login.decode(), login.password.decode())
        self.logins.append(pair)
        return AuthResult(success=pair[1] == "word", handled=False)

    async def received(self, count: int) -> list[EmailMessage]:
        """Wait until so many messages are here."""
        async with asyncio.timeout(20):
            while len(self.mails) < count:
                self.arrival.clear()
                await self.arrival.wait()
        return self.mails


@asynccontextmanager
async def open_post_office(
    *,
    starttls: ssl.SSLContext | None = None,
    tls: ssl.SSLContext | None = None,
    login: bool = False,
) -> AsyncIterator[PostOffice]:
    """Listen on a free port until the block ends."""
    office = PostOffice()

    def connected() -> SMTP:
        with warnings.catch_warnings(action="ignore", category=UserWarning):
            # It warns of logins without TLS, which are what a test wants here.
            return SMTP(
                # It asks its handler for methods by the names of SMTP's verbs.
                SimpleNamespace(handle_DATA=office.take),
                hostname="localhost",
                loop=asyncio.get_running_loop(),
                tls_context=starttls,
                require_starttls=starttls is not None,
                authenticator=office.authenticate,
                auth_required=login,
                auth_require_tls=False,
            )

    loop = asyncio.get_running_loop()
    server = await loop.create_server(connected, LOOPBACK, 0, ssl=tls)
    office.port = server.sockets[0].getsockname()[1]
    try:
        yield office
    finally:
        server.close()
        await server.wait_closed()


def make_certificate(directory: Path) -> Path:
    """Make a key and a certificate for `localhost`, in one file."""
    file = directory / "certificate.pem"
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"),
            *("-keyout", str(file), "-out", str(directory / "only.pem")),
            *("-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"),
        ],
        check=True,
        capture_output=True,
    )
    file.write_text(file.read_text() + (directory / "only.pem").read_text())
    return file
