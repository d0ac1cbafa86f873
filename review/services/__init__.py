"""The verbs of the office: what happens, in order, atomically."""
