"""What the tests of logs and reports share."""

import pytest

from app.activity.log_file import LogFile


@pytest.fixture
def log(tmp_path):
    """A log that is written in tmp_path."""
    written = LogFile(tmp_path)
    yield written
    written.close()
