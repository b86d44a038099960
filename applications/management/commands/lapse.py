"""Close the cases whose last day has passed; meant to be run every night."""

from django.core.management.base import BaseCommand

from applications.overdue import lapse_overdue


class Command(BaseCommand):
    help = "Close the cases whose last day has passed."

    def handle(self, *args, **options):
        self.stdout.write(f"逾期关闭 {lapse_overdue()} 份。")
