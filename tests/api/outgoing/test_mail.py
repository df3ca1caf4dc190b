"""E-mail, handed to a real SMTP server."""

import asyncio
import ssl
from dataclasses import replace
from email.message import EmailMessage
from pathlib import Path

import pytest

from appliance.api.gen.memos.api.v1 import instance_service_pb as pb
from appliance.api.outgoing import mail
from appliance.api.outgoing.mail import (
    Encryption,
    Mail,
    MailError,
    MailServer,
    compose,
    send_mail,
)
from appliance.errors import InvalidArgumentError
from tests.api.outgoing.post_office import (
    LOOPBACK,
    make_certificate,
    open_post_office,
)

SERVER = MailServer(host=LOOPBACK, port=25, from_email="memos@example.org")
LETTER = Mail(to="ann@example.org", subject="Hello", text="Grüße\n\nfrom here\n")


def text_of(message: EmailMessage) -> str:
    content: str = message.get_content()
    return content


async def test_mail_arrives_as_written() -> None:
    async with open_post_office() as office:
        server = replace(
            SERVER, port=office.port, from_name="Nötes", reply_to="r@example.org"
        )
        await send_mail(server, LETTER)

    (message,) = office.mails
    assert office.receivers == [["ann@example.org"]]
    assert message["From"].addresses[0].display_name == "Nötes"
    assert message["From"].addresses[0].addr_spec == "memos@example.org"
    assert message["To"] == "ann@example.org"
    assert message["Reply-To"] == "r@example.org"
    assert message["Subject"] == "Hello"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Message-ID"].endswith("@example.org>")
    assert text_of(message).splitlines() == ["Grüße", "", "from here"]


async def test_login_is_used_and_a_wrong_one_is_told_without_the_password() -> None:
    async with open_post_office(login=True) as office:
        server = replace(SERVER, port=office.port, username="u", password="word")
        await send_mail(server, LETTER)
        assert office.logins == [("u", "word")]

        with pytest.raises(MailError, match="535") as caught:
            await send_mail(replace(server, password="sesame"), LETTER)
    assert caught.value.lasting
    assert "sesame" not in str(caught.value)
    assert "sesame" not in repr(replace(server, password="sesame"))
    assert len(office.mails) == 1


@pytest.mark.parametrize("encryption", [Encryption.STARTTLS, Encryption.TLS])
async def test_encrypted_connections_trust_only_known_certificates(
    encryption: Encryption, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    certificate = make_certificate(tmp_path)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate)
    starttls = context if encryption is Encryption.STARTTLS else None
    tls = context if encryption is Encryption.TLS else None
    async with open_post_office(starttls=starttls, tls=tls) as office:
        server = replace(
            SERVER, host="localhost", port=office.port, encryption=encryption
        )
        with pytest.raises(MailError, match="certificate verify failed"):
            await send_mail(server, LETTER)
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        await send_mail(server, LETTER)
    assert len(office.mails) == 1
    assert office.upgraded == [encryption is Encryption.STARTTLS]


async def test_starttls_is_never_skipped() -> None:
    async with open_post_office() as office:
        server = replace(SERVER, port=office.port, encryption=Encryption.STARTTLS)
        with pytest.raises(MailError):
            await send_mail(server, LETTER)
    assert office.mails == []


@pytest.mark.parametrize(
    ("answer", "lasting"), [("451 later", False), ("554 no", True)]
)
async def test_refusal_says_whether_to_come_again(answer: str, lasting: bool) -> None:  # noqa: FBT001 - a parameter of a test
    async with open_post_office() as office:
        office.refusals = [answer]
        with pytest.raises(MailError, match=answer) as caught:
            await send_mail(replace(SERVER, port=office.port), LETTER)
    assert caught.value.lasting is lasting


async def test_nobody_listening_is_told_with_the_address() -> None:
    async with open_post_office() as office:
        port = office.port
    with pytest.raises(MailError, match=f"127.0.0.1:{port}") as caught:
        await send_mail(replace(SERVER, port=port), LETTER)
    assert not caught.value.lasting


async def test_server_that_says_nothing_is_left(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(mail, "SECONDS", 0.2)
    done = asyncio.Event()

    async def silent(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await done.wait()
        writer.close()

    async with await asyncio.start_server(silent, LOOPBACK, 0) as server:
        port = server.sockets[0].getsockname()[1]
        with pytest.raises(MailError, match="in time"):
            await send_mail(replace(SERVER, port=port), LETTER)
        done.set()


@pytest.mark.parametrize(
    "address",
    ["", "nobody", "a@", "@b", "a@b\r\nBcc: c@d", "a b@c", "x <a@b>", "a@b,c@d", "é@b"],
)
def test_what_is_no_address_never_reaches_a_header(address: str) -> None:
    with pytest.raises(InvalidArgumentError):
        compose(SERVER, replace(LETTER, to=address))
    with pytest.raises(InvalidArgumentError):
        compose(replace(SERVER, from_email=address), LETTER)


def test_line_breaks_cannot_add_headers() -> None:
    message = compose(
        replace(SERVER, from_name="A\r\nBcc: x@y.z"),
        replace(LETTER, subject="One\r\nBcc: x@y.z\n\nTwo"),
    )
    assert message["Bcc"] is None
    assert b"\nBcc" not in message.as_bytes()
    assert message["Subject"] == "One Bcc: x@y.z Two"


@pytest.mark.parametrize(("host", "port"), [("", 25), (LOOPBACK, 0), ("h", 70000)])
def test_server_without_a_place_is_refused(host: str, port: int) -> None:
    with pytest.raises(InvalidArgumentError, match="smtp host and port"):
        compose(replace(SERVER, host=host, port=port), LETTER)


def test_server_is_read_from_the_setting() -> None:
    setting = pb.InstanceSetting.NotificationSetting.EmailSetting(
        smtp_host="h",
        smtp_port=465,
        smtp_username="u",
        smtp_password="p",
        from_email="f@x.y",
        from_name="F",
        reply_to="r@x.y",
    )
    assert MailServer.of(setting) == MailServer(
        host="h",
        port=465,
        username="u",
        password="p",
        from_email="f@x.y",
        from_name="F",
        reply_to="r@x.y",
    )
    setting.use_tls = True
    assert MailServer.of(setting).encryption is Encryption.STARTTLS
    setting.use_ssl = True
    assert MailServer.of(setting).encryption is Encryption.TLS
