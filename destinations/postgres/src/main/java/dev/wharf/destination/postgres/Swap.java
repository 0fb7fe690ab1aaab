package dev.wharf.destination.postgres;

import dev.wharf.destination.table.TableName;
import dev.wharf.sdk.ConnectorFailure;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Puts a table in the place of another within the open transaction. Readers see the old one, whole; those who come in the last moment wait
 * for the commit and see the new one, with the grants of the old.
 *
 * <p>That needs a lock which waits for everybody who reads the old table, and lets nobody begin to read while it waits. So it waits for
 * short times only, with pauses in which others get their turn.
 *
 * @param patience how long to hold others up
 * @param pause how long not to
 * @param attempts how often to try
 */
record Swap(Duration patience, Duration pause, int attempts) {

    /** For about ten minutes. */
    static final Swap PATIENT = new Swap(Duration.ofSeconds(3), Duration.ofSeconds(7), 60);

    void run(Connection connection, TableName replacement, TableName target) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            if (!texts(connection, "select to_regclass(?)::text", target).isEmpty()) {
                lock(connection, statement, target);
                List<String> grants = grants(connection, target);
                if (!drop(connection, statement, target)) {
                    refill(connection, statement, replacement, target);
                    return;
                }
                rename(statement, replacement, target);
                for (String grant : grants) {
                    statement.execute(grant);
                }
            } else {
                rename(statement, replacement, target);
            }
        }
    }

    private void lock(Connection connection, Statement statement, TableName target) throws SQLException {
        for (int attempt = 1; ; attempt++) {
            Savepoint before = connection.setSavepoint();
            try {
                statement.execute("set local lock_timeout = " + patience.toMillis());
                statement.execute("lock table " + target.sql() + " in access exclusive mode");
                statement.execute("set local lock_timeout = " + Session.LOCK_TIMEOUT.toMillis());
                connection.releaseSavepoint(before);
                return;
            } catch (SQLException e) {
                if (!Refusals.LOCK_TIMEOUT.equals(e.getSQLState())) {
                    throw e;
                }
                connection.rollback(before);
                if (attempt == attempts) {
                    throw ConnectorFailure.temporary(
                            "Cannot replace the table %s: others have been using it all the time (%s). The next run tries again."
                                    .formatted(target, String.join("; ", users(connection, target))),
                            e);
                }
                statement.execute("select pg_sleep(" + pause.toMillis() + " / 1000.0)");
            }
        }
    }

    private static List<String> users(Connection connection, TableName target) throws SQLException {
        return texts(connection, """
                select distinct format('process %s, user %s, application %s', pid, usename, application_name)
                from pg_locks join pg_stat_activity using (pid)
                where relation = ?::regclass and granted and pid <> pg_backend_pid()
                """, target);
    }

    private static List<String> grants(Connection connection, TableName target) throws SQLException {
        return texts(connection, """
                select format('grant %s on table %s to %s', privilege_type, oid::regclass,
                    case grantee when 0 then 'public' else quote_ident(pg_get_userbyid(grantee)) end)
                    || case when is_grantable then ' with grant option' else '' end
                from pg_class cross join aclexplode(relacl)
                where oid = ?::regclass and grantee <> relowner
                """, target);
    }

    /** @return false when something else, such as a view, depends on the table, which then is left as it is */
    private static boolean drop(Connection connection, Statement statement, TableName table) throws SQLException {
        Savepoint before = connection.setSavepoint();
        try {
            statement.execute("drop table " + table.sql());
            return true;
        } catch (SQLException e) {
            if (!Refusals.DEPENDED_ON.equals(e.getSQLState())) {
                throw e;
            }
            connection.rollback(before);
            return false;
        }
    }

    private static void rename(Statement statement, TableName from, TableName to) throws SQLException {
        if (!from.schema().equals(to.schema())) {
            statement.execute("alter table " + from.sql() + " set schema " + TableName.quote(to.schema()));
        }
        statement.execute("alter table " + new TableName(to.schema(), from.table()).sql() + " rename to "
                + TableName.quote(to.table()));
    }

    /** The slower way: the table stays, with all that depends on it, and gets new rows. */
    private static void refill(Connection connection, Statement statement, TableName replacement, TableName target)
            throws SQLException {
        statement.execute("truncate table " + target.sql());
        for (String change : changes(connection, replacement, target)) {
            statement.execute("alter table " + target.sql() + " " + change);
        }
        String columns = texts(connection, """
                        select quote_ident(attname) from pg_attribute
                        where attrelid = ?::regclass and attnum > 0 and not attisdropped order by attnum
                        """, replacement).stream().collect(Collectors.joining(", "));
        statement.execute(
                "insert into " + target.sql() + " (" + columns + ") select " + columns + " from " + replacement.sql());
        statement.execute("drop table " + replacement.sql());
    }

    /** What makes the columns of the (empty) target those of the replacement; what it has more stays. */
    private static List<String> changes(Connection connection, TableName replacement, TableName target)
            throws SQLException {
        return texts(connection, """
                select case when have.attname is null
                    then format('add column %I %s', want.attname, format_type(want.atttypid, want.atttypmod))
                    else format('alter column %1$I type %2$s using null::%2$s',
                        want.attname, format_type(want.atttypid, want.atttypmod)) end
                from pg_attribute want left join pg_attribute have
                    on have.attrelid = ?::regclass and have.attname = want.attname and not have.attisdropped
                where want.attrelid = ?::regclass and want.attnum > 0 and not want.attisdropped
                    and (have.attname is null or have.atttypid <> want.atttypid)
                order by want.attnum
                """, target, replacement);
    }

    /** The first column of what a query gives, without nulls. */
    static List<String> texts(Connection connection, String query, TableName... parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setString(i + 1, parameters[i].sql());
            }
            List<String> texts = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    String text = rows.getString(1);
                    if (text != null) {
                        texts.add(text);
                    }
                }
            }
            return texts;
        }
    }
}
