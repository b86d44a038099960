"""What became of each case of a batch, as a sheet for the officer's own use."""

from django.utils import timezone

from documents.page import A4_LANDSCAPE
from documents.xlsx import Column, Table, table_xlsx
from review.models import Batch
from review.services.operations import Operation

_COLUMNS = (
    Column("序号", 12),
    Column("姓名", 28),
    Column("受理编号", 40),
    Column("工作单位", 62, align="left"),
    Column("结果", 20),
    Column("说明", 100, align="left"),
)
_WORDS = {True: "已办理", False: "未办理", None: "尚未办理"}


def outcomes_xlsx(batch: Batch, operation: Operation) -> bytes:
    """One row a case, those that were left first."""
    items = batch.items.select_related("application__unit").order_by("done", "pk")
    started = f"{timezone.localtime(batch.started_at):%Y-%m-%d %H:%M}"
    table = Table(
        f"批量{operation.label}：办理结果",
        _COLUMNS,
        head=(f"开始时间：{started}", f"共 {batch.total} 份"),
        page=A4_LANDSCAPE,
        name="办理结果",
    )
    rows = (
        [
            place,
            item.application.name,
            item.application.receipt_number or "",
            item.application.unit.name if item.application.unit else "",
            _WORDS[item.done],
            item.message,
        ]
        for place, item in enumerate(items, start=1)
    )
    return table_xlsx(table, rows)
