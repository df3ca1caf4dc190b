"""MEMO_RELATED: how long a memo may be, and which reactions are offered."""

from appliance.api.gen.memos.api.v1 import instance_service_pb as pb

Setting = pb.InstanceSetting.MemoRelatedSetting

MIN_CONTENT_LIMIT = 8192
DEFAULT_REACTIONS = ("👍", "👎", "❤️", "🎉", "😄", "😕", "😢", "😡")


def complete(value: Setting) -> None:
    """Raise the limit to its least value, and offer something."""
    value.content_length_limit = max(value.content_length_limit, MIN_CONTENT_LIMIT)
    value.reactions = value.reactions or list(DEFAULT_REACTIONS)
