"""The wire contract of ``RecognizeKoreanDrivingLicenseOCR``, as its caller speaks it.

Nothing here knows a database, a setting or a request of the web framework: bytes and mappings go
in, values come out. The recognizer service uses the same signing and envelopes from its side.
"""
