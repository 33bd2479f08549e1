"""What the commands do, one module each. They print through `printing` and return an exit code."""
