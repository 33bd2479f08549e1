"""The join of all facts: apps, environments, values, routes, connections. `join.Wiring` is what rules ask."""
