"""Every mail in every situation as a picture, as a screen of 1000 pixels and a telephone of 390 show it."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.notices.wording.read_mails import read_mails

WIDTHS = (1000, 390)
AXE = Path("node_modules/axe-core/axe.min.js")
NAMES = ("chromium", "chromium-browser", "google-chrome")
ABSENT = "No picture was made: install Chromium (`apt-get install chromium`), with which they are drawn."
# What is measured in the page itself: its height, and whether anything is wider than its window.
MEASURE = """<script>addEventListener("load", () => {
const page = document.getElementById("mail").contentDocument.documentElement;
document.title = page.scrollHeight + " " + page.scrollWidth; });</script>"""


def browser() -> str:
    """The browser that draws, or an empty text."""
    return next(filter(None, map(shutil.which, NAMES)), "")


def draw(page: str, *, width: int, picture: Path, program: str) -> tuple[int, int]:
    """Draws `page` in a window of `width` pixels; gives the height and the width that it takes there."""
    with tempfile.TemporaryDirectory() as folder:
        # Chromium opens no window as narrow as a telephone, but a frame in it may be.
        mail, frame = Path(folder) / "mail.html", Path(folder) / "frame.html"
        mail.write_text(page, encoding="utf-8")
        frame.write_text(_framed(width, 600), encoding="utf-8")
        seen = _run(program, "--dump-dom", frame, profile=folder)
        found = re.search(r"<title>(\d+) (\d+)</title>", seen)
        height, wide = map(int, found.groups()) if found else (600, width)
        frame.write_text(_framed(width, height), encoding="utf-8")
        size = f"--window-size={max(width, 500)},{height}"
        _run(program, f"--screenshot={picture.resolve()}", size, frame, profile=folder)
    return height, wide


def findings(page: str, *, program: str, axe: Path) -> list[str]:
    """What the accessibility rules of axe find wrong with `page`, by their ids."""
    check = "axe.run(document).then(found => document.title = 'axe: ' + found.violations.map(one => one.id).join(' '));"
    script = f"<script>{axe.read_text(encoding='utf-8')}</script><script>addEventListener('load', () => {{{check}}});</script>"
    with tempfile.TemporaryDirectory() as folder:
        mail = Path(folder) / "mail.html"
        mail.write_text(page.replace("</body>", f"{script}</body>"), encoding="utf-8")
        seen = _run(program, "--virtual-time-budget=20000", "--dump-dom", mail, profile=folder)
    said = re.search(r"<title>axe: ([^<]*)</title>", seen)
    return said[1].split() if said else ["nothing was checked"]


def _framed(width: int, height: int) -> str:
    style = "margin:0;background:#ddd"
    frame = f'<iframe id="mail" src="mail.html" style="border:0;width:{width}px;height:{height}px;"></iframe>'
    return f'<!DOCTYPE html><html><head><title></title>{MEASURE}</head><body style="{style}">{frame}</body></html>'


def _run(program: str, *words: str | Path, profile: str) -> str:
    fixed = ("--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--allow-file-access-from-files")
    command = [program, *fixed, f"--user-data-dir={profile}/profile", *map(str, words)]
    return subprocess.run(command, check=True, capture_output=True, text=True, timeout=120).stdout


def main() -> None:
    """Draws every mail into the folder named on the command line."""
    program = browser()
    if not program:
        print(ABSENT)
        return
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    axe = AXE if AXE.exists() else None
    if axe is None:
        print(f"Nothing was checked for accessibility: run `npm install --no-save axe-core`, which makes {AXE}.")
    for name, (_, page) in read_mails().items():
        if axe and (wrong := findings(page, program=program, axe=axe)):
            print(f"{name}: {', '.join(wrong)}")
        for width in WIDTHS:
            picture = folder / f"{name}-{width}.png"
            _, wide = draw(page, width=width, picture=picture, program=program)
            print(f"{picture}{'' if wide <= width else f': {wide} pixels wide'}")


if __name__ == "__main__":
    main()
