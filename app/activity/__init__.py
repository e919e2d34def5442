"""What the program does and did: its jobs, news, log and crashes in, bounded records of them on disk out."""
