"""`appliance descriptor`: the contract as a file."""

from pathlib import Path

from google.protobuf.descriptor_pb2 import FileDescriptorSet
from google.protobuf.descriptor_pool import DescriptorPool

from tests.ops.cli.commands import call


def test_the_file_holds_both_packages_and_everything_they_import(
    tmp_path: Path,
) -> None:
    path = tmp_path / "descriptor.pb"
    assert call("descriptor", str(path)).returncode == 0
    pool = DescriptorPool()
    for file in FileDescriptorSet.FromString(path.read_bytes()).file:
        pool.Add(file)
    memo = pool.FindServiceByName("memos.api.v1.MemoService")
    assert "CreateMemo" in memo.methods_by_name
    assert pool.FindServiceByName("appliance.v1.TrashService")


def test_a_path_that_cannot_be_written_is_a_failure(tmp_path: Path) -> None:
    failed = call("descriptor", str(tmp_path / "absent" / "x"))
    assert failed.returncode == 1
    assert "cannot be written" in failed.stderr


def test_a_directory_is_wrong_use(tmp_path: Path) -> None:
    assert call("descriptor", str(tmp_path)).returncode == 2
