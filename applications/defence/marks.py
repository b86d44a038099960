"""Where the text of a written paper says that a picture stands, and no such picture is there."""

from applications.defence import PICTURE, STEP, WRITTEN
from documents.forms.defence_paper import picture_marks


def mark_faults(case) -> list[str]:
    """A sentence for each mark that would be printed as text: no such picture, or the second."""
    typed = case.one(STEP)
    if typed.get("way") != WRITTEN:
        return []
    count, seen, faults = len(case.files.get(PICTURE, ())), set(), []
    for number in picture_marks(typed.get("body") or ""):
        if not 1 <= number <= count:
            have = f"只有{count}张" if count else "还没有上传"
            faults.append(f"写了【图{number}】，图片{have}，请添加图片或改掉这一行。")
        elif number in seen:
            faults.append(f"【图{number}】写了不止一次，每张图片只能放一处。")
        seen.add(number)
    return list(dict.fromkeys(faults))
