"""LibreOffice started once for one file: it opens it and saves it, as it is or in another format."""

import subprocess
from pathlib import Path


def converted(package: bytes, *, folder: Path, to: str) -> bytes:
    """The workbook as LibreOffice converts it; that it converts at all shows that it opens."""
    folder.mkdir(parents=True, exist_ok=True)
    source = folder / "book.xlsx"
    source.write_bytes(package)
    profile = (folder.parent / "profile").as_uri()
    command = ["soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", to, "--outdir"]
    out = folder / "out"
    subprocess.run([*command, str(out), str(source)], timeout=180, check=True, capture_output=True)
    return (out / source.with_suffix(f".{to.partition(':')[0]}").name).read_bytes()


def saved_by_libreoffice(package: bytes, *, folder: Path) -> bytes:
    """The workbook as LibreOffice saves it where it lies, so that links to files beside it stay what they were."""
    source = folder / "tracker.xlsm"  # of another name, for it does not convert a file onto itself
    source.write_bytes(package)
    profile = (folder / "profile").as_uri()
    command = ["soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to"]
    command += ["xlsx:Calc MS Excel 2007 XML", "--outdir", str(folder), str(source)]
    subprocess.run(command, timeout=600, check=True, capture_output=True)
    return source.with_suffix(".xlsx").read_bytes()
