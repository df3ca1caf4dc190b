"""A message to try the mail server with, before anybody relies on it."""

from protobuf.wkt.google.protobuf.empty_pb import Empty

from appliance.api.contract import RequestContext
from appliance.api.core import Core
from appliance.api.gen.memos.api.v1 import instance_service_pb as pb
from appliance.api.outgoing.mail import Mail, MailError, MailServer, send_mail
from appliance.api.settings.keys import NOTIFICATION
from appliance.api.settings.notification import Email, keep_password
from appliance.errors import InvalidArgumentError, UnavailableError

SUBJECT = "Test message from your notes"
TEXT = """This message was sent to see whether e-mail works.

It does: people can be told of comments and mentions by e-mail.
"""


class MailTrial:
    """The RPC of InstanceService that sends an e-mail at once."""

    def __init__(self, core: Core) -> None:
        self._settings = core.settings

    async def test_instance_email_setting(
        self,
        request: pb.TestInstanceEmailSettingRequest,
        _ctx: RequestContext,  # noqa: PT019 - an RPC, not a test
    ) -> Empty:
        """Send to the given address, through the given server or the stored one."""
        recipient = request.recipient_email.strip()
        if not recipient:
            raise InvalidArgumentError("recipient email is required")
        server = MailServer.of(await self._email(request.email))
        try:
            await send_mail(server, Mail(to=recipient, subject=SUBJECT, text=TEXT))
        except MailError as error:
            raise UnavailableError(f"failed to send test email: {error}") from error
        return Empty()

    async def _email(self, sent: Email | None) -> Email:
        setting = NOTIFICATION.parse(await self._settings.get(NOTIFICATION.name))
        stored = setting.email or Email()
        if sent is None:
            return stored
        # A server that is tried is meant to be used.
        sent.enabled = True
        keep_password(sent, stored)
        return sent
