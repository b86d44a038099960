"""Verify the event log's hash chain: exit 0 when it is whole, 1 naming the first bad entry."""

import sys

from django.core.management.base import BaseCommand

from applications import log
from applications.models import Event


class Command(BaseCommand):
    help = "Verify the event log's hash chain."

    def handle(self, *args, **options):
        broken = log.verify()
        log.note_check(broken)
        if broken is None:
            self.stdout.write(f"日志完整，共 {Event.objects.count()} 条。")
            return
        self.stderr.write(f"日志在第 {broken.seq} 条断开：{broken.what}")
        sys.exit(1)
