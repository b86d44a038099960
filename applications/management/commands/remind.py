"""Remind people of what ends soon; meant to be run every night, after `lapse`."""

from django.core.management.base import BaseCommand

from accounts.clock import today
from applications.reminders import remind
from applications.staff.services import forget_old_sheets


class Command(BaseCommand):
    help = "Remind applicants and officers 7, 3 and 1 days before their last day, each once."

    def handle(self, *args, **options):
        # Uploaded lists of staff that nobody confirmed hold ID numbers: gone by the next morning.
        forget_old_sheets()
        self.stdout.write(f"发出提醒 {remind(today())} 条。")
