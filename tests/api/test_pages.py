"""The files of the built page."""

from pathlib import Path

import pytest

from appliance.api.pages import Page, StaticFile


@pytest.fixture
def built(tmp_path: Path) -> Path:
    (tmp_path / "assets").mkdir()
    (tmp_path / "index.html").write_text('<base href="__BASE_PATH__/">', "utf-8")
    (tmp_path / "index.html.gz").write_bytes(b"gz")
    for name in ("assets/app-1.js", "assets/app-1.js.gz", "assets/app-1.js.br"):
        (tmp_path / name).write_bytes(name.encode())
    (tmp_path / "favicon.svg").write_text("<svg/>")
    (tmp_path / "site.webmanifest").write_text("{}")
    return tmp_path


def load(directory: Path, base_path: str = "") -> Page:
    page = Page.load(directory, base_path)
    assert page
    return page


def test_nothing_built_is_no_page(tmp_path: Path) -> None:
    assert Page.load(tmp_path, "") is None
    assert Page.load(tmp_path / "absent", "") is None


@pytest.mark.parametrize("base_path", ["", "/notes"])
def test_the_document_knows_where_it_is_mounted(built: Path, base_path: str) -> None:
    assert load(built, base_path).document == f'<base href="{base_path}/">'.encode()


def test_the_digest_follows_the_document(built: Path) -> None:
    assert load(built).etag == load(built).etag
    assert load(built).etag != load(built, "/notes").etag


def test_twins_and_the_document_are_no_files_of_their_own(built: Path) -> None:
    assert set(load(built).files) == {
        "assets/app-1.js",
        "favicon.svg",
        "site.webmanifest",
    }


def test_assets_are_kept_for_a_month_and_the_rest_for_an_hour(built: Path) -> None:
    files = load(built).files
    assert files["assets/app-1.js"].cache_control.endswith("immutable")
    assert files["favicon.svg"].cache_control == "public, max-age=3600"


def test_media_types_are_those_of_the_web(built: Path) -> None:
    kinds = {name: file.media_type for name, file in load(built).files.items()}
    assert kinds == {
        "assets/app-1.js": "text/javascript; charset=utf-8",
        "favicon.svg": "image/svg+xml",
        "site.webmanifest": "application/manifest+json",
    }


@pytest.mark.parametrize(
    ("accepted", "suffix", "encoding"),
    [
        ("", "", ""),
        ("identity", "", ""),
        ("gzip", ".gz", "gzip"),
        ("gzip, deflate, br", ".br", "br"),
        ("gzip;q=0.8, br;q=1.0", ".br", "br"),
        ("br;q=0, gzip", ".gz", "gzip"),
        ("br; q=0.000", "", ""),
        ("brotli", "", ""),
    ],
)
def test_the_smallest_accepted_twin_is_sent(
    built: Path, accepted: str, suffix: str, encoding: str
) -> None:
    file: StaticFile = load(built).files["assets/app-1.js"]
    path, chosen = file.best(accepted)
    assert (path.name, chosen) == (f"app-1.js{suffix}", encoding)
