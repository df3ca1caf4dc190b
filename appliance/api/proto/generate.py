"""Regenerate `appliance/api/gen` and `descriptor.pb` from the contract: `poe generate`.

The plugins come from PyPI. The runtime wants the whole closure of imports in one tree,
so google's annotations are generated beside ours.
"""

import re
import shutil
import subprocess
import sys
from pathlib import Path

PROTO = Path(__file__).parent
GEN = PROTO.parent / "gen"
IMPORT = re.compile(r'^import (?:public )?"(?P<path>[^"]+)";', re.MULTILINE)
WELL_KNOWN = "google/protobuf/"


def common_protos() -> Path:
    """Return the folder with google's shared `.proto` files."""
    import google.api.annotations_pb2  # noqa: PLC0415 - only this script needs it

    found = google.api.annotations_pb2.__file__
    return Path(found).parents[2]


def closure(roots: list[str], include: list[Path]) -> list[str]:
    """Return the roots and everything they import, well-known types left out."""
    seen: dict[str, None] = {}
    queue = list(roots)
    while queue:
        path = queue.pop(0)
        if path in seen or path.startswith(WELL_KNOWN):
            continue
        seen[path] = None
        file = next(folder / path for folder in include if (folder / path).exists())
        queue += IMPORT.findall(file.read_text(encoding="utf-8"))
    return sorted(seen)


def protoc(*arguments: str) -> None:
    """Run the protoc that grpcio-tools brings, with this environment's plugins."""
    binaries = Path(sys.executable).parent
    subprocess.run(  # noqa: S603 - our own arguments
        [sys.executable, "-m", "grpc_tools.protoc", *arguments],
        check=True,
        env={"PATH": f"{binaries}:/usr/bin:/bin"},
    )


def main() -> None:
    """Write the generated tree anew, so that nothing stale stays behind."""
    include = [PROTO, common_protos()]
    roots = sorted(str(file.relative_to(PROTO)) for file in PROTO.rglob("*.proto"))
    shutil.rmtree(GEN, ignore_errors=True)
    GEN.mkdir()
    paths = [f"-I{folder}" for folder in include]
    protoc(*paths, f"--py_out={GEN}", *closure(roots, include))
    for folder in [GEN, *(path for path in GEN.rglob("*") if path.is_dir())]:
        (folder / "__init__.py").write_text('"""Generated; see proto/generate.py."""\n')
    protoc(
        *paths,
        "--include_imports",
        f"--descriptor_set_out={GEN / 'descriptor.pb'}",
        *roots,
    )


if __name__ == "__main__":
    main()
