"""Every column that can hold text, and why a dump of it shows no personal data of a license.

A new column fails here until somebody has said why it is safe. Columns with a closed list of
choices hold one of its words and need no reason.
"""

from django.apps import apps
from django.db import models

from review.models.sealed import sealed_attributes

SEALED = "ciphertext under the record's own key"
OFFICE_SEALED = "ciphertext under the office's key"
WRAPPED = "a key, wrapped by a master key"
KEYED = "a keyed hash: tells nothing without the index key"
CHECK = "a keyed check value of a random key: tells nothing of it"
CHAINED = "a keyed MAC or digest of the ledger"
CODE = "a name or code of ours"
RANDOM = "made by us at random"
STAFF = "about staff, not about a license's holder"
NOTE = "why a setting of the office is so; whole numbers are covered before it is kept"
PLACES = "pixels in a picture"
VENDOR = "a word of the engine's protocol"
SETTING = "a setting, typed by an administrator"

REASONS = {
    "review.Source": {"key": SETTING, "name": SETTING, "number_statute": SETTING},
    "review.LicenseRecord": {
        "reject_reason": CODE, "reject_text_box": SEALED, "send_back_comment_box": SEALED,
    },
    "review.RecordKey": {"wrapped": WRAPPED},
    "review.NumberKey": {"wrapped": WRAPPED},
    "review.KeyringMark": {"shared": CHECK, "master_id": RANDOM, "master": CHECK},
    "review.AuditEvent": {
        "actor": STAFF, "address": STAFF, "verb": CODE, "details": "names of fields, ids and codes",
        "sealed": f"{SEALED}, or under the office's", "previous_mac": CHAINED, "mac": CHAINED,
    },
    "review.AuditHead": {"mac": CHAINED},
    "review.AuditCheckpoint": {
        "mac": CHAINED, "file": RANDOM, "file_digest": CHAINED, "seal": CHAINED,
    },
    "review.FieldValue": {"extracted_box": SEALED, "value_box": SEALED, "search_index": KEYED},
    "review.Correction": {"rule": CODE, "before_box": SEALED, "after_box": SEALED},
    "review.Draft": {"text_box": SEALED},
    "review.BlindEntry": {"value_box": SEALED},
    "review.FieldComment": {"text_box": SEALED},
    "review.EnginePause": {"endpoint": SETTING, "error_code": VENDOR},
    "review.Attempt": {
        "endpoint": SETTING, "request_id": RANDOM, "error_code": VENDOR, "outcome": CODE,
    },
    "review.Extraction": {"response_box": SEALED, "detail_box": SEALED},
    "review.Finding": {
        "rule": CODE, "rule_version": CODE, "field": CODE, "also": CODE, "fingerprint": KEYED,
        "body_box": SEALED, "reason_box": SEALED,
    },
    "review.Image": {
        "stored_name": RANDOM, "covered_name": RANDOM, "content_type": CODE, "digest": KEYED,
        "number_places": PLACES, "portrait_box": SEALED,
    },
    "review.DoomedFile": {"name": RANDOM},
    "review.ImageBand": {"index": KEYED},
    "review.Job": {"last_error": VENDOR},
    "review.OfficeSetting": {"name": CODE, "value": SETTING, "reason": NOTE},
    "review.PendingChange": {
        "subject": CODE, "before": SETTING, "after": SETTING, "reason": NOTE, "refusal": NOTE,
    },
    "review.RejectReason": {"code": SETTING, "ko": SETTING, "en": SETTING},
    "review.RuleSetting": {"rule": CODE, "reason": NOTE},
    "review.SeededCard": {"truth_box": SEALED, "shown_box": SEALED},
    "review.SeededRecord": {"missed": "names of fields"},
    "review.ServiceKey": {
        "name": SETTING, "secret_id": RANDOM, "secret_box": "a secret, wrapped by a master key",
    },
    "review.Preference": {"keys": STAFF},
    "review.SavedView": {"name": STAFF, "query": "filters by code; a search is never in it"},
    "review.AccessReview": {"figures": "counts of events by staff", "note_box": OFFICE_SEALED},
    "review.FactorKey": {"wrapped": WRAPPED},
    "review.OfficeKey": {"wrapped": WRAPPED},
    "mfa.Authenticator": {"data": "secrets sealed under a key of the office; public keys"},
    "socialaccount.SocialApp": dict.fromkeys(
        ("name", "settings", "client_id", "provider_id", "secret", "provider", "key"),
        "empty: providers come from the settings",
    ),
    "socialaccount.SocialAccount": dict.fromkeys(("extra_data", "provider", "uid"), STAFF),
    "socialaccount.SocialToken": dict.fromkeys(("token_secret", "token"), "empty: none is kept"),
    "usersessions.UserSession": dict.fromkeys(("ip", "user_agent", "session_key", "data"), STAFF),
    "admin.LogEntry": {
        "object_id": "a number of a row", "object_repr": "what __str__ gives: record number, names",
        "change_message": "names of changed columns",
    },
    "auth.Permission": {"name": CODE, "codename": CODE},
    "auth.Group": {"name": CODE},
    "auth.User": dict.fromkeys(("password", "username", "first_name", "last_name", "email"), STAFF),
    "contenttypes.ContentType": {"app_label": CODE, "model": CODE},
    "sessions.Session": {"session_key": RANDOM, "session_data": "staff ids, record ids, codes"},
    "account.EmailAddress": {"email": STAFF},
    "account.EmailConfirmation": {"key": RANDOM},
    "axes.AccessFailureLog": dict.fromkeys(
        ("user_agent", "ip_address", "username", "http_accept", "path_info"), STAFF
    ),
    "axes.AccessAttempt": dict.fromkeys(
        ("user_agent", "ip_address", "username", "http_accept", "path_info", "get_data",
         "post_data"), STAFF
    ),
    "axes.AccessLog": dict.fromkeys(
        ("user_agent", "ip_address", "username", "http_accept", "path_info", "session_hash"), STAFF
    ),
}  # fmt: skip
TEXTS = (
    models.CharField, models.TextField, models.JSONField, models.BinaryField, models.FileField,
    models.GenericIPAddressField,
)  # fmt: skip


def text_columns() -> dict[str, set[str]]:
    columns = {
        model._meta.label: {
            field.name
            for field in model._meta.concrete_fields
            if isinstance(field, TEXTS) and not field.choices
        }
        for model in apps.get_models()
    }
    return {label: names for label, names in columns.items() if names}


def test_every_text_column_has_a_reason_to_be_safe():
    assert text_columns() == {label: set(told) for label, told in REASONS.items()}


def test_what_is_said_to_be_sealed_is_what_the_models_seal():
    sealed = {
        label: {name for name, told in columns.items() if told == SEALED}
        for label, columns in REASONS.items()
    }
    by_models = {
        model._meta.label: {each.column for each in sealed_attributes(model).values()}
        for model in apps.get_models()
    }
    for label, columns in by_models.items():
        assert columns <= sealed.get(label, set()), label
