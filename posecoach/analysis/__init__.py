"""One use of the house: a recording, or an archive of them."""
