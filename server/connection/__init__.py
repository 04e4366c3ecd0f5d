"""A connection before anybody knows whose it is: handshake, shell, and how many there may be."""
