"""Who may do what: known devices, the checks of every request, and the headers of every answer."""
