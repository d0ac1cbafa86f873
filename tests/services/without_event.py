"""The services that write no line of the trail themselves, by the reason why."""

WITHOUT_EVENT = {
    "the ledger itself, tested beside": {
        "audit.write", "audit_closing.close", "audit_heads.export", "audit_heads.export_if_due",
    },
    "a claim or a reveal that its own event told of goes on or ends": {
        "assignment.renew", "viewing.cover",
    },
    "what a person keeps for themselves": {
        "drafts.seal_key", "drafts.keep", "drafts.drop", "drafts.clear", "drafts.check_none",
        "preference.choose_language", "preference.choose_keys", "saved_views.save",
        "saved_views.delete",
    },
    "a part of what its caller tells of": {
        "checking.check", "counts.moved", "jobs.enqueue", "jobs.renew", "jobs.finish",
        "jobs.put_back", "jobs.bury", "jobs.claim", "jobs.claim_of", "jobs.cancel",
        "staff.record_rights", "rules.recheck_some", "bulk.release", "straight_through.draw",
    },
    "writes its line in the transaction of its caller": {
        "values.write", "derived.fill", "number_handling.apply", "seeding.end",
    },
    "lists what the rows tell, and lists it again when asked": {
        "destructions.known", "destructions.listed", "destructions.note",
    },
    "the first start, which leaves sealed pictures without rows behind": {"demo.create"},
    "changes nothing": {
        "accounts.check_may_set_password", "accounts.check_may_rename",
        "counts.by_state", "counts.drift", "attention.check_look", "attention.seconds_open",
        "blind.asked", "blind.check_done", "blind.entries", "blind.hidden", "intake.sources",
        "figures.ages", "figures.corrected_by_field", "figures.idle_rules", "figures.moves",
        "figures.read_by_engine", "figures.sent_back", "figures.sent_back_by_field",
        "figures.since", "figures.straight_through", "figures.submitted_today",
        "figures.open_tests", "seeding.cards", "seeding.outcomes",
    },
    "writes a file, tested with its command": {
        "key_rotation.begin", "key_rotation.rewrap", "key_rotation.drop_older",
    },
    "destroys the file of a row whose end was told": {"disposal.dispose_some"},
    "ends what a browser holds, tested in test_sessions": {
        "sessions.end", "sessions.end_all", "accounts.end_sessions",
    },
    "tells who had the key before nothing any more, tested in test_factors": {"sessions.renew"},
    "tested below, with a month that is over": {"privacy.sign_off"},
}  # fmt: skip
