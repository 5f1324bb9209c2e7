"""What every slice stands on: settings, database, clock, errors, coordinates, messages, jobs."""
