"""From what happened to every screen: frames built once, and what waits for each reader."""
