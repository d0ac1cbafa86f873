"""Measurements of single parts: ``./krdl bench NAME`` calls ``main(argv)`` of the module NAME."""
