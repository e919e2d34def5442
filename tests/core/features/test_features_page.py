"""The page about features shows the table as it is."""

from tests.write_features import BEGIN, END, PAGE, table_text


def test_the_table_on_the_page_is_the_table_of_the_code():
    page = PAGE.read_text(encoding="utf-8")
    assert page.split(BEGIN)[1].split(END)[0] == table_text(), "run `python -m tests.write_features`"
