"""Storage: what is kept of a license's journey, sealed where it is personal data."""

from review.models.audit import AuditCheckpoint, AuditEvent, AuditHead
from review.models.desk import BlindEntry, Draft, FieldComment
from review.models.engine import EnginePause
from review.models.extraction import Attempt, Extraction
from review.models.field_value import Correction, FieldValue
from review.models.finding import Finding
from review.models.image import DoomedFile, Image, ImageBand
from review.models.job import Job
from review.models.keyring_mark import KeyringMark
from review.models.office import OfficeSetting, PendingChange
from review.models.privacy import AccessReview, OfficeKey
from review.models.record import LicenseRecord, RecordKey
from review.models.reject_reason import RejectReason
from review.models.retention import LegalHold, NumberKey
from review.models.rule_setting import Recheck, RuleSetting
from review.models.seeding import SeededCard, SeededRecord
from review.models.service_key import ServiceKey
from review.models.source import Source
from review.models.staff import FactorKey, Preference, Reveal, SavedView, Skip
from review.models.state_count import StateCount

__all__ = [
    "AccessReview",
    "Attempt",
    "AuditCheckpoint",
    "AuditEvent",
    "AuditHead",
    "BlindEntry",
    "Correction",
    "DoomedFile",
    "Draft",
    "EnginePause",
    "Extraction",
    "FactorKey",
    "FieldComment",
    "FieldValue",
    "Finding",
    "Image",
    "ImageBand",
    "Job",
    "KeyringMark",
    "LegalHold",
    "LicenseRecord",
    "NumberKey",
    "OfficeKey",
    "OfficeSetting",
    "PendingChange",
    "Preference",
    "Recheck",
    "RecordKey",
    "RejectReason",
    "Reveal",
    "RuleSetting",
    "SavedView",
    "SeededCard",
    "SeededRecord",
    "ServiceKey",
    "Skip",
    "Source",
    "StateCount",
]
