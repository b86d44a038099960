"""The check of one's own eligibility, without an account and without anything stored."""
