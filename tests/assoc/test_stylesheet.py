"""One stylesheet for a page: its parts are listed once, and collected into it whole."""

import re
import shutil
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.storage import FileSystemStorage, Storage

from assoc.stylesheet import SHEET, BundledStorage

CSS = Path(settings.BASE_DIR / "static" / "css")
LISTED = re.findall(r'@import url\("([^"]+)"\)', (CSS / "app.css").read_text())
# Linked by the pages that need them; no reader of an article should fetch them.
BY_PAGES = {"admin.css", "documents.css", "editor.css", "moderation.css", "styleguide.css"}


def test_each_sheet_is_listed_once_or_linked_by_its_pages() -> None:
    there = {str(path.relative_to(CSS)) for path in CSS.rglob("*.css")} - {"app.css"}

    assert sorted(LISTED) == sorted(there - BY_PAGES)
    templates = Path(settings.BASE_DIR / "templates").rglob("*.html")
    told = "".join(path.read_text() for path in templates)
    assert {name for name in BY_PAGES if f'"css/{name}"' in told} == BY_PAGES


@pytest.mark.parametrize("name", LISTED)
def test_no_part_names_a_file_beside_it(name: str) -> None:
    """An address is read from the bundle's folder, which is not that of a part further down."""
    if "/" in name:
        assert "url(" not in (CSS / name).read_text()


def test_the_collected_sheet_holds_its_parts_in_their_layers(tmp_path: Path) -> None:
    for folder in ("css", "fonts"):
        shutil.copytree(CSS.parent / folder, tmp_path / folder)
    storage = BundledStorage(tmp_path, "/static/")
    names = [str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*.*")]
    static: Storage = FileSystemStorage(CSS.parent)
    paths = {name: (static, name) for name in names if "admin" not in name and "editor" not in name}

    made = {name: hashed for name, hashed, _ in storage.post_process(paths)}

    sheet = (tmp_path / storage.hashed_files[SHEET]).read_text()
    assert made[SHEET]
    assert "@import" not in sheet
    assert re.findall(r"^@layer (\w+) \{$", sheet, re.MULTILINE) == [
        *("tokens", "base", "layout"),
        *["components"] * (len(LISTED) - 4),
        "print",
    ]
    assert "@media print {\n@layer print {" in sheet
    rules = "".join((CSS / part).read_text() for part in LISTED if part != "tokens.css")
    assert [line for line in rules.splitlines() if line not in sheet] == []
