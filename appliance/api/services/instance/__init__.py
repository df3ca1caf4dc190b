"""memos.api.v1.InstanceService, one module for each of its nouns."""

from appliance.api.contract import Parts
from appliance.api.core import Core
from appliance.api.services.instance.mail_trial import MailTrial
from appliance.api.services.instance.profile import Profile
from appliance.api.services.instance.statistics import Statistics
from appliance.api.services.instance.values import Values


def instance_service(core: Core) -> Parts:
    """Make the parts of the service."""
    return (Profile(core), Values(core), MailTrial(core), Statistics(core))
