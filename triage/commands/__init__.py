"""The commands of ``triage``, by what they work on: data, judgements, answers."""
