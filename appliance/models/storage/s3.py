"""Files in a bucket that speaks S3, streamed both ways.

The library is large: it is imported when the first bucket is used.
"""

import asyncio
import io
import secrets
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, contextmanager
from typing import TYPE_CHECKING, Any

from appliance.errors import NotFoundError, UnavailableError
from appliance.models.attachment import Blob
from appliance.models.storage.choice import Bucket
from appliance.models.storage.spool import Spool
from appliance.models.storage.template import UUID, render, with_suffix

if TYPE_CHECKING:
    from types_aiobotocore_s3 import S3Client

# The protocol takes parts from 5 MiB on; larger files go up in several requests.
PART_SIZE = 8 << 20
READ_SIZE = 256 << 10
MISSING = {"NoSuchKey", "404", "NoSuchBucket"}


class Clients:
    """One client for each bucket, made when it is first used and kept."""

    def __init__(self) -> None:
        self._clients: dict[Bucket, S3Client] = {}
        self._stack = AsyncExitStack()
        self._lock = asyncio.Lock()

    async def get(self, bucket: Bucket) -> "S3Client":
        """Return the client of a bucket."""
        async with self._lock:
            if bucket not in self._clients:
                self._clients[bucket] = await self._connect(bucket)
        return self._clients[bucket]

    async def close(self) -> None:
        """Close every connection."""
        self._clients.clear()
        await self._stack.aclose()

    async def _connect(self, bucket: Bucket) -> "S3Client":
        # Here and not above, because importing them costs 40 MB of memory.
        from aioboto3 import Session  # noqa: PLC0415 - see above
        from aiobotocore.config import AioConfig  # noqa: PLC0415 - see above

        session = Session(
            aws_access_key_id=bucket.access_key_id,
            aws_secret_access_key=bucket.access_key_secret,
            region_name=bucket.region or "us-east-1",
        )
        config = AioConfig(
            connect_timeout=10,
            read_timeout=60,
            retries={"max_attempts": 3, "mode": "standard"},
            s3={"addressing_style": "path" if bucket.use_path_style else "auto"},
            # What other makers' servers do not know they must not be asked for.
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
        )
        client = session.client(
            "s3",
            endpoint_url=bucket.endpoint or None,
            verify=not bucket.insecure_skip_tls_verify,
            config=config,
        )
        return await self._stack.enter_async_context(client)


class S3Store:
    """Keeps each blob as one object; references are its keys."""

    def __init__(self, clients: Clients, bucket: Bucket, template: str) -> None:
        self.name = bucket.name
        self._clients = clients
        self._bucket = bucket
        self._template = template

    async def reserve(self, filename: str) -> str:
        """Return a key with something unique in it: a bucket overwrites silently."""
        key = render(self._template, filename, time.time()).lstrip("/")
        if UUID in self._template:
            return key
        return with_suffix(key, secrets.token_hex(8))

    async def write(self, blob: Blob, spool: Spool, media_type: str) -> None:
        """Upload in one request, or in parts if it is large."""
        client = await self._clients.get(self._bucket)
        with _faults():
            if spool.size > PART_SIZE:
                await self._write_parts(client, blob.reference, spool, media_type)
            else:
                await client.put_object(
                    Bucket=self._bucket.bucket,
                    Key=blob.reference,
                    Body=_window(spool, 0, spool.size),
                    ContentType=media_type,
                )

    async def read(self, blob: Blob, start: int, length: int) -> AsyncIterator[bytes]:
        """Ask for the piece only, and hand it on as it comes."""
        if length <= 0:
            return
        client = await self._clients.get(self._bucket)
        with _faults():
            answer = await client.get_object(
                Bucket=self._bucket.bucket,
                Key=blob.reference,
                Range=f"bytes={start}-{start + length - 1}",
            )
            body = answer["Body"]
            try:
                async for piece in body.iter_chunks(READ_SIZE):
                    length -= len(piece)
                    yield piece
            finally:
                # A reader that went away must not leave a connection half read.
                body.close()
        if length > 0:
            raise UnavailableError("the storage sent less than it was asked for")

    async def delete(self, blob: Blob) -> None:
        """Delete the object; S3 does not mind if it is gone."""
        client = await self._clients.get(self._bucket)
        with _faults():
            await client.delete_object(Bucket=self._bucket.bucket, Key=blob.reference)

    async def _write_parts(
        self, client: "S3Client", key: str, spool: Spool, media_type: str
    ) -> None:
        bucket = self._bucket.bucket
        begun = await client.create_multipart_upload(
            Bucket=bucket, Key=key, ContentType=media_type
        )
        upload = begun["UploadId"]
        try:
            etags = [
                await self._write_part(client, key, upload, number, spool)
                for number in range(1, -(-spool.size // PART_SIZE) + 1)
            ]
            await client.complete_multipart_upload(
                Bucket=bucket,
                Key=key,
                UploadId=upload,
                MultipartUpload={
                    "Parts": [
                        {"ETag": etag, "PartNumber": number}
                        for number, etag in enumerate(etags, 1)
                    ]
                },
            )
        except BaseException:
            await client.abort_multipart_upload(Bucket=bucket, Key=key, UploadId=upload)
            raise

    async def _write_part(
        self, client: "S3Client", key: str, upload: str, number: int, spool: Spool
    ) -> str:
        start = (number - 1) * PART_SIZE
        answer = await client.upload_part(
            Bucket=self._bucket.bucket,
            Key=key,
            UploadId=upload,
            PartNumber=number,
            Body=_window(spool, start, min(PART_SIZE, spool.size - start)),
        )
        return answer["ETag"]


class Window(io.RawIOBase):
    """A piece of a spool as a file of its own, which the library reads as it sends."""

    def __init__(self, spool: Spool, start: int, length: int) -> None:
        self._spool = spool
        self._start = start
        self._length = length
        self._position = 0

    def readable(self) -> bool:
        """Say that it can be read."""
        return True

    def seekable(self) -> bool:
        """Say that it can be read again: a request is digested before it is sent."""
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Move to a place inside the piece."""
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._position, io.SEEK_END: self._length}
        self._position = max(0, base[whence] + offset)
        return self._position

    def tell(self) -> int:
        """Return the place inside the piece."""
        return self._position

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes of the piece."""
        left = max(0, self._length - self._position)
        wanted = left if size is None or size < 0 else min(size, left)
        piece = self._spool.at(self._start + self._position, wanted)
        self._position += len(piece)
        return piece


def _window(spool: Spool, start: int, length: int) -> Any:
    """Return a window untyped: the stubs ask for more of a file than is used."""
    return Window(spool, start, length)


@contextmanager
def _faults() -> Iterator[None]:
    """Turn what the library raises into our words: its own may name keys."""
    from botocore.exceptions import (  # noqa: PLC0415 - see Clients
        BotoCoreError,
        ClientError,
    )

    try:
        yield
    except ClientError as error:
        code = str(error.response.get("Error", {}).get("Code", "unknown"))
        if code in MISSING:
            raise NotFoundError("the file is missing in the bucket") from error
        raise UnavailableError(f"the S3 storage refused: {code}") from error
    except BotoCoreError as error:
        reason = type(error).__name__
        raise UnavailableError(f"the S3 storage does not answer: {reason}") from error
