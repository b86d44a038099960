"""附件4 of a written paper as a file: cover and body, pictures where the text says."""

from pathlib import Path

from django.conf import settings

from applications.case import Case
from applications.defence import PICTURE, STEP
from documents.forms.defence_paper import (
    DefencePaper,
    Picture,
    defence_paper_docx,
    defence_paper_pdf,
)

MAKERS = {"docx": defence_paper_docx, "pdf": defence_paper_pdf}


def paper_of(case: Case) -> DefencePaper:
    """The paper as typed. Pictures whose file is gone are left out."""
    typed = case.one(STEP)
    points = (typed.get(f"summary_{number}", "").strip() for number in (1, 2, 3))
    folder = Path(settings.UPLOADS_FOLDER)
    paths = [(folder / file.stored_name, file.caption) for file in case.files.get(PICTURE, ())]
    return DefencePaper(
        title=typed.get("title", ""),
        summary_points=tuple(point for point in points if point),
        body=typed.get("body", ""),
        pictures=tuple(
            Picture(path.read_bytes(), caption) for path, caption in paths if path.is_file()
        ),
    )
