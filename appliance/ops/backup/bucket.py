"""A repository in a bucket that speaks S3, at any maker's.

Every file is uploaded from a temporary one, read back and digested; an upload that
fails begins again. Credentials come from where AWS's own tools look for them.
"""

import errno
import hashlib
import io
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import IO, Any, TypeVar, cast
from urllib.parse import parse_qsl, urlencode, urlsplit

from appliance.errors import InvalidArgumentError, NotFoundError
from appliance.ops.backup.archive import PIECE, Counting
from appliance.ops.backup.destination import Entry
from appliance.ops.backup.files import ABANDONED_SECONDS

SCHEME = "s3://"
PART_SIZE = 8 << 20
MOST_PARTS = 9000
# Waits between tries; a storage that was restarted answers again before they end.
WAITS = (1, 2, 4, 8, 16, 30)
QUERY = {"endpoint", "region", "path_style"}
MISSING = {"NoSuchKey", "404", "NotFound"}
SERVER_FAULT, TOO_MANY = 500, 429

T = TypeVar("T")


class Bucket:
    """Keeps backups below a prefix of one bucket."""

    def __init__(self, url: str, waits: tuple[float, ...] = WAITS) -> None:
        parts = urlsplit(url)
        self.query = dict(parse_qsl(parts.query))
        if unknown := self.query.keys() - QUERY:
            known = ", ".join(sorted(QUERY))
            raise InvalidArgumentError(f"{unknown.pop()}: not one of {known}")
        if not parts.netloc or "@" in parts.netloc:
            raise InvalidArgumentError(
                "an S3 address is s3://BUCKET/PREFIX; keys come from the environment"
            )
        self._bucket = parts.netloc
        self._prefix = parts.path.strip("/") + "/" if parts.path.strip("/") else ""
        self._waits = waits
        self._opened: Any = None

    @property
    def _client(self) -> Any:
        """The client, made when it is first used: the library is large."""
        if self._opened is None:
            self._opened = _connect(self.query)
        return self._opened

    def prepare(self) -> None:
        """End uploads in parts that processes which died left open."""
        before = time.time() - ABANDONED_SECONDS

        def end() -> None:
            pages = self._client.get_paginator("list_multipart_uploads")
            for page in pages.paginate(Bucket=self._bucket, Prefix=self._prefix):
                for upload in page.get("Uploads", ()):
                    if upload["Initiated"].timestamp() < before:
                        place = {"Bucket": self._bucket, "Key": upload["Key"]}
                        self._client.abort_multipart_upload(
                            **place, UploadId=upload["UploadId"]
                        )

        # Not every maker has this question, and not every key may ask it.
        with suppress(OSError):
            self._ask("", end, waits=())

    def place(self, name: str) -> str:
        """Return the address, which holds no secret and leads here again."""
        query = f"?{urlencode(self.query, safe=':/')}" if self.query else ""
        return f"{SCHEME}{self._bucket}/{self._prefix}{name}{query}"

    def names(self, folder: str) -> list[str]:
        """Return the names of the objects in a folder."""
        return [entry.name for entry in self.entries(folder)]

    def entries(self, folder: str) -> list[Entry]:
        """Return the objects in a folder with size and time."""

        def listed() -> list[Entry]:
            pages = self._client.get_paginator("list_objects_v2").paginate(
                Bucket=self._bucket, Prefix=self._prefix + folder
            )
            return [
                Entry(
                    each["Key"].removeprefix(self._prefix),
                    each["Size"],
                    each["LastModified"].timestamp(),
                )
                for page in pages
                for each in page.get("Contents", ())
            ]

        return sorted(self._ask(folder, listed))

    def modified(self, name: str) -> float | None:
        """Return the time of an object; None if it is not there."""
        head = self._head(name)
        return None if head is None else float(head["LastModified"].timestamp())

    def size(self, name: str) -> int | None:
        """Return the size of an object; None if it is not there."""
        head = self._head(name)
        return None if head is None else int(head["ContentLength"])

    def open(self, name: str) -> IO[bytes]:
        """Open an object to read it; the way is taken up again where it breaks."""

        def fetch(start: int) -> Any:
            place = {"Bucket": self._bucket, "Key": self._prefix + name}
            part = {"Range": f"bytes={start}-"} if start else {}
            asked = self._client.get_object
            return self._ask(name, lambda: asked(**place, **part))["Body"]

        return io.BufferedReader(_Object(fetch, self.place(name)), PIECE)

    @contextmanager
    def put(self, name: str) -> Iterator[IO[bytes]]:
        """Give a file to write; what arrived is read again before it is believed."""
        with tempfile.SpooledTemporaryFile(max_size=PART_SIZE) as spool:
            counting = Counting(cast("IO[bytes]", spool))
            yield cast("IO[bytes]", counting)
            for wait in (*self._waits, None):
                self._ask(name, lambda: self._upload(name, spool, counting.size))
                if self._digest(name) == counting.sha256:
                    return
                self.remove(name)
                if wait is not None:
                    time.sleep(wait)
            raise OSError(errno.EIO, "other bytes arrived than sent", self.place(name))

    def touch(self, name: str) -> None:
        """Put an object onto itself; there is no other way to make it young."""
        with suppress(NotFoundError), self.open(name) as old, self.put(name) as new:
            while piece := old.read(PIECE):
                new.write(piece)

    def remove(self, name: str) -> None:
        """Remove an object."""
        place = {"Bucket": self._bucket, "Key": self._prefix + name}
        self._ask(name, lambda: self._client.delete_object(**place))

    def settle(self) -> None:
        """Do nothing: what the storage took it keeps."""

    def _head(self, name: str) -> Any:
        place = {"Bucket": self._bucket, "Key": self._prefix + name}
        with suppress(NotFoundError):
            return self._ask(name, lambda: self._client.head_object(**place))
        return None

    def _digest(self, name: str) -> str:
        digest = hashlib.sha256()
        with self.open(name) as file:
            while piece := file.read(PIECE):
                digest.update(piece)
        return digest.hexdigest()

    def _upload(self, name: str, spool: Any, size: int) -> None:
        place = {"Bucket": self._bucket, "Key": self._prefix + name}
        spool.seek(0)
        if size <= PART_SIZE:
            self._client.put_object(**place, Body=spool.read())
            return
        upload = self._client.create_multipart_upload(**place)["UploadId"]
        length = max(PART_SIZE, -(-size // MOST_PARTS))
        try:
            parts = []
            for number in range(1, -(-size // length) + 1):
                answer = self._client.upload_part(
                    **place,
                    UploadId=upload,
                    PartNumber=number,
                    Body=spool.read(length),
                )
                parts.append({"ETag": answer["ETag"], "PartNumber": number})
            whole = {"UploadId": upload, "MultipartUpload": {"Parts": parts}}
            self._client.complete_multipart_upload(**place, **whole)
        except BaseException:
            with suppress(Exception):  # what went wrong first is what is told
                self._client.abort_multipart_upload(**place, UploadId=upload)
            raise

    def _ask(
        self,
        name: str,
        question: Callable[[], T],
        waits: tuple[float, ...] | None = None,
    ) -> T:
        """Ask until there is an answer, and tell faults in our words."""
        from botocore.exceptions import (  # noqa: PLC0415 - imported when it is used
            BotoCoreError,
            ClientError,
        )

        for wait in (*(self._waits if waits is None else waits), None):
            try:
                return question()
            except ClientError as error:
                code = str(error.response.get("Error", {}).get("Code", "unknown"))
                status = error.response["ResponseMetadata"]["HTTPStatusCode"]
                if code in MISSING:
                    raise NotFoundError(f"{name}: missing") from error
                reason = f"the storage refused: {code}"
                final = status < SERVER_FAULT and status != TOO_MANY
            except BotoCoreError as error:
                # Its message may name keys; its kind does not.
                reason = f"the storage does not answer: {type(error).__name__}"
                final = "Credentials" in reason
            if final or wait is None:
                break
            time.sleep(wait)
        raise OSError(errno.EIO, reason, self.place(name))


def _connect(query: dict[str, str]) -> Any:
    from botocore.config import Config  # noqa: PLC0415 - imported when it is used
    from botocore.session import get_session  # noqa: PLC0415 - same

    endpoint = query.get("endpoint")
    # Few servers that are not Amazon's have a name for each bucket.
    path_style = query.get("path_style", "true" if endpoint else "false")
    config = Config(
        connect_timeout=10,
        read_timeout=60,
        retries={"max_attempts": 2, "mode": "standard"},
        s3={"addressing_style": "path" if path_style == "true" else "auto"},
        # What other makers' servers do not know they must not be asked for.
        request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
    )
    session = get_session()
    region = query.get("region") or session.get_config_variable("region")
    return session.create_client(
        "s3", region_name=region or "us-east-1", endpoint_url=endpoint, config=config
    )


class _Object(io.RawIOBase):
    """An object as a file, read from the front."""

    def __init__(self, fetch: Callable[[int], Any], place: str) -> None:
        self._fetch = fetch
        self._place = place
        self._position = 0
        self._body = fetch(0)

    def readable(self) -> bool:
        """Return True: that is what it is for."""
        return True

    def readinto(self, buffer: Any, /) -> int:
        """Read on; where the connection broke, on another one."""
        from botocore.exceptions import BotoCoreError  # noqa: PLC0415 - see `_ask`

        for _ in WAITS:
            try:
                piece = self._body.read(len(buffer))
            except BotoCoreError:
                self._body.close()
                self._body = self._fetch(self._position)
                continue
            self._position += len(piece)
            buffer[: len(piece)] = piece
            return len(piece)
        raise OSError(errno.EIO, "the storage stops in the middle", self._place)

    def close(self) -> None:
        """Give the connection back."""
        if not self.closed:
            super().close()
            # Set only when the first answer came.
            if body := getattr(self, "_body", None):
                body.close()
