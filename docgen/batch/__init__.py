"""A county in one command: many units and templates, drafted at once, taken up where it stopped.

Plan, run, report.  The plan says which unit's facts go into which template; the run makes the
drafts on any executor and keeps what it did in one state file; the report reads that state.
"""
