"""A unit's staff: the list that it keeps, sheets in and out, and who can apply when."""
