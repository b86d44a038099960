"""Which achievement prints in which block of the assessment sheet (domain/forms.md, 附件6)."""

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal, InvalidOperation

from applications.steps import choices
from documents.forms.assessment_data import (
    Award,
    Block,
    Paper,
    ProjectPlan,
    Promotion,
    Report,
    Result,
    Standard,
)
from review.exports.records import FrozenCase
from review.exports.texts import chosen, joined, month, period, plain

ROWS = 2  # lines of each block on the form
REPORTS = ("development_report", "research_report", "other")


def achievement_blocks(case: FrozenCase) -> dict[str, Block]:
    """The six blocks by their names in `AssessmentSheet`."""
    return {
        "papers": _block(case.rows("paper"), _paper),
        "reports": _block(_materials(case, *REPORTS), lambda row: Report(**_project(row))),
        "project_plans": _block(
            [*case.rows("key_project"), *_materials(case, "project_plan")],
            lambda row: ProjectPlan(**_project(row)),
        ),
        "results": _results(case),
        "standards": _block(
            _materials(case, "industry_standard"), lambda row: Standard(**_project(row))
        ),
        "promotions": _block(
            [*case.rows("technology_application"), *_materials(case, "promotion_summary")],
            _promotion,
        ),
    }


def honours_block(case: FrozenCase) -> Block:
    """立功受奖: the form has one line, which shows the latest."""
    rows = sorted(case.rows("honours"), key=lambda row: month(row.get("awarded")), reverse=True)
    shown = tuple(
        Award(plain(row, "name"), plain(row, "authority"), month(row.get("awarded")))
        for row in rows[:1]
    )
    return Block(shown, more=len(rows) - len(shown))


def shown_first(rows: Iterable[dict], most: int) -> tuple[list[dict], int]:
    """The rows to show and how many are left: those chosen for the sheet, then those about which
    nothing was said, in the order typed; those kept off it are counted only."""
    rows = list(rows)
    chosen_rows = [row for row in rows if row.get("on_sheet") == "yes"]
    unsaid = [row for row in rows if row.get("on_sheet") not in ("yes", "no")]
    shown = [*chosen_rows, *unsaid][:most]
    return shown, len(rows) - len(shown)


def _block(rows: Sequence[dict], make: Callable[[dict], object]) -> Block:
    shown, more = shown_first(rows, ROWS)
    return Block(tuple(make(row) for row in shown), more=more)


def _materials(case: FrozenCase, *materials: str) -> list[dict]:
    return [row for row in case.rows("substitute") if row.get("material") in materials]


def _results(case: FrozenCase) -> Block:
    patents = [{**row, "is_patent": True} for row in case.rows("patent")]
    return _block(
        [*patents, *case.rows("award")],
        lambda row: _patent(row) if row.get("is_patent") else _award(row),
    )


def _paper(row: dict) -> Paper:
    return Paper(
        title=plain(row, "name"),
        words=plain(row, "characters"),
        journal=plain(row, "journal"),
        journal_number=plain(row, "journal_number"),
        organiser=plain(row, "sponsor"),
        published=month(row.get("published")),
        rank=rank_of(row),
    )


def rank_of(row: dict) -> str:
    """独著, or 合著 with the place among the authors."""
    if row.get("authorship") == "sole":
        return chosen(choices.AUTHORSHIP, "sole")
    rank = plain(row, "author_rank")
    place = f"第{rank}" if rank else ""
    return joined(chosen(choices.AUTHORSHIP, row.get("authorship")), place, by="，")


def _project(row: dict) -> dict[str, str]:
    return {
        "name": plain(row, "name"),
        "approved_by": plain(row, "approved_by"),
        "period": period(row),
        "funds": plain(row, "funds"),
        "role": chosen(choices.ROLES, row.get("role")),
    }


def _promotion(row: dict) -> Promotion:
    return Promotion(
        name=plain(row, "name"),
        approved_by=plain(row, "approved_by"),
        period=period(row),
        benefit=plain(row, "benefit") or _yuan(plain(row, "benefit_yuan")),
        role=chosen(choices.ROLES, row.get("role")),
    )


def _yuan(typed: str) -> str:
    """Typed yuan as `350万元`, below ten thousand and what is no number as it stands."""
    try:
        amount = Decimal(typed.replace(",", ""))
    except InvalidOperation:
        return typed
    if not amount.is_finite() or amount < 10_000:
        return f"{typed}元"
    return f"{(amount / 10_000).normalize():f}万元"


def _patent(row: dict) -> Result:
    kind = chosen(choices.PATENT_KINDS, row.get("patent_kind"))
    number = plain(row, "patent_number")
    pending = "" if row.get("granted") == "yes" else "（未授权）"
    return Result(
        project=plain(row, "name"),
        result=f"{joined(kind, number, by=' ')}{pending}",
        awarded=month(row.get("granted_on")),
        awarded_by=plain(row, "granted_by"),
        role=chosen(choices.INVENTOR_ROLES, row.get("inventor_role")),
    )


def _award(row: dict) -> Result:
    return Result(
        project=plain(row, "name"),
        result=plain(row, "award_name"),
        awarded=month(row.get("awarded")),
        awarded_by=plain(row, "awarded_by"),
        role=chosen(choices.ROLES, row.get("role")),
    )
