"""E-mail through the instance's SMTP server, one message per connection."""

import asyncio
import ssl
from collections.abc import Coroutine
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formataddr, formatdate, make_msgid, parseaddr
from enum import Enum, auto
from typing import Any, Self

from appliance.api.gen.memos.api.v1 import instance_service_pb as pb
from appliance.errors import InvalidArgumentError, UnavailableError

SECONDS = 15.0
MAX_ADDRESS = 254
MAX_PORT = 65535
# A server's words may be long; nobody reads more of them than this.
MAX_REASON = 300
# From here on an answer of SMTP says: do not try this again.
LASTING = 500


class MailError(UnavailableError):
    """The mail server did not take the message; `lasting`: it never will."""

    def __init__(self, message: str, *, lasting: bool = False) -> None:
        super().__init__(message)
        self.lasting = lasting


class Encryption(Enum):
    """How the connection is protected."""

    NONE = auto()
    # A plain connection that must become encrypted before anything is said.
    STARTTLS = auto()
    TLS = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class MailServer:
    """Where mail is handed in, and as whom. Printing it shows no secret."""

    host: str
    port: int
    username: str = ""
    password: str = field(default="", repr=False)
    from_email: str
    from_name: str = ""
    reply_to: str = ""
    encryption: Encryption = Encryption.NONE

    @classmethod
    def of(cls, setting: pb.InstanceSetting.NotificationSetting.EmailSetting) -> Self:
        """Read the instance's setting; TLS wins where both encryptions are chosen."""
        encryption = Encryption.STARTTLS if setting.use_tls else Encryption.NONE
        return cls(
            host=setting.smtp_host,
            port=setting.smtp_port,
            username=setting.smtp_username,
            password=setting.smtp_password,
            from_email=setting.from_email,
            from_name=setting.from_name,
            reply_to=setting.reply_to,
            encryption=Encryption.TLS if setting.use_ssl else encryption,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """A message of plain text to one person."""

    to: str
    subject: str
    text: str
    # Makes a repeated sending of the same news recognisable; empty: a fresh one.
    identity: str = ""


async def send_mail(server: MailServer, mail: Mail) -> None:
    """Hand a message in, within 15 seconds.

    Raises InvalidArgumentError for settings or addresses that can never work, MailError
    when the server cannot be reached or refuses.
    """
    message = compose(server, mail)
    # Only instances that send mail pay for the library.
    from aiosmtplib import (  # noqa: PLC0415 - as said above
        SMTPException,
        SMTPRecipientsRefused,
        SMTPResponseException,
    )

    try:
        async with asyncio.timeout(SECONDS):
            await _uncaught(_hand_in(server, message))
    except TimeoutError as error:
        raise MailError(
            f"SMTP server {server.host}:{server.port} did not answer in time"
        ) from error
    except SMTPRecipientsRefused as error:
        raise _refusal(error.recipients[0].code, error.recipients[0].message) from error
    except SMTPResponseException as error:
        raise _refusal(error.code, error.message) from error
    except (SMTPException, OSError) as error:
        raise MailError(
            f"failed to connect to SMTP server: {server.host}:{server.port}: "
            f"{str(error)[:MAX_REASON]}. Check that the port fits the encryption: "
            "587 with STARTTLS, 465 with SSL/TLS"
        ) from error


async def _uncaught(work: Coroutine[Any, Any, None]) -> None:
    """Await work whose library may forget that it was cancelled."""
    task = asyncio.create_task(work)
    try:
        await asyncio.wait([task])
    except asyncio.CancelledError:
        task.cancel()
        raise
    task.result()


def _refusal(code: int, words: str) -> MailError:
    reason = f"SMTP server refused: {code} {words}"[:MAX_REASON]
    return MailError(reason, lasting=code >= LASTING)


async def _hand_in(server: MailServer, message: EmailMessage) -> None:
    from aiosmtplib import send  # noqa: PLC0415 - see send_mail

    encrypted = server.encryption is not Encryption.NONE
    await send(
        message,
        hostname=server.host,
        port=server.port,
        username=server.username or None,
        password=server.password if server.username else None,
        use_tls=server.encryption is Encryption.TLS,
        start_tls=server.encryption is Encryption.STARTTLS,
        tls_context=ssl.create_default_context() if encrypted else None,
        timeout=SECONDS,
        # The default asks the DNS for this machine's name.
        local_hostname="localhost",
    )


def compose(server: MailServer, mail: Mail) -> EmailMessage:
    """Build the message; InvalidArgumentError for what no header may hold."""
    if not server.host or not 0 < server.port <= MAX_PORT:
        raise InvalidArgumentError("smtp host and port are required")
    sender = _address(server.from_email, "from email")
    message = EmailMessage(policy=SMTP)
    message["From"] = formataddr((_line(server.from_name), sender))
    message["To"] = _address(mail.to, "recipient email")
    if server.reply_to:
        message["Reply-To"] = _address(server.reply_to, "reply-to email")
    message["Subject"] = _line(mail.subject)
    message["Date"] = formatdate(localtime=False)
    domain = sender.rpartition("@")[2]
    message["Message-ID"] = (
        f"<{mail.identity}@{domain}>" if mail.identity else make_msgid(domain=domain)
    )
    # No out-of-office reply is to come back.
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(mail.text, cte="quoted-printable")
    return message


def _address(text: str, what: str) -> str:
    """Return a bare address, or raise: a header must not be written from outside."""
    address = text.strip()
    local, _, domain = address.rpartition("@")
    if (
        not local
        or not domain
        or len(address) > MAX_ADDRESS
        or not address.isascii()
        or any(character.isspace() or not character.isprintable() for character in text)
        or parseaddr(address)[1] != address
    ):
        raise InvalidArgumentError(f"{what} is not an e-mail address")
    return address


def _line(text: str) -> str:
    """Return text on one line."""
    return " ".join(text.split())
