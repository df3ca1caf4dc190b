"""Who may read what, on an instance open to the world and on a closed one."""

from tests.clients import OK
from tests.contract.stage import Stage

VISIBILITIES = ("PRIVATE", "PROTECTED", "PUBLIC")
# Reading by name: caller -> code per visibility.
ALLOWED = {
    "owner": (OK, OK, OK),
    "other": ("permission_denied", OK, OK),
    "admin": ("permission_denied", OK, OK),
}
ANONYMOUS = {
    True: ("unauthenticated", "unauthenticated", OK),
    False: ("unauthenticated", "unauthenticated", "unauthenticated"),
}
LISTED = {"owner": VISIBILITIES, "other": VISIBILITIES[1:], "admin": VISIBILITIES[1:]}


async def each_caller_reads_what_the_rule_allows(stage: Stage) -> None:
    owner, other = await stage.user("owner"), await stage.user("other")
    callers = {"owner": owner, "other": other, "admin": await stage.admin()}
    for visibility in VISIBILITIES:
        await owner.write(visibility, visibility=visibility)

    for who, caller in callers.items():
        codes = [
            await caller.code("MemoService/GetMemo", name=owner.memo(visibility))
            for visibility in VISIBILITIES
        ]
        assert tuple(codes) == ALLOWED[who], who
    nobody = [
        await stage.anonymous.code("MemoService/GetMemo", name=owner.memo(visibility))
        for visibility in VISIBILITIES
    ]
    assert tuple(nobody) == ANONYMOUS[stage.public]


async def each_caller_lists_what_the_rule_allows(stage: Stage) -> None:
    owner, other = await stage.user("owner"), await stage.user("other")
    callers = {"owner": owner, "other": other, "admin": await stage.admin()}
    for visibility in VISIBILITIES:
        await owner.write(visibility, visibility=visibility)
    of_owner = f'creator == "{owner.name}"'

    for who, caller in callers.items():
        assert sorted(await caller.listed(filter=of_owner)) == sorted(LISTED[who]), who
        assert sorted(await caller.listed()) == sorted(LISTED[who]), who
    if stage.public:
        assert await stage.anonymous.listed(filter=of_owner) == ["PUBLIC"]
        assert await stage.anonymous.listed() == ["PUBLIC"]
        assert await stage.anonymous.listed(filter=of_owner, state="ARCHIVED") == []
    else:
        code = await stage.anonymous.code("MemoService/ListMemos", filter=of_owner)
        assert code == "unauthenticated"


async def change_of_visibility_holds_at_once(stage: Stage) -> None:
    ann, bob = await stage.user("ann"), await stage.user("bob")
    await ann.write("plan", visibility="PUBLIC")
    name = ann.memo("plan")

    for visibility, code in (("PRIVATE", "permission_denied"), ("PROTECTED", OK)):
        await ann.ok(
            "MemoService/UpdateMemo",
            memo={"name": name, "visibility": visibility},
            updateMask="visibility",
        )
        assert await bob.code("MemoService/GetMemo", name=name) == code


async def stranger_learns_of_no_private_memo(stage: Stage) -> None:
    ann, bob = await stage.user("ann"), await stage.user("bob")
    await ann.write("plan", "secret #plot")

    for condition in ('content.contains("secret")', 'tag in ["plot"]', "!pinned"):
        of_ann = f'creator == "{ann.name}" && {condition}'
        assert await bob.listed(filter=of_ann) == []
        assert await ann.listed(filter=of_ann) == ["plan"]


async def anonymous_may_use_what_signing_in_needs(stage: Stage) -> None:
    profile = await stage.anonymous.ok("InstanceService/GetInstanceProfile")
    setting = await stage.anonymous.code(
        "InstanceService/GetInstanceSetting", name="instance/settings/GENERAL"
    )

    assert ("instanceUrl" in profile) == stage.public
    assert setting == OK
    for rpc in ("AuthService/GetCurrentUser", "UserService/ListUsers"):
        assert await stage.anonymous.code(rpc) == "unauthenticated"


SCENARIOS = (
    each_caller_reads_what_the_rule_allows,
    each_caller_lists_what_the_rule_allows,
    change_of_visibility_holds_at_once,
    stranger_learns_of_no_private_memo,
    anonymous_may_use_what_signing_in_needs,
)
