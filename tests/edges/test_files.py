"""A file is read within bounds, and written whole or not at all."""

from pathlib import Path

import pytest

from pipeline.edges import files
from pipeline.edges.files import content_within, require_space, write_whole
from pipeline.errors import StoreUnavailable


def test_a_new_file_is_for_its_owner_only(tmp_path: Path) -> None:
    write_whole(tmp_path / "deep" / "new", b"content")
    assert (tmp_path / "deep" / "new").read_bytes() == b"content"
    assert (tmp_path / "deep" / "new").stat().st_mode & 0o777 == 0o600


def test_the_permissions_of_the_old_file_are_kept(tmp_path: Path) -> None:
    file = tmp_path / "tracker.xlsx"
    file.write_bytes(b"old")
    file.chmod(0o664)
    write_whole(file, b"new", mode=0o600)
    assert file.read_bytes() == b"new"
    assert file.stat().st_mode & 0o777 == 0o664


def test_a_write_that_fails_leaves_the_old_file_and_no_other(tmp_path: Path) -> None:
    file = tmp_path / "kept"
    file.write_bytes(b"old")
    with pytest.raises(TypeError):
        write_whole(file, "no bytes")  # type: ignore[arg-type]
    assert file.read_bytes() == b"old"
    assert [left.name for left in tmp_path.iterdir()] == ["kept"]


def test_a_reader_with_the_old_file_open_keeps_it_whole(tmp_path: Path) -> None:
    file = tmp_path / "kept"
    file.write_bytes(b"old" * 1000)
    with file.open("rb") as reader:
        first = reader.read(3)
        write_whole(file, b"new")
        assert first + reader.read() == b"old" * 1000
    assert file.read_bytes() == b"new"


def test_a_file_over_the_limit_is_not_read(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_bytes(b"12345")
    assert content_within(file, 5) == b"12345"
    assert content_within(file, 4) is None


def test_a_full_disk_is_said_before_anything_is_written(tmp_path: Path) -> None:
    require_space(tmp_path, 1)
    with pytest.raises(StoreUnavailable, match="free disk space"):
        require_space(tmp_path, 2**62)
    assert files.SPARE_BYTES > 0
