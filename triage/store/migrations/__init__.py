"""Ordered migrations of the database; ``triage.store.migrate`` runs them."""
