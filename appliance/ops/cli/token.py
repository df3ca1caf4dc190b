"""`appliance token`: personal access tokens, for scripts and apps."""

import click

from appliance.models import inventory
from appliance.ops.acts import facts
from appliance.ops.acts.ground import Ground
from appliance.ops.cli import acting, output
from appliance.ops.cli.manual import Manuals
from appliance.ops.cli.options import load_settings
from appliance.ops.cli.output import operators
from appliance.ops.cli.user import id_named, username_argument


@click.group(cls=Manuals)
def token() -> None:
    """Make, list and revoke personal access tokens.

    A token acts as its account. Only its digest is kept: the text is printed once.
    """


@token.command()
@username_argument
@click.option("--description", default="", help="What the token is for.")
@click.option(
    "--days",
    type=click.IntRange(min=0),
    default=0,
    help="Days until it ends; 0, the default, is never.",
)
@operators
def create(
    *, username: str, description: str, days: int, as_json: bool, **flags: str | None
) -> None:
    """Make a token for the account NAME and print it."""
    made = acting.perform(
        load_settings(flags),
        "token.create",
        username=username,
        description=description,
        days=days,
    )
    output.said(made, made["token"], as_json=as_json)


@token.command("list")
@click.argument("username", metavar="[NAME]", required=False)
@operators
def list_tokens(*, username: str | None, as_json: bool, **flags: str | None) -> None:
    """List the tokens of NAME or of all, without their texts."""

    async def read(ground: Ground) -> list[dict[str, object]]:
        user_id = await id_named(username)
        found = await inventory.tokens(ground.database, user_id)
        return [facts.token(row) for row in found]

    found = acting.look(load_settings(flags), read)
    columns = ("id", "username", "description", "expireTime", "lastUseTime")
    output.rows(found, columns, as_json=as_json)


@token.command()
@username_argument
@click.argument("token", metavar="ID")
@operators
def revoke(*, username: str, token: str, as_json: bool, **flags: str | None) -> None:
    """End the token ID of the account NAME; `token list` shows the ids."""
    ended = acting.perform(
        load_settings(flags), "token.revoke", username=username, token=token
    )
    output.said(ended, f"{token} is revoked.", as_json=as_json)
