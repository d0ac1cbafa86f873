"""Storage: what is kept of a license's journey, sealed where it is personal data."""

from review.models.audit import AuditEvent, AuditHead
from review.models.engine import EnginePause
from review.models.extraction import Attempt, Extraction
from review.models.field_value import Correction, FieldValue
from review.models.finding import Finding
from review.models.image import Image, ImageBand
from review.models.job import Job
from review.models.record import LicenseRecord, RecordKey, Source
from review.models.rule_setting import Recheck, RuleSetting
from review.models.service_key import ServiceKey
from review.models.staff import Preference, Reveal, Skip

__all__ = [
    "Attempt",
    "AuditEvent",
    "AuditHead",
    "Correction",
    "EnginePause",
    "Extraction",
    "FieldValue",
    "Finding",
    "Image",
    "ImageBand",
    "Job",
    "LicenseRecord",
    "Preference",
    "Recheck",
    "RecordKey",
    "Reveal",
    "RuleSetting",
    "ServiceKey",
    "Skip",
    "Source",
]
