"""Writers of the official papers: rows or dataclasses in, bytes out; no models, no Django."""
