"""What the tests of the papers share: an office program that prints, and ways to read files."""

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from documents.pdf import FONTS_CONF


@pytest.fixture(scope="session")
def print_in_office(tmp_path_factory: pytest.TempPathFactory) -> Callable[[bytes], bytes]:
    """Print an .xlsx to PDF as LibreOffice would."""
    profile = tmp_path_factory.mktemp("office-profile")

    def print_xlsx(xlsx: bytes) -> bytes:
        folder = tmp_path_factory.mktemp("office")
        (folder / "form.xlsx").write_bytes(xlsx)
        command = ["soffice", f"-env:UserInstallation={profile.as_uri()}", "--headless"]
        subprocess.run(
            [*command, "--convert-to", "pdf", "--outdir", str(folder), str(folder / "form.xlsx")],
            env={**os.environ, "FONTCONFIG_FILE": str(FONTS_CONF), "HOME": str(profile)},
            check=True,
            capture_output=True,
            timeout=120,
        )
        return Path(folder, "form.pdf").read_bytes()

    return print_xlsx
