"""A table in; the same table out, of which the database itself lets nobody change or take away a row."""

from sqlalchemy import DDL, Connection, Table, event


def only_grows(table: Table, complaint: str) -> None:
    """Have `table` made with triggers that refuse UPDATE, DELETE, TRUNCATE and REPLACE.

    They are a second lock besides the code's lack of such calls. Whoever owns the table can take them off:
    an operator who wants more gives the program a role that may SELECT and INSERT and owns nothing.

    Args:
        table: with a primary key; its name needs no quotes.
        complaint: what the database says; IntegrityError carries it. Without quotes and percent signs.
    """
    for dialect, statements in _statements(table, complaint).items():
        for statement in statements:
            event.listen(
                table,
                "after_create",
                DDL(statement).execute_if(dialect=dialect),  # type: ignore[no-untyped-call]
            )


def add_guards(connection: Connection, table: Table, complaint: str) -> None:
    """Put the same triggers on a table that was made without some of them; those it has stay."""
    for statement in _statements(table, complaint)[connection.dialect.name]:
        connection.exec_driver_sql(statement)


def _statements(table: Table, complaint: str) -> dict[str, tuple[str, ...]]:
    return {
        "sqlite": (
            *(_sqlite_trigger(table.name, change, "1", complaint) for change in ("UPDATE", "DELETE")),
            # INSERT OR REPLACE takes a row away without any trigger of DELETE.
            _sqlite_trigger(table.name, "INSERT", _is_taken(table), complaint),
        ),
        "postgresql": tuple(
            statement.format(name=table.name, complaint=complaint) for statement in _POSTGRESQL
        ),
    }


def _sqlite_trigger(name: str, change: str, when: str, complaint: str) -> str:
    return (
        f"CREATE TRIGGER IF NOT EXISTS {name}_no_{change.lower()} BEFORE {change} ON {name} "
        f"WHEN {when} BEGIN SELECT RAISE(ABORT, '{complaint}'); END"
    )


def _is_taken(table: Table) -> str:
    same = " AND ".join(f"{column.name} = NEW.{column.name}" for column in table.primary_key)
    return f"EXISTS (SELECT 1 FROM {table.name} WHERE {same})"  # noqa: S608 - names of our own tables


_POSTGRESQL = (
    """CREATE OR REPLACE FUNCTION {name}_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION '{complaint}' USING ERRCODE = 'integrity_constraint_violation'; END $$""",
    """CREATE OR REPLACE TRIGGER {name}_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON {name}
    FOR EACH STATEMENT EXECUTE FUNCTION {name}_only_grows()""",
    # Without ALWAYS a session in the role of a replica would pass it.
    "ALTER TABLE {name} ENABLE ALWAYS TRIGGER {name}_only_grows",
)
