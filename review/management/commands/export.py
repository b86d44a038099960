"""`manage.py export FORM`: the official forms as files, without a browser."""

import getpass
import os
import tempfile
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from accounts.errors import DomainError
from review.exports import FORMATS, Export, Selection, export_of, registered
from review.exports.making import record
from review.exports.selection import selection_for_command


class Command(BaseCommand):
    help = "导出官方表格：" + "、".join(
        f"{key}（{form.label}）" for key, form in registered().items()
    )

    def add_arguments(self, parser):
        parser.add_argument("form", metavar="FORM", help="、".join(registered()))
        parser.add_argument("--round", metavar="KEY", help="批次代号；不写则为正在进行的批次")
        parser.add_argument(
            "--application",
            metavar="RECEIPT",
            action="extend",
            nargs="+",
            help="受理编号，可以写几个",
        )
        parser.add_argument("--level", metavar="LEVEL", default="", help="只导出这一级别")
        parser.add_argument("--format", default="xlsx", help="、".join(FORMATS) + "，默认 xlsx")
        parser.add_argument("--output", metavar="FILE", required=True, help="写到这个文件")

    def handle(self, *args, form, format, output, **options):
        try:
            export = export_of(form)
            export.check_format(format)
            selection = selection_for_command(
                options["round"],
                options["application"],
                options["level"],
                export.by_receipt(),
            )
            count = write_file(export, selection, format, Path(output))
        except DomainError as error:
            raise CommandError(error.message) from None
        except OSError as error:
            raise CommandError(f"不能写入 {output}：{error.strerror}") from None
        if not count:
            self.stderr.write("没有可导出的申报，表中没有人员。")
        self.stdout.write(f"{export.label}：{count} 人，已写入 {output}")


def write_file(export: Export, selection: Selection, format: str, path: Path) -> int:
    """Write the form to `path` whole or not at all, record it, and return the number of
    persons."""
    # Beside the target, so that the last step is a rename within one file system.
    descriptor, made = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(descriptor, "w+b") as file:
            count = export.make(selection, format, file)
            file.flush()
            os.fsync(file.fileno())
        record(
            export=export,
            selection=selection,
            format=format,
            count=count,
            operating_user=operating_user(),
        )
        os.replace(made, path)
    except BaseException:
        os.unlink(made)
        raise
    return count


def operating_user() -> str:
    """The name of whoever runs the command, or the number where the system has no name."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return str(os.getuid())
