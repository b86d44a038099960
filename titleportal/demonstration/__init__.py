"""The demonstration round: invented people in every role, brought to where they stand by the
workflow itself (demo contract)."""
