"""Words typed -> settings. The only place that prints."""
