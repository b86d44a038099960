"""`manage.py work`: work off the batches that officers have started, until told to stop."""

import os
import signal
import time

from django.core.management.base import BaseCommand
from django.db import InterfaceError, OperationalError, close_old_connections

from review.services.batch_work import work_once, worker_name

IDLE_SECONDS = 1.0
TROUBLE_SECONDS = 5.0
STOPS = (signal.SIGTERM, signal.SIGINT)


class Command(BaseCommand):
    help = "办理已开始的批量任务；一直运行，可以同时运行几个。"

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="没有等待的任务时即结束")
        parser.add_argument(
            "--with-parent",
            action="store_true",
            help="启动它的程序结束时随之结束（演示用）",
        )

    def handle(self, *args, once, with_parent, **options):
        self.is_told_to_stop = False
        before = {name: signal.signal(name, self._stop) for name in STOPS}
        try:
            self._work(once, with_parent)
        finally:
            for name, handler in before.items():
                signal.signal(name, handler)

    def _work(self, once: bool, with_parent: bool) -> None:
        worker, parent = worker_name(), os.getppid()
        while not self.is_told_to_stop:
            if with_parent and os.getppid() != parent:
                return
            did_something = self._try(worker)
            if once and not did_something:
                return
            if not did_something:
                time.sleep(IDLE_SECONDS)

    def _stop(self, *_):
        # The case in hand is finished, or undone as a whole; the next worker goes on after it.
        self.is_told_to_stop = True

    def _try(self, worker: str) -> bool:
        """Work for a while; a database that does not answer is asked again later."""
        try:
            return work_once(worker=worker)
        except (OperationalError, InterfaceError) as error:
            self.stderr.write(f"数据库暂时不可用：{type(error).__name__}")
            close_old_connections()
            time.sleep(TROUBLE_SECONDS)
            return True
