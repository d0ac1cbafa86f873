"""Backups of the embedded set-up (SQLite and local files): taken while it runs, put back whole.

A backup folder holds ``data/STAMP`` (database and sealed pictures) and ``keys/STAMP.json`` (the
records' own keys, each wrapped by a master key). The two lie apart so that they can be kept apart,
and so that a destroyed record's key goes out of every older backup at the next one. The master key
is in neither.
"""
