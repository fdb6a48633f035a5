"""The only place that joins stages and holds a store.

``sources`` opens databases and reads files, ``sync`` fetches, ``judge`` builds classifier and
matcher and measures them, ``build`` writes pages. Commands call these and print.
"""
