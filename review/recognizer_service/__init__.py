"""The recognizer as a service: the wire contract answered at ``/`` of its own port.

Needs no database and no web framework. ``app`` is the WSGI application, ``server`` runs it,
``embedded`` finds or starts one for a command.
"""
