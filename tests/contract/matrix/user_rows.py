"""The rows of accounts and of what belongs to them; everything is the owner's."""

from collections.abc import Callable

from tests.contract.matrix import rules
from tests.contract.matrix.row import Row
from tests.contract.matrix.rules import UNAUTHENTICATED
from tests.contract.matrix.scene import Ask, Scene
from tests.servers import PASSWORD
from tests.wire import Json

MASKED = {"updateMask": "title"}


def _parent(scene: Scene) -> Json:
    return {"parent": scene.owner}


def _below(path: str) -> Ask:
    return lambda scene: {"name": f"{scene.owner}/{path}"}


def _made(make: Callable[[Scene], object], **more: object) -> Ask:
    """Ask about something that is made first."""

    async def ask(scene: Scene) -> Json:
        name = await make(scene)  # type: ignore[misc]  # each of them is a coroutine
        return {"name": name, **more}

    return ask


async def _changed_webhook(scene: Scene) -> Json:
    name = await scene.webhook()
    return {
        "webhook": {"name": name, "displayName": "b"},
        "updateMask": "displayName",
    }


async def _deliveries(scene: Scene) -> Json:
    return {"parent": await scene.webhook()}


async def _changed_notification(scene: Scene) -> Json:
    name = await scene.notification()
    return {
        "notification": {"name": name, "status": "ARCHIVED"},
        "updateMask": "status",
    }


def _shortcut_rows() -> tuple[Row, ...]:
    """Return the rows of one store that two services serve under two names."""
    rows: list[Row] = []
    for service, noun, field in (
        ("ShortcutService", "Shortcut", "shortcut"),
        ("MemoViewService", "MemoView", "memoView"),
    ):

        def name(shortcut: str, noun: str = noun) -> str:
            views = shortcut.replace("/shortcuts/", "/views/")
            return views if noun == "MemoView" else shortcut

        async def named(scene: Scene, name: Callable[[str], str] = name) -> Json:
            return {"name": name(await scene.shortcut())}

        async def changed(
            scene: Scene, name: Callable[[str], str] = name, field: str = field
        ) -> Json:
            renamed = {"name": name(await scene.shortcut()), "title": "b"}
            return {field: renamed, **MASKED}

        def new(scene: Scene, field: str = field) -> Json:
            return {"parent": scene.owner, field: {"title": "a", "filter": "pinned"}}

        rows += [
            Row(f"{service}/List{noun}s", rules.owner, _parent),
            Row(f"{service}/Get{noun}", rules.owner, named),
            Row(f"{service}/Create{noun}", rules.owner, new),
            Row(f"{service}/Update{noun}", rules.owner, changed),
            Row(f"{service}/Delete{noun}", rules.owner, named),
        ]
    return tuple(rows)


USER_ROWS = (
    Row("SessionService/ListSessions", rules.owner_or_administrator, _parent),
    Row(
        "SessionService/EndSession",
        rules.owner_or_administrator,
        _made(Scene.session),
    ),
    Row("SessionService/EndOtherSessions", rules.owner_or_administrator, _parent),
    Row("AuthService/GetCurrentUser", rules.signed_in, lambda _s: {}),
    Row(
        "AuthService/SignIn",
        rules.anyone,
        lambda _s: {"passwordCredentials": {"username": "a", "password": "b"}},
        granted="invalid_argument",
    ),
    Row("AuthService/SignOut", rules.signed_in, lambda _s: {}),
    Row(
        "AuthService/RefreshToken",
        rules.anyone,
        lambda _s: {},
        granted=UNAUTHENTICATED,
    ),
    Row("UserService/ListUsers", rules.administrator, lambda _s: {}),
    Row("UserService/BatchGetUsers", rules.visitor, lambda _s: {"usernames": ["a"]}),
    Row("UserService/GetUser", rules.visitor, lambda s: {"name": s.owner}),
    Row(
        "UserService/CreateUser",
        rules.anyone,
        lambda s: {"user": {"username": s.fresh("new"), "password": PASSWORD}},
    ),
    Row(
        "UserService/UpdateUser",
        rules.owner_or_administrator,
        lambda s: {
            "user": {"name": s.owner, "displayName": "O"},
            "updateMask": "displayName",
        },
    ),
    Row(
        "UserService/DeleteUser",
        rules.owner_or_administrator,
        _made(Scene.doomed),
    ),
    Row("UserService/ListAllUserStats", rules.visitor, lambda _s: {}),
    Row("UserService/GetUserStats", rules.visitor, lambda s: {"name": s.owner}),
    Row("UserService/GetUserSetting", rules.owner, _below("settings/GENERAL")),
    Row("UserService/ListUserSettings", rules.owner, _parent),
    Row(
        "UserService/UpdateUserSetting",
        rules.owner,
        lambda s: {
            "setting": {
                "name": f"{s.owner}/settings/GENERAL",
                "generalSetting": {"locale": "de"},
            },
            "updateMask": "locale",
        },
    ),
    Row("SessionService/ListSessions", rules.owner_or_administrator, _parent),
    Row("SessionService/EndOtherSessions", rules.owner_or_administrator, _parent),
    Row(
        "SessionService/EndSession",
        rules.owner_or_administrator,
        _below("sessions/0"),
        granted="not_found",
    ),
    Row("UserService/ListLinkedIdentities", rules.owner_or_administrator, _parent),
    Row(
        "UserService/GetLinkedIdentity",
        rules.owner_or_administrator,
        _below("linkedIdentities/idp"),
        granted="not_found",
    ),
    Row(
        "UserService/DeleteLinkedIdentity",
        rules.owner_or_administrator,
        _below("linkedIdentities/idp"),
        granted="not_found",
    ),
    Row(
        "UserService/CreateLinkedIdentity",
        rules.owner,
        lambda s: {
            "parent": s.owner,
            "idpName": "identity-providers/none",
            "code": "c",
            "redirectUri": "http://a/",
        },
        granted="invalid_argument",
    ),
    Row("UserService/ListPersonalAccessTokens", rules.owner_or_administrator, _parent),
    Row("UserService/CreatePersonalAccessToken", rules.owner, _parent),
    Row(
        "UserService/DeletePersonalAccessToken",
        rules.owner,
        _below("personalAccessTokens/none"),
    ),
    Row("UserService/ListUserWebhooks", rules.owner_or_administrator, _parent),
    Row(
        "UserService/CreateUserWebhook",
        rules.owner_or_administrator,
        lambda s: {"parent": s.owner, "webhook": {"url": "https://1.1.1.1/hook"}},
    ),
    Row(
        "UserService/UpdateUserWebhook",
        rules.owner_or_administrator,
        _changed_webhook,
    ),
    Row(
        "UserService/DeleteUserWebhook",
        rules.owner_or_administrator,
        _made(Scene.webhook),
    ),
    Row(
        "UserService/GetUserWebhookSigningSecret",
        rules.owner_or_administrator,
        _made(Scene.webhook),
    ),
    Row(
        "WebhookService/ListWebhookDeliveries",
        rules.owner_or_administrator,
        _deliveries,
    ),
    Row(
        "WebhookService/RedeliverWebhook",
        rules.owner_or_administrator,
        _made(Scene.delivery),
    ),
    Row("UserService/ListUserNotifications", rules.owner, _parent),
    Row("UserService/UpdateUserNotification", rules.owner, _changed_notification),
    Row(
        "UserService/DeleteUserNotification",
        rules.owner,
        _made(Scene.notification),
    ),
    *_shortcut_rows(),
)
