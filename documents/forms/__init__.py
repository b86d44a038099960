"""The official forms, one module each; their layouts are those of the policy's annexes."""
