"""What keeps the house in order: how long things are kept, disk, health, memory."""
