"""Takes the handbook's pictures anew (static/img/help/) from the screens of a demo that is served.

python -m scripts.handbook_pictures [http://127.0.0.1:8000]

`make run` serves it; `make handbook` calls this. Which chapters there are, and the page that each
explains, the handbook's own pages say.
"""

import os
import sys
from io import BytesIO
from pathlib import Path
from urllib.parse import urlsplit

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

PICTURES = Path(__file__).resolve().parent.parent / "static" / "img" / "help"
# Who sees the screens as the handbook's readers do.
WHO = {"tin-bai": "bientap", "thi-dua": "vanphong", "chuc-vu": "binhthanh", "quy": "thuquy"}
USUALLY = "thuky1"


def main() -> int:
    address = sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000"
    PICTURES.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM") or None, args=["--no-sandbox"]
        )
        contents = _signed_in(browser, address, USUALLY)
        contents.goto(f"{address}/so/tro-giup/")
        links = contents.locator(".handbook-contents a")
        chapters = [link.get_attribute("href") or "" for link in links.all()]
        for chapter in chapters:
            slug = urlsplit(chapter).path.strip("/").rpartition("/")[2]
            page = _signed_in(browser, address, WHO.get(slug, USUALLY))
            page.goto(address + chapter)
            page.get_by_role("link", name="Mở trang này").click()
            page.wait_for_load_state()
            picture = Image.open(BytesIO(page.screenshot())).convert("RGB")
            picture.save(PICTURES / f"{slug}.webp", quality=70, method=6)
            print(slug, page.url)
        browser.close()
    return 0


def _signed_in(browser: Browser, address: str, who: str) -> Page:
    page = browser.new_context(viewport={"width": 1280, "height": 800}).new_page()
    page.goto(f"{address}/dang-nhap/")
    page.fill("[name=username]", who)
    page.fill("[name=password]", "demo")
    page.press("[name=password]", "Enter")
    page.wait_for_url(lambda url: "dang-nhap" not in url)
    return page


if __name__ == "__main__":
    sys.exit(main())
