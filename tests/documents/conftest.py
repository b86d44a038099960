"""What the tests of the papers share: an office program that prints, and ways to read files."""

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from documents.pdf import FONTS_CONF


@pytest.fixture(scope="session")
def convert_in_office(tmp_path_factory: pytest.TempPathFactory) -> Callable[[bytes, str], bytes]:
    """Print a file of the given ending to PDF as LibreOffice would."""
    profile = tmp_path_factory.mktemp("office-profile")

    def convert(data: bytes, ending: str) -> bytes:
        folder = tmp_path_factory.mktemp("office")
        source = folder / f"form.{ending}"
        source.write_bytes(data)
        command = ["soffice", f"-env:UserInstallation={profile.as_uri()}", "--headless"]
        subprocess.run(
            [*command, "--convert-to", "pdf", "--outdir", str(folder), str(source)],
            env={**os.environ, "FONTCONFIG_FILE": str(FONTS_CONF), "HOME": str(profile)},
            check=True,
            capture_output=True,
            timeout=120,
        )
        return Path(folder, "form.pdf").read_bytes()

    return convert


@pytest.fixture(scope="session")
def print_in_office(convert_in_office: Callable[[bytes, str], bytes]) -> Callable[[bytes], bytes]:
    """Print an .xlsx to PDF as LibreOffice would."""
    return lambda xlsx: convert_in_office(xlsx, "xlsx")


@pytest.fixture(scope="session")
def print_docx_in_office(
    convert_in_office: Callable[[bytes, str], bytes],
) -> Callable[[bytes], bytes]:
    """Print a .docx to PDF as LibreOffice would."""
    return lambda docx: convert_in_office(docx, "docx")
