"""Policies as data and the engine that judges facts by them. Needs no Django and no database."""
