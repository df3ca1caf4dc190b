"""What the tests of recovery share: one scene, and one process that runs commands."""

from collections.abc import Iterator

import pytest

from tests.conftest import DRIVER
from tests.recovery import scene
from tests.recovery.host import Host
from tests.recovery.scene import Scene


@pytest.fixture(scope="session")
def original(tmp_path_factory: pytest.TempPathFactory) -> Scene:
    """Return the scene that every test copies."""
    if DRIVER != "sqlite":
        pytest.skip("about files, processes and buckets: once is enough")
    return scene.build(tmp_path_factory.mktemp("scene"))


@pytest.fixture(scope="session")
def host(original: Scene, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Host]:
    """Return the process, which has done everything once."""
    root = tmp_path_factory.mktemp("warm")
    with Host() as running:
        running.warm("backup", "create", "--data", original.data, "--to", root / "a")
        running.warm("backup", "restore", root / "a", "--data", root / "b")
        running.warm("backup", "prune", root / "a", "--keep-last", 1)
        yield running
