"""A body's own series of letter numbers: prefix, 〔year〕, running number."""

import re

from accounts.models import Organisation
from review.enums import LetterStatus
from review.models import RecommendationLetter

_NUMBER = re.compile(r"(?P<prefix>.*?)〔(?P<year>\d{4})〕\s*(?P<running>\d{1,6})\s*号")


def next_number(organisation: Organisation, year: int) -> str:
    """The number that follows the body's last: its prefix, this year, the next running number.

    A suggestion; the database decides when the letter is issued.
    """
    issued = RecommendationLetter.objects.filter(
        organisation=organisation, status=LetterStatus.ISSUED
    )
    prefix = f"{organisation.short_name or organisation.name}推"
    numbers = issued.order_by("pk").values_list("number", flat=True)
    found = [match for number in numbers if (match := _NUMBER.fullmatch(number))]
    if found:
        prefix = found[-1]["prefix"]
    used = [
        int(match["running"])
        for match in found
        if match["prefix"] == prefix and int(match["year"]) == year
    ]
    return f"{prefix}〔{year}〕{max(used, default=0) + 1}号"
