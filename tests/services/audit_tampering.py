"""What somebody with all rights on the database can do to the ledger."""

from django.db import connection, transaction
from django.utils import timezone

DEFEAT_TRIGGERS = {
    "sqlite": """SELECT 'DROP TRIGGER ' || name FROM sqlite_master
        WHERE type = 'trigger' AND tbl_name LIKE 'review_audit%'""",
    "postgresql": """SELECT DISTINCT 'ALTER TABLE ' || event_object_table || ' DISABLE TRIGGER USER'
        FROM information_schema.triggers WHERE event_object_table LIKE 'review_audit%'""",
}


def run(*statements):
    """Execute raw SQL in a transaction of its own."""
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def defeat_triggers():
    """Take every trigger off the ledger's tables."""
    with connection.cursor() as cursor:
        cursor.execute(DEFEAT_TRIGGERS[connection.vendor])
        run(*(row[0] for row in cursor.fetchall()))


def copied(line, /, **changed):
    """Return an INSERT of a copy of ``line``, but with the columns ``changed`` (SQL)."""
    columns = (
        "seq", "at", "actor", "address", "verb", "details", "sealed", "previous_mac", "mac",
    )  # fmt: skip
    values = ", ".join(str(changed.get(name, name)) for name in columns)
    source = f"SELECT {values} FROM review_auditevent WHERE seq = {line}"
    return f"INSERT INTO review_auditevent ({', '.join(columns)}) {source}"


def checkpoint(seq, first=1):
    """Return an INSERT of an unsealed checkpoint that closes up to ``seq``."""
    now = f"'{timezone.now().isoformat(sep=' ')}'"
    columns = "seq, mac, first_seq, closed_at, file, file_digest, seal"
    values = f"seq, mac, {first}, {now}, 'x', 'x', 'x'"
    source = f"SELECT {values} FROM review_auditevent WHERE seq = {seq}"
    return f"INSERT INTO review_auditcheckpoint ({columns}) {source}"
