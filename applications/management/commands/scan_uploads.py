"""Scan the uploads that have no answer of the malware scanner yet; run it every few minutes."""

from django.core.management.base import BaseCommand, CommandError

from applications import scanner
from applications.scanning import scan_pending


class Command(BaseCommand):
    help = (
        "Scan uploads that wait for the malware scanner (PORTAL_SCANNER); exit 1 while it is away."
    )

    def handle(self, *args, **options):
        if not scanner.is_on():
            raise CommandError("没有设置 PORTAL_SCANNER，上传的文件不作病毒检查。")
        counts = scan_pending()
        self.stdout.write(
            f"没有病毒 {counts['clean']} 个，查出病毒 {counts['infected']} 个，"
            f"仍未检查 {counts['pending']} 个。"
        )
        if not scanner.answers():
            raise CommandError("病毒检查程序没有应答。")
