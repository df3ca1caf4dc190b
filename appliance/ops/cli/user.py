"""`appliance user`: the accounts of an instance."""

import secrets
import sys

import click

from appliance.errors import NotFoundError
from appliance.models import inventory
from appliance.models.user import find_user
from appliance.ops.acts import facts
from appliance.ops.acts.ground import Ground
from appliance.ops.cli import acting, output
from appliance.ops.cli.manual import Manuals
from appliance.ops.cli.options import load_settings
from appliance.ops.cli.output import operators

# Without letters and digits that are taken for one another.
ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789"
GROUPS, GROUP_LENGTH = 4, 5

roles = click.Choice(["ADMIN", "USER"], case_sensitive=False)
username_argument = click.argument("username", metavar="NAME")
password_option = click.option(
    "--password-stdin",
    is_flag=True,
    help="Read the password from the first line of standard input.",
)


@click.group(cls=Manuals)
def user() -> None:
    """List, make, change and delete accounts.

    Works beside a running server, which hears of every change at once, and without
    one. Passwords never stand on a command line: one is made and printed, or read from
    standard input.
    """


@user.command("list")
@operators
def list_accounts(*, as_json: bool, **flags: str | None) -> None:
    """List all accounts, the oldest first."""

    async def read(ground: Ground) -> list[dict[str, object]]:
        return [
            facts.roster_entry(row) for row in await inventory.accounts(ground.database)
        ]

    found = acting.look(load_settings(flags), read)
    columns = ("username", "role", "state", "email", "memos", "sessions", "createTime")
    output.rows(found, columns, as_json=as_json)


@user.command()
@username_argument
@click.option(
    "--role",
    type=roles,
    default="USER",
    show_default=True,
    help="What the account may do.",
)
@click.option("--email", default="", help="Address for notifications by mail.")
@click.option("--display-name", default="", help="Name that others see.")
@password_option
@operators
def create(  # noqa: PLR0913 - one parameter for each option
    *,
    username: str,
    role: str,
    email: str,
    display_name: str,
    password_stdin: bool,
    as_json: bool,
    **flags: str | None,
) -> None:
    """Make the account NAME and print its password.

    The first account of an instance is an administrator's, whatever --role says.
    """
    password = _password(from_stdin=password_stdin)
    made = acting.perform(
        load_settings(flags),
        "user.create",
        username=username,
        password=password,
        role=role,
        email=email,
        display_name=display_name,
    )
    _tell(made, password, made_here=not password_stdin, as_json=as_json)


@user.command("set-role")
@username_argument
@click.argument("role", type=roles)
@operators
def set_role(*, username: str, role: str, as_json: bool, **flags: str | None) -> None:
    """Make NAME an administrator (ADMIN) or an ordinary user (USER).

    The last administrator stays one.
    """
    settings = load_settings(flags)
    changed = acting.perform(settings, "user.set-role", username=username, role=role)
    sentence = f"{username} is {changed['role']} now."
    output.said(changed, sentence, as_json=as_json)


@user.command("reset-password")
@username_argument
@password_option
@operators
def reset_password(
    *, username: str, password_stdin: bool, as_json: bool, **flags: str | None
) -> None:
    """Give NAME another password, print it, and end all sessions of the account.

    Personal access tokens stay: `appliance token revoke` ends those.
    """
    password = _password(from_stdin=password_stdin)
    settings = load_settings(flags)
    changed = acting.perform(
        settings, "user.reset-password", username=username, password=password
    )
    _tell(changed, password, made_here=not password_stdin, as_json=as_json)


@user.command()
@username_argument
@operators
def archive(*, username: str, as_json: bool, **flags: str | None) -> None:
    """Archive NAME: the account cannot sign in, what it wrote stays."""
    settings = load_settings(flags)
    changed = acting.perform(
        settings, "user.set-state", username=username, state="ARCHIVED"
    )
    output.said(changed, f"{username} is archived.", as_json=as_json)


@user.command()
@username_argument
@operators
def unarchive(*, username: str, as_json: bool, **flags: str | None) -> None:
    """Let NAME, which was archived, sign in again."""
    settings = load_settings(flags)
    changed = acting.perform(
        settings, "user.set-state", username=username, state="NORMAL"
    )
    output.said(changed, f"{username} is in use again.", as_json=as_json)


@user.command()
@username_argument
@output.confirmed
@operators
def delete(*, username: str, yes: bool, as_json: bool, **flags: str | None) -> None:
    """Delete NAME with all memos and files of the account, for good.

    Nothing of it goes to the trash: make a backup first.
    """
    output.ask_first(f"Delete {username} and all that is theirs?", yes=yes)
    gone = acting.perform(load_settings(flags), "user.delete", username=username)
    output.said(gone, f"{username} is deleted.", as_json=as_json)


@user.command()
@click.argument("username", metavar="[NAME]", required=False)
@click.option("--revoke", is_flag=True, help="Sign NAME out everywhere.")
@operators
def sessions(
    *, username: str | None, revoke: bool, as_json: bool, **flags: str | None
) -> None:
    """List who is signed in, of NAME or of all; or end it with --revoke."""
    settings = load_settings(flags)
    if revoke:
        if not username:
            raise click.UsageError("--revoke needs the NAME of an account.")
        ended = acting.perform(settings, "user.sign-out", username=username)
        sentence = f"{ended['ended']} sessions of {username} are ended."
        output.said(ended, sentence, as_json=as_json)
        return

    async def read(ground: Ground) -> list[dict[str, object]]:
        user_id = await id_named(username)
        found = await inventory.sessions(ground.database, user_id)
        return [facts.session(row) for row in found]

    columns = ("username", "address", "userAgent", "createTime", "lastSeenTime")
    output.rows(acting.look(settings, read), columns, as_json=as_json)


async def id_named(username: str | None) -> int | None:
    """Return the id of an account; None for no name."""
    if username is None:
        return None
    found = await find_user(username)
    if found is None:
        raise NotFoundError(f"There is no account {username}.")
    number: int = found.id
    return number


def _password(*, from_stdin: bool) -> str:
    """Read a password, or make one of about 100 bits."""
    if from_stdin:
        password = sys.stdin.readline().rstrip("\r\n")
        if not password:
            raise click.UsageError("Standard input holds no password.")
        return password
    return "-".join(
        "".join(secrets.choice(ALPHABET) for _ in range(GROUP_LENGTH))
        for _ in range(GROUPS)
    )


def _tell(
    account: dict[str, object], password: str, *, made_here: bool, as_json: bool
) -> None:
    """Print the account, with the password if nobody else knows it."""
    if not made_here:
        sentence = f"The password of {account['username']} is set."
        output.said(account, sentence, as_json=as_json)
        return
    shown = {**account, "password": password}
    output.said(shown, f"{account['username']}: {password}", as_json=as_json)
