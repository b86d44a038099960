"""Remind people of what ends soon; meant to be run every night, after `lapse`."""

from django.core.management.base import BaseCommand

from accounts.clock import today
from applications.reminders import remind


class Command(BaseCommand):
    help = "Remind applicants and officers 7, 3 and 1 days before their last day, each once."

    def handle(self, *args, **options):
        self.stdout.write(f"发出提醒 {remind(today())} 条。")
