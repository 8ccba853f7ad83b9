"""The command line: turns arguments into settings. Nothing else prints."""
