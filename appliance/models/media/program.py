"""Runs programs of ours that decode what others sent; they are told no secrets."""

import asyncio
import contextlib
import os
import sys


async def run(module: str, source: int, target: int, seconds: float) -> int:
    """Run a program over two open files; return what it ends with."""
    os.lseek(source, 0, os.SEEK_SET)
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", module),
        stdin=source,
        stdout=target,
        stderr=asyncio.subprocess.DEVNULL,
        env={"PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
    )
    try:
        async with asyncio.timeout(seconds):
            return await process.wait()
    finally:
        if process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await process.wait()
