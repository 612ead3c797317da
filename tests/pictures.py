"""Every sheet of the tracker as a picture, as a screen of 1440 x 900 shows it and as it is printed: `make pictures`."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE / "tracker"))

from libreoffice_desk import desk  # noqa: E402

SCREEN = (1400, 640)  # what Excel leaves to cells of 1440 x 900 below its ribbon and above its tabs


def draw(workbook: Path, folder: Path) -> list[Path]:
    """The pictures of `workbook` in `folder`: `screen-N.png` and `print-NN.png`, in the order of the sheets."""
    folder = folder.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.png"):
        old.unlink()
    with tempfile.TemporaryDirectory() as profile, desk(Path(profile)) as at:
        at("open", str(workbook.resolve()))
        at("store", str(folder / "print.pdf"), "calc_pdf_Export")
        at("screens", *SCREEN)
        at("store", str(folder / "screen.pdf"), "calc_pdf_Export")
        at("close")
    for name, dots in (("screen", 96), ("print", 70)):
        command = ["pdftoppm", "-r", str(dots), "-png", str(folder / f"{name}.pdf"), str(folder / name)]
        subprocess.run(command, check=True)
    return sorted(folder.glob("*.png"))


def main() -> None:
    """Draws the tracker named on the command line into the folder named after it."""
    workbook, folder = map(Path, sys.argv[1:3])
    for picture in draw(workbook, folder):
        print(picture)


if __name__ == "__main__":
    main()
