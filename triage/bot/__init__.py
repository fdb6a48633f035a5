"""The bot: looks at an issue, plans what to do, and does it only when told to and sure.

``plan`` is pure: the same situation gives the same actions. ``observe`` and ``apply`` talk to
GitHub. What was done is remembered by the store; ``triage.pipeline`` joins them.
"""
