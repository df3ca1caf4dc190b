"""NOTIFICATION: the mail server through which people are told of comments."""

from appliance.api.gen.memos.api.v1 import instance_service_pb as pb
from appliance.api.outgoing.mail import Mail, MailServer, compose
from appliance.errors import InvalidArgumentError

Setting = pb.InstanceSetting.NotificationSetting
Email = Setting.EmailSetting


def admit(value: Setting, stored: Setting) -> None:
    """Keep the password when it is left blank, but never for another server."""
    complete(value)
    complete(stored)
    if value.email and stored.email:
        keep_password(value.email, stored.email)
        _require_usable(value.email)


def keep_password(email: Email, stored: Email) -> None:
    """Carry the stored password over to the server that it belongs to.

    Sent to a server of somebody else it would be theirs.
    """
    if email.smtp_password or not stored.smtp_password:
        return
    if _server(email) == _server(stored):
        email.smtp_password = stored.smtp_password
    elif email.enabled:
        raise InvalidArgumentError(
            "smtp password is required when changing SMTP host, port, username, "
            "or encryption settings"
        )


def complete(value: Setting) -> None:
    """Always show the form of an e-mail setting."""
    value.email = value.email or Email()


def redact(value: Setting, *, is_admin: bool) -> None:  # noqa: ARG001 - nobody reads the password
    """Take the password out."""
    if value.email:
        value.email.smtp_password = ""


def _server(email: Email) -> tuple[str, int, str, bool, bool]:
    return (
        email.smtp_host,
        email.smtp_port,
        email.smtp_username,
        email.use_tls,
        email.use_ssl,
    )


def _require_usable(email: Email) -> None:
    """Refuse to switch on what could never send a message."""
    if not email.enabled:
        return
    if email.use_tls and email.use_ssl:
        raise InvalidArgumentError("use_tls and use_ssl exclude each other")
    probe = Mail(to=email.from_email, subject="", text="")
    compose(MailServer.of(email), probe)
