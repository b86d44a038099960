"""Zip archives whose bytes depend on nothing but their members (EX-14)."""

from collections.abc import Mapping
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

CONTENT_TYPES = "[Content_Types].xml"
_DATE = (1980, 1, 1, 0, 0, 0)


def fixed_zip(members: Mapping[str, bytes]) -> bytes:
    """Return a zip of ``members`` (name → bytes), sorted, all dated 1980-01-01.

    An office document's ``[Content_Types].xml`` comes first, where readers look for it.
    """
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        for name in sorted(members, key=lambda name: (name != CONTENT_TYPES, name)):
            info = ZipInfo(name, _DATE)
            info.compress_type = ZIP_DEFLATED
            info.external_attr = 0o600 << 16
            archive.writestr(info, members[name])
    return file.getvalue()
