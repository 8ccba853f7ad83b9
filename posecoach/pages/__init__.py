"""What all pages share: a frame that loads nothing, a style, and charts without script."""
