"""The files for CI systems (action, component, shared step, Job): read as those systems read them, and carried out."""
