"""The commands of the loop of forms, each a module; they import what they need only when they run."""
