"""One module a revision, never edited after a release: a later one mends an earlier one."""
