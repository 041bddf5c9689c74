import HearthCore

/// The one table of settings. The file, the environment, the flags, `hearth config print` and
/// `docs/reference/configuration.md` all read it.
enum ConfigurationTable {
    static let data = Setting(
        "data", .directory, standard: "./data",
        help: "Directory of everything the server keeps. It is made at the first start."
    )
    static let database = Setting(
        "database", .database, standard: "",
        help: "The database. Empty means the file hearth.db in the data directory. The rest of a PostgreSQL address is as libpq reads it.",
        masked: DatabaseLocation.masked
    )
    static let httpListen = Setting(
        "http.listen", .hostPort, standard: "0.0.0.0:8080",
        help: "Where the server listens for HTTP and WebSocket. Port 0 lets the system choose."
    )
    static let tcpListen = Setting(
        "tcp.listen", .optionalHostPort, standard: "",
        help: "Where the server listens for frames over plain TCP. Empty means nowhere. The framing is Hearth's own."
    )
    static let publicURL = Setting(
        "public.url", .publicURL, standard: "",
        help: "The address clients are told to use. Empty means the one they used themselves: the Host header of the request."
    )
    static let trustProxy = Setting(
        "trust.proxy", .bool, standard: "false",
        help: "Believe the X-Forwarded-* headers. Only behind a reverse proxy that sets them, or clients can lie about their address."
    )
    static let appDefaultName = Setting(
        "app.default.name", .text(1...64), standard: "default",
        help: "Display name of the app that the first start creates."
    )
    static let tokenLifetimeDays = Setting(
        "token.lifetime.days", .integer(1...3_650), standard: "30",
        help: "Days for which a login stays valid."
    )
    static let clusterNumber = Setting(
        "cluster.number", .integer(0...1_000_000_000), standard: "0",
        help: "The number of this installation, the same for all servers of one database. It stands in every token, and tokens with "
            + "another one are refused: give a copy of a database, for a trial say, a number of its own."
    )
    static let passwordThreads = Setting(
        "password.threads", .integer(1...64), standard: "2",
        help: "Threads that check passwords. Each holds about 19 MiB while it works."
    )
    static let passwordQueue = Setting(
        "password.queue", .integer(1...65_536), standard: "256",
        help: "Password checks that may wait. Beyond them the answer is: server busy."
    )
    static let storeReaders = Setting(
        "store.readers", .integer(0...256), standard: "0",
        help: "Connections that read from the database. 0 means 2 on SQLite and 8 on PostgreSQL."
    )
    static let storeWriters = Setting(
        "store.writers", .integer(1...64), standard: "4",
        help: "Connections that write to PostgreSQL. SQLite has one writer."
    )
    static let storeTimeoutSeconds = Setting(
        "store.timeout.seconds", .integer(1...600), standard: "10",
        help:
            "Seconds that PostgreSQL may take for one statement, half of them for a lock. Beyond that the answer is: server busy."
    )
    static let connectionsMost = Setting(
        "connections.most", .integer(1...10_000_000), standard: "100000",
        help: "Long connections at the same time. Further ones are told to come back later."
    )
    static let connectionsPerAddress = Setting(
        "connections.per.address", .integer(1...10_000_000), standard: "20000",
        help: "Long connections of one client address. Many people may share one; behind a proxy all share its own."
    )
    static let loginsAtOnce = Setting(
        "logins.at.once", .integer(1...1_000_000), standard: "2000",
        help: "Logins that are checked at the same time. Further ones are told that the server is busy."
    )
    static let limitsEnabled = Setting(
        "limits.enabled", .bool, standard: "true",
        help: "Whether the limits of apps hold (the app settings limit.NAME). False switches all of them off on this server, for "
            + "measurements and tests."
    )
    static let connectionsIdleSeconds = Setting(
        "connections.idle.seconds", .integer(5...86_400), standard: "\(Limits.connectionIdle / 1_000)",
        help: "Seconds of silence after which a plain WebSocket or a TCP connection is closed; SDKs are heard every 120 s at least. "
            + "Socket.IO has its own: 45 s."
    )
    static let frameBytes = Setting(
        "frame.bytes", .integer(4_096...8_388_608), standard: "\(Limits.frameBytes)",
        help: "The largest frame a client may send, in bytes; with it a message. A larger one ends the connection."
    )
    static let httpBodyBytes = Setting(
        "http.body.bytes", .integer(4_096...67_108_864), standard: "\(Limits.httpBodyBytes)",
        help: "The largest body of an HTTP request, in bytes. A larger one is refused. Frames that come by long polling must fit in too."
    )
    static let idsPerCall = Setting(
        "ids.per.call", .integer(100...100_000), standard: "\(Limits.idsPerCall)",
        help: "Ids or names in one list of a REST call. A longer list is refused."
    )
    static let outboundCAFile = Setting(
        "outbound.ca.file", .optionalFile, standard: "",
        help: "File with the certificate authorities (PEM) that calls to other servers trust, those of login.external.url for example. "
            + "Empty means those of the system."
    )
    static let licenseIssuers = Setting(
        "license.issuers", .publicKeys, standard: "",
        help: "Public keys of those whose licenses count, with commas in between, as `hearth license keygen` prints them. Empty means "
            + "that no license counts; a server without a license needs none."
    )
    static let logLevel = Setting(
        "log.level", .logLevel, standard: "info",
        help: "The least important messages that go into the log.", isReloadable: true
    )
    static let eventLoops = Setting(
        "event.loops", .integer(0...1_024), standard: "0",
        help: "Threads that serve connections. 0 means one for each core."
    )
    static let drainSeconds = Setting(
        "drain.seconds", .integer(0...600), standard: "10",
        help: "Seconds that connections get to end by themselves when the server stops."
    )

    /// All rows, in the order people read them.
    static let keys: [ConfigurationKey] = [
        data.key, database.key, httpListen.key, tcpListen.key, publicURL.key, trustProxy.key, appDefaultName.key, tokenLifetimeDays.key,
        clusterNumber.key,
        passwordThreads.key, passwordQueue.key, storeReaders.key, storeWriters.key, storeTimeoutSeconds.key, connectionsMost.key,
        connectionsPerAddress.key, loginsAtOnce.key, limitsEnabled.key, connectionsIdleSeconds.key, frameBytes.key, httpBodyBytes.key,
        idsPerCall.key,
        outboundCAFile.key, licenseIssuers.key, logLevel.key, eventLoops.key, drainSeconds.key,
    ]
}
