"""The pure core: measures, exercises' vocabulary, coach. No camera, screen, clock or file."""
