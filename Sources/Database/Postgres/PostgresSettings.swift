/// How connections to PostgreSQL are made.
public struct PostgresSettings: Sendable {
    /// `postgres://user[:password]@host[:port]/database[?option=value]`, as libpq reads it: TLS is `sslmode=verify-full&sslrootcert=FILE`.
    public var url: String
    /// Seconds that a connection may take to come up.
    public var connectTimeout = 5
    /// Seconds after which a statement is given up; half of it for a lock. 0 means never, as migrations and copies need it.
    public var statementTimeout = 10

    public init(url: String) { self.url = url }

    /// Option names and values for libpq. What the address itself says stands later and wins.
    var options: [(String, String)] {
        [
            ("application_name", "hearth"), ("connect_timeout", String(connectTimeout)),
            // A peer that vanished without a word is noticed in seconds, not in the system's two hours.
            ("keepalives_idle", "10"), ("keepalives_interval", "5"), ("keepalives_count", "3"), ("tcp_user_timeout", "15000"),
            ("dbname", url), ("client_encoding", "UTF8"),
        ]
    }

    /// Run on each new connection.
    ///
    /// Every statement of the store goes along an index. Without these settings a plan that was made while the tables were empty,
    /// and kept with its prepared statement, would go on reading them from end to end when they are large.
    var script: String {
        let statement = statementTimeout * 1_000
        return """
            SET statement_timeout = \(statement); SET lock_timeout = \(statement / 2); SET idle_in_transaction_session_timeout = \(statement * 2);
            SET default_transaction_isolation = 'read committed'; SET standard_conforming_strings = on;
            SET enable_seqscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off;
            SET enable_bitmapscan = off; SET enable_material = off; SET jit = off;
            """
    }
}
