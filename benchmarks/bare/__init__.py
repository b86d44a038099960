"""The floor of the pages: what `startproject` and a ListView of thirty rows give, for who is
logged in; nothing of the portal's."""
