"""Close the cases whose last day has passed; meant to be run every night."""

from django.core.management.base import BaseCommand

from accounts.form_keys import forget_old
from review.services.moves import lapse_overdue


class Command(BaseCommand):
    help = "Close the cases whose last day has passed."

    def handle(self, *args, **options):
        outcomes = lapse_overdue()
        forget_old()
        for outcome in outcomes:
            if not outcome.ok:
                self.stderr.write(f"{outcome.application}：{outcome.message}")
        self.stdout.write(f"逾期关闭 {sum(outcome.ok for outcome in outcomes)} 份。")
