"""The services behind the contract, made in one place.

A service is one object, or a package of parts where a noun has many RPCs.
"""

from collections.abc import Mapping

from appliance.api.contract import Parts
from appliance.api.core import Core
from appliance.api.services.access_mode import AccessService
from appliance.api.services.ai import AIService
from appliance.api.services.attachment import attachment_service, upload_service
from appliance.api.services.audit import AuditService
from appliance.api.services.auth import AuthService
from appliance.api.services.identity_provider import IdentityProviderService
from appliance.api.services.instance import instance_service
from appliance.api.services.memo import (
    batch_service,
    edit_service,
    memo_service,
)
from appliance.api.services.memo_view import MemoViewService
from appliance.api.services.operations import Operations, OperationsService
from appliance.api.services.overview import OverviewService
from appliance.api.services.page_settings import PageSettingsService
from appliance.api.services.people import PeopleService
from appliance.api.services.session import SessionService
from appliance.api.services.shortcut import ShortcutService
from appliance.api.services.trash import TrashService
from appliance.api.services.user import user_service
from appliance.api.services.webhook import WebhookService


def all_services(core: Core, operations: Operations) -> Mapping[str, Parts]:
    """Return the parts of every service by its full name."""
    operating = OperationsService(operations, core.settings)
    return {
        **_contract(core),
        **_own(core),
        "appliance.v1.OperationsService": (operating,),
    }


def _contract(core: Core) -> Mapping[str, Parts]:
    """Return the services of the contract."""
    return {
        "memos.api.v1.AuthService": (AuthService(core),),
        "memos.api.v1.AttachmentService": attachment_service(core),
        "memos.api.v1.UserService": user_service(core),
        "memos.api.v1.MemoService": memo_service(core),
        "memos.api.v1.AIService": (AIService(core.settings),),
        "memos.api.v1.InstanceService": instance_service(core),
        "memos.api.v1.IdentityProviderService": (IdentityProviderService(core),),
        "memos.api.v1.ShortcutService": (
            ShortcutService(database=core.database, accounts=core.accounts),
        ),
        "memos.api.v1.MemoViewService": (
            MemoViewService(database=core.database, accounts=core.accounts),
        ),
    }


def _own(core: Core) -> Mapping[str, Parts]:
    """Return the services of our own package."""
    return {
        "appliance.v1.UploadService": upload_service(core),
        "appliance.v1.MemoEditService": edit_service(core),
        "appliance.v1.MemoBatchService": batch_service(core),
        "appliance.v1.AccessService": (AccessService(core),),
        "appliance.v1.PageSettingsService": (PageSettingsService(core.settings),),
        "appliance.v1.TrashService": (
            TrashService(
                database=core.database,
                accounts=core.accounts,
                fragments=core.fragments,
            ),
        ),
        "appliance.v1.WebhookService": (
            WebhookService(database=core.database, accounts=core.accounts),
        ),
        "appliance.v1.AuditService": (AuditService(core.database),),
        "appliance.v1.SessionService": (
            SessionService(database=core.database, accounts=core.accounts),
        ),
        "appliance.v1.OverviewService": (
            OverviewService(database=core.database, accounts=core.accounts),
        ),
        "appliance.v1.PeopleService": (
            PeopleService(database=core.database, accounts=core.accounts),
        ),
    }
