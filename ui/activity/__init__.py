"""What runs, what happened and what was written down of it: the drawer of jobs, notifications and log."""
