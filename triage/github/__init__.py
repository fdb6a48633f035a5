"""Reading issues from GitHub, GH Archive and JSONL files: the only code that uses the network."""
