"""Rounds, applications with their typed entries and files, snapshots, the event log, messages,
and units' lists of their staff."""

from applications.models.application import Application, ChainLink, Entry
from applications.models.event import ChainCheck, ChainHead, Event
from applications.models.evidence import EvidenceFile
from applications.models.extension import DeadlineExtension
from applications.models.integrity import IntegrityAppeal, IntegrityRecord
from applications.models.notification import Notification
from applications.models.round import Round
from applications.models.scan import FileScan
from applications.models.snapshot import Snapshot
from applications.models.staff import StaffMember, StaffSheet
from applications.models.stand_in import StandIn

__all__ = [
    "Application",
    "ChainCheck",
    "ChainHead",
    "ChainLink",
    "Entry",
    "Event",
    "EvidenceFile",
    "DeadlineExtension",
    "FileScan",
    "IntegrityAppeal",
    "IntegrityRecord",
    "Notification",
    "Round",
    "Snapshot",
    "StandIn",
    "StaffMember",
    "StaffSheet",
]
