"""The worker: takes jobs, calls the engine, writes down how it ended, whatever happens.

Threads take a free slot first and then a job, so that no lease runs while a job waits for its
turn. One more thread keeps the leases of the work under way alive, another exports the end of the
audit ledger. A worker that dies takes its leases with it: another one reads the cards when they
run out.
"""

from __future__ import annotations

import logging
import threading
import time

from django.conf import settings
from django.db import Error as DatabaseError
from django.db import close_old_connections

from review import engine
from review.exceptions import ActionDenied, DecryptionFailed, LeaseLost, LedgerBroken
from review.locator import Locator
from review.models import Extraction, Job
from review.ocr.errors import OcrError, Outcome
from review.services import audit_heads, disposal, jobs, recognition, rules

log = logging.getLogger(__name__)

IDLE_S = 0.5
TROUBLE_S = 3.0
HEAD_S = 20.0
# A signal that reaches another thread is handled when the main thread wakes.
WAKE_S = 0.5


class Worker:
    """Runs until ``stop`` is set; work under way is finished first."""

    def __init__(self, threads: int) -> None:
        self.stop = threading.Event()
        self._under_way: dict[int, Job] = {}
        self._threads = [threading.Thread(target=self._work) for _ in range(threads)]
        self._pulse = threading.Thread(target=self._keep_leases, daemon=True)
        self._heads = threading.Thread(target=self._export_heads, daemon=True)
        self._locator = Locator()

    def run(self) -> None:
        """Start the threads and wait for their end."""
        for thread in (*self._threads, self._pulse, self._heads):
            thread.start()
        for thread in self._threads:
            while thread.is_alive():
                thread.join(WAKE_S)
        self._locator.close()

    def _work(self) -> None:
        while not self.stop.is_set():
            try:
                close_old_connections()
                if not (self._one() or rules.recheck_some() or disposal.dispose_some()):
                    self.stop.wait(IDLE_S)
            except DatabaseError:
                log.warning("The database does not answer; trying again.")
                self.stop.wait(TROUBLE_S)
            except Exception:
                log.exception("A job ended in an unexpected fault.")
                self.stop.wait(TROUBLE_S)

    def _one(self) -> bool:
        """Do one job; return False when there is none, or nobody to call."""
        if recognition.is_paused(engine.name()):
            return False
        try:
            called = engine.configured()
        except OcrError:
            return False
        job = jobs.claim()
        if job is None:
            return False
        self._under_way[job.pk] = job
        try:
            extraction = do(job, called)
            if extraction and extraction.detail is None:
                self._locator.later(extraction)
        finally:
            del self._under_way[job.pk]
        return True

    def _keep_leases(self) -> None:
        while not self.stop.wait(settings.KRDL_JOB_LEASE.total_seconds() / 3):
            for job in list(self._under_way.values()):
                try:
                    close_old_connections()
                    jobs.renew(job)
                except (LeaseLost, DatabaseError):
                    log.warning("The lease of job %s could not be renewed.", job.pk)

    def _export_heads(self) -> None:
        """Export the end of the audit ledger when it is due, at the start and from then on."""
        while not self.stop.is_set():
            try:
                close_old_connections()
                audit_heads.export_if_due()
            except LedgerBroken as broken:
                log.error("%s", broken)
            except (DatabaseError, OSError) as trouble:
                log.warning("The audit head is not exported: %s", type(trouble).__name__)
            self.stop.wait(HEAD_S)


def do(job: Job, called: engine.Engine) -> Extraction | None:
    """Read the card of one leased job and write down how it ended; return what was read."""
    try:
        if job.record.source.stays_here and not called.client.endpoint.is_loopback:
            recognition.bury(job, "Local.SourceStaysHere")
            return None
        work = recognition.begin(job, endpoint=called.name)
        started = time.monotonic()
        try:
            answer = called.read(work.picture, halvings=job.halvings)
        except OcrError as error:
            alarm = logging.ERROR if error.outcome is Outcome.OUR_FAULT else logging.WARNING
            log.log(alarm, "Attempt %s: %s", work.attempt.pk, error)
            recognition.fail(work, error, duration_s=time.monotonic() - started)
        else:
            cover = called.cover(work.picture, answer)
            return recognition.complete(work, answer, cover)
    except LeaseLost:
        log.warning("Job %s went on to somebody else; nothing was written.", job.pk)
    except (ActionDenied, DecryptionFailed, OSError) as problem:
        log.error("Job %s cannot be done: %s", job.pk, type(problem).__name__)
        recognition.bury(job, type(problem).__name__)
    return None
