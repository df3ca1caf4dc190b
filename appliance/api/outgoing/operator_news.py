"""What administrators are told outside of the page: mail, and a watcher's address."""

import structlog

from appliance.api.core import Core
from appliance.api.outgoing.fetch import Outbound, fetch
from appliance.api.outgoing.mail import Mail, MailError, MailServer, send_mail
from appliance.api.outgoing.targets import ANYWHERE
from appliance.api.settings.keys import NOTIFICATION
from appliance.errors import InvalidArgumentError, UnavailableError
from appliance.models.base import Role, State
from appliance.models.user import User

PING_SECONDS = 10.0
MAX_ANSWER = 10_000
# From here on an answer says that it was not heard.
REFUSED = 400
_LOG = structlog.get_logger()


class OperatorNews:
    """Sends what operators should hear."""

    def __init__(self, core: Core) -> None:
        self._settings = core.settings
        self._url = core.configuration.instance_url

    async def mail(self, subject: str, text: str) -> None:
        """Write to every administrator with an address, where mail is set up."""
        setting = NOTIFICATION.parse(await self._settings.get(NOTIFICATION.name))
        if setting.email is None or not setting.email.enabled:
            return
        server = MailServer.of(setting.email)
        if self._url:
            text += f"\n{self._url}\n"
        wanted = {"role": Role.ADMIN.value, "state": State.NORMAL.value}
        for user in await User.filter(**wanted).exclude(email=""):
            mail = Mail(to=user.email, subject=f"[Memos] {subject}", text=text)
            try:
                await send_mail(server, mail)
            except (MailError, InvalidArgumentError) as error:
                _LOG.warning("mail not sent", error=str(error))

    async def ping(self, url: str) -> None:
        """Ask an address of the administrators' own; UnavailableError if it refuses."""
        answer = await fetch(
            Outbound(
                url=url,
                policy=ANYWHERE,
                seconds=PING_SECONDS,
                max_bytes=MAX_ANSWER,
                truncate=True,
                max_redirects=3,
            )
        )
        if answer.status >= REFUSED:
            raise UnavailableError(f"answered with {answer.status}")
