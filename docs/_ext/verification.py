"""Verification records, as the extensions read them: all of it lives in ``triage.verify``."""

from triage.verify.record import BadRecord, Failure, Record, read_record, record_files, releases

__all__ = ["BadRecord", "Failure", "Record", "read_record", "record_files", "releases"]
