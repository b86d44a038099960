"""Set up and serve the demonstration (demo contract): migrate, load once, serve."""

import os
import shutil
import subprocess
import sys
import time

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from accounts.clock import today
from accounts.models import Installation, User
from titleportal.demonstration.load import PASSWORD, load

ACCOUNTS = """
  applicant1            申报人：工程师，草稿填了一半
  applicant2            申报人：助理工程师，已填好，未提交
  applicant3            申报人：工程师，年限差一年
  applicant4            申报人：被退回，开放两步修改
  applicant5            申报人：已受理
  applicant6            申报人：技术员，等待单位认定
  unit1, unit2          用人单位经办人（市属事业单位、非公有制企业）
  department1           主管部门经办人
  bureau1               人社局经办人
  secretary1            评委会秘书
  expert1 … expert9     评审专家
  supervisor1           纪检监察
  unit6, standin1       单位唯一的经办人本人申报，和上级为这份申报指定的代办人
  admin1                系统管理员
"""


class Command(BaseCommand):
    help = "Set up and serve the demonstration."

    def add_arguments(self, parser):
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--no-serve", action="store_true", help="load only")
        parser.add_argument("--reset", action="store_true", help="start afresh")
        parser.add_argument("--applicants", type=int, default=60)

    def handle(self, *args, port, no_serve, reset, applicants, **options):
        if settings.PORTAL_ENV == "production":
            raise CommandError("the demonstration does not run with PORTAL_ENV=production")
        self._refuse_foreign_database()
        if reset:
            self._reset()
        call_command("migrate", verbosity=0)
        if not User.objects.exists():
            started = time.monotonic()
            load(today=today(), applicants=applicants, told=self._say)
            self._say(f"演示数据已建立，用时 {time.monotonic() - started:.0f} 秒。")
        self._say(f"演示账号（密码都是 {PASSWORD}）：{ACCOUNTS}")
        if not no_serve:
            self._serve(port)

    def _refuse_foreign_database(self) -> None:
        """A database with tables that no demonstration made is somebody's own."""
        tables = connection.introspection.table_names()
        if not tables:
            return
        if Installation._meta.db_table in tables:
            if Installation.objects.filter(is_demonstration=True).exists():
                return
            if not User.objects.exists():
                return
        raise CommandError(
            "这个数据库不是演示数据库，演示不会改动它；请换一个 PORTAL_DATA 或 DATABASE_URL。"
        )

    def _reset(self) -> None:
        self._say("正在清空演示数据……")
        if connection.vendor == "sqlite":
            name = connection.settings_dict["NAME"]
            connection.close()
            for suffix in ("", "-wal", "-shm"):
                if os.path.exists(f"{name}{suffix}"):
                    os.remove(f"{name}{suffix}")
        else:
            with connection.cursor() as cursor:
                cursor.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
        for folder in (settings.UPLOADS_FOLDER, settings.DATA_FOLDER / "previews"):
            shutil.rmtree(folder, ignore_errors=True)

    def _serve(self, port: int) -> None:
        self._say(f"打开 http://127.0.0.1:{port} ，按 Ctrl-C 停止。")
        connection.close()
        sys.stdout.flush()
        os.environ["PORTAL_ENV"] = settings.PORTAL_ENV
        os.environ.setdefault("PORTAL_BASE_URL", f"http://127.0.0.1:{port}")
        # Works off batches; it ends with this process, which goes on as the server.
        work = [sys.executable, str(settings.BASE_DIR / "manage.py"), "work", "--with-parent"]
        subprocess.Popen(work, stdin=subprocess.DEVNULL)
        os.execv(
            sys.executable,
            [sys.executable, "-m", "gunicorn", *gunicorn_options(port), "titleportal.wsgi"],
        )

    def _say(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()


def gunicorn_options(port: int) -> list[str]:
    """Two workers of four threads; no control socket, which gunicorn opens by default."""
    return [
        *("--bind", f"127.0.0.1:{port}"),
        *("--workers", "2", "--threads", "4", "--worker-class", "gthread"),
        *("--chdir", str(settings.BASE_DIR), "--no-control-socket"),
        *("--timeout", "120", "--graceful-timeout", "10"),
    ]
