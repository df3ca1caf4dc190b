"""Our codecs in the library's shape: its errors are ours and tell nothing."""

import pytest
from connectrpc.code import Code
from connectrpc.errors import ConnectError
from protobuf import Registry
from protobuf.wkt import Any as AnyMessage

from appliance.api.codec import Form
from appliance.api.connect_library import BinaryCodec, JsonCodec, Library
from appliance.api.gen.memos.api.v1 import memo_service_pb as pb

MEMO = pb.Memo(name="memos/a", pinned=True)


class Unwritable:
    """An answer that cannot be written."""

    def encode(self, form: Form) -> bytes:
        """Fail."""
        raise RuntimeError(f"a secret in {form}")


@pytest.mark.parametrize("codec", [BinaryCodec(), JsonCodec(None)])
def test_messages_go_both_ways(codec: BinaryCodec | JsonCodec) -> None:
    assert codec.decode(codec.encode(MEMO), pb.Memo) == MEMO


@pytest.mark.parametrize("codec", [BinaryCodec(), JsonCodec(None)])
def test_unreadable_message_is_an_invalid_argument(
    codec: BinaryCodec | JsonCodec,
) -> None:
    with pytest.raises(ConnectError) as refused:
        codec.decode(b"\x0a", pb.Memo)
    assert refused.value.code is Code.INVALID_ARGUMENT


@pytest.mark.parametrize("codec", [BinaryCodec(), JsonCodec(None)])
def test_unwritable_answer_tells_nothing(codec: BinaryCodec | JsonCodec) -> None:
    with pytest.raises(ConnectError) as refused:
        codec.encode(Unwritable())
    assert refused.value.code is Code.INTERNAL
    assert refused.value.message == "internal server error"


def test_json_finds_the_types_of_an_any_in_the_registry() -> None:
    codec = JsonCodec(Registry(pb.desc()))
    packed = AnyMessage.pack(MEMO)
    assert b'"name":"memos/a"' in codec.encode(packed)
    assert codec.decode(codec.encode(packed), AnyMessage) == packed


def test_library_names_its_paths() -> None:
    library = Library({"/a/B": object()}, None, 10)
    assert library.paths == ("/a/B",)
    assert library.path == ""
