"""Issue × entries → match; issues that nothing answers → cluster.

``entries`` reads the hand-written answers, ``check`` says what is wrong with them,
``scaffold`` starts a new one, ``matcher`` ranks them for an issue, ``evaluate`` and ``train``
measure and tune that ranking, ``clusters`` groups what is left. Import from the module you
need: this package imports nothing, so that the command line starts fast.
"""
