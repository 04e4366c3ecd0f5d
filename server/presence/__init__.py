"""Who is here: places as leases, seats, and the circles of a room."""
