"""答辩材料: written in the portal or uploaded, searched for what names the person or the unit."""

WRITTEN, UPLOADED = "written", "uploaded"
"""The two ways; what is typed under `way` in the section `defence`."""

PAPER, ORIGINAL, PICTURE = "defence_paper", "defence_original", "defence_picture"
"""The needs under which its files are kept: what reviewers may get, the Word file as the applicant
uploaded it (never theirs), the pictures of a written paper."""

NEEDS = frozenset({PAPER, ORIGINAL, PICTURE})
LABELS = {
    PAPER: "答辩材料",
    ORIGINAL: "答辩材料（上传的原件）",
    PICTURE: "答辩材料图片",
}
STEP = "defence"
CHECK = "defence_check"
"""The section of the entry that holds what was found in the uploaded paper; nobody types it."""
