"""One changed byte anywhere: `verify` names the part that is not as it was made."""

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from appliance.ops.backup import bundle, crypt, layout, repository, turn
from appliance.ops.backup.bundle import Bundle
from appliance.ops.backup.copying import copy_snapshot
from appliance.ops.backup.directory import Directory
from appliance.ops.backup.repository import Location
from appliance.ops.backup.verify import verify
from tests.recovery.host import Host
from tests.recovery.scene import Scene

EXAMPLES, MANY_EXAMPLES = 60, 3000
FORMS = ("plain", "encrypted")


@dataclass(frozen=True, slots=True)
class Form:
    """A backup, the keys to it, and a file that is an export of it."""

    root: Path
    place: Location
    keys: tuple[Path, ...]
    export: Path

    def files(self) -> list[Path]:
        """Return every file of the repository but its lock, which holds nothing."""
        found = (path for path in self.root.rglob("*") if path.is_file())
        return sorted(path for path in found if path.name != turn.FILE)

    def faults(self, *, keys: bool = True) -> list[str]:
        """Verify it."""
        return verify(self.place, self.identities if keys else ()).faults

    @property
    def identities(self) -> list[object]:
        """The keys, read."""
        return crypt.read_identities(self.keys)


@pytest.fixture(scope="module")
def forms(
    original: Scene, host: Host, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Form]:
    """Make one backup of each form."""
    root = tmp_path_factory.mktemp("forms")
    text, recipient = crypt.new_identity()
    (root / "key").write_text(text)
    made = {}
    for name in FORMS:
        more = ["--recipient", recipient] if name == "encrypted" else []
        target = root / name
        create = "backup", "create", "--data", original.data, "--to", target
        assert host.order(*create, *more)["code"] == 0
        place = repository.find(Directory(target))
        names = [layout.receipt_name(place.id), place.archive, *place.receipt().blobs]
        bundle.export(place.destination, names, root / f"{name}.tar")
        keys = (root / "key",) if more else ()
        made[name] = Form(target, place, keys, root / f"{name}.tar")
        assert made[name].faults() == []
    return made


@pytest.fixture(autouse=True)
def unchanged(forms: dict[str, Form]) -> Iterator[None]:
    """Prove that a test put everything back."""
    yield
    assert all(form.faults() == [] for form in forms.values())


changes = st.tuples(
    st.sampled_from(FORMS),
    st.integers(0, 1 << 30),
    st.integers(0, 1 << 30),
    st.integers(1, 255),
)


def check_flip(
    form: Form, which: int, place: int, mask: int, *, keys: bool = True
) -> None:
    """Change one byte of one file; the verdict must name the file."""
    files = [path for path in form.files() if path.stat().st_size]
    path = files[which % len(files)]
    with path.open("r+b") as file:
        at = place % path.stat().st_size
        before = os.pread(file.fileno(), 1, at)
        os.pwrite(file.fileno(), bytes([before[0] ^ mask]), at)
        try:
            faults = form.faults(keys=keys)
            assert any(path.name in fault for fault in faults), (path.name, at, faults)
        finally:
            os.pwrite(file.fileno(), before, at)


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(changes)
def test_a_changed_byte_is_named(
    forms: dict[str, Form], change: tuple[str, int, int, int]
) -> None:
    name, which, place, mask = change
    check_flip(forms[name], which, place, mask)


@pytest.mark.slow  # thousands of verdicts
@settings(
    max_examples=MANY_EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(changes, st.booleans())
def test_a_changed_byte_is_named_with_and_without_the_key(
    forms: dict[str, Form],
    change: tuple[str, int, int, int],
    keys: bool,  # noqa: FBT001 - hypothesis gives it
) -> None:
    name, which, place, mask = change
    check_flip(forms[name], which, place, mask, keys=keys)


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(changes)
def test_a_changed_byte_of_an_export_is_noticed(
    forms: dict[str, Form], change: tuple[str, int, int, int]
) -> None:
    name, _, place, mask = change
    form = forms[name]
    with form.export.open("r+b") as file:
        at = place % form.export.stat().st_size
        before = os.pread(file.fileno(), 1, at)
        os.pwrite(file.fileno(), bytes([before[0] ^ mask]), at)
        try:
            found = Location(Bundle(form.export), form.place.id, form.place.encrypted)
            assert verify(found, form.identities).faults
        finally:
            os.pwrite(file.fileno(), before, at)


@pytest.mark.parametrize("name", FORMS)
@pytest.mark.parametrize("length", [-1, 1, 4096])
def test_cut_and_lengthened_files_are_named(
    forms: dict[str, Form], name: str, length: int
) -> None:
    form = forms[name]
    for path in form.files():
        original = path.read_bytes()
        changed = original[:length] if length < 0 else original + b"x" * length
        if changed == original:
            continue
        path.write_bytes(changed)
        try:
            for keys in (True, False):
                faults = form.faults(keys=keys)
                assert any(path.name in fault for fault in faults), (path, faults)
        finally:
            path.write_bytes(original)


@pytest.mark.parametrize("name", FORMS)
def test_swapped_blobs_are_both_named(forms: dict[str, Form], name: str) -> None:
    form = forms[name]
    first, second, *_ = sorted((form.root / "blobs").iterdir())
    spare = form.root / "spare"
    for one, other in ((first, spare), (second, first), (spare, second)):
        one.rename(other)
    faults = " ".join(form.faults())
    for one, other in ((first, spare), (second, first), (spare, second)):
        one.rename(other)
    assert first.name in faults
    assert second.name in faults


def test_snapshots_under_each_others_name_are_named(
    original: Scene, tmp_path: Path
) -> None:
    """A whole backup, receipt and all, that calls itself by another id."""
    root = tmp_path / "copy"
    shutil.copytree(original.backups, root)
    old = repository.find(Directory(root))
    other = f"{old.id[:-8]}ffffffff"
    for name in (layout.receipt_name(old.id), old.archive):
        (root / name).rename(root / name.replace(old.id, other))
    found = repository.find(Directory(root), other)
    assert any(f"{other}.json: of another" in fault for fault in verify(found).faults)
    assert any("of the snapshot" in fault for fault in verify(found).faults)


def test_damage_is_not_copied_on(original: Scene, tmp_path: Path) -> None:
    place = original.copy(tmp_path / "copy")
    location = repository.find(Directory(place.backups))
    blob = next(
        path for path in (place.backups / "blobs").iterdir() if path.stat().st_size
    )
    blob.write_bytes(b"x" * blob.stat().st_size)
    target = Directory(tmp_path / "target")
    target.prepare()
    with pytest.raises(layout.DamagedError, match=blob.name):
        copy_snapshot(location, target)
    assert repository.snapshots(target) == []
