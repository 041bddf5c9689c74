import Cryptography
import Database

/// The settings of one server: defaults, then the file, then the environment, then the flags.
public struct Configuration: Sendable {
    /// Directory of everything the server keeps.
    public let data: String
    public let database: DatabaseLocation
    public let httpListen: HostPort
    /// Nil: no listener for plain TCP.
    public let tcpListen: HostPort?
    /// Nil: follow the Host header.
    public let publicURL: PublicURL?
    /// Believe X-Forwarded-* headers.
    public let trustProxy: Bool
    public let appDefaultName: String
    public let tokenLifetimeDays: Int
    public let clusterNumber: Int
    public let passwordThreads: Int
    public let passwordQueue: Int
    /// 0: as many as the database likes.
    public let storeReaders: Int
    public let storeWriters: Int
    public let storeTimeoutSeconds: Int
    public let connectionsMost: Int
    public let connectionsPerAddress: Int
    public let loginsAtOnce: Int
    /// False: nothing is limited in its frequency.
    public let limitsEnabled: Bool
    public let connectionsIdleSeconds: Int
    public let frameBytes: Int
    public let httpBodyBytes: Int
    public let idsPerCall: Int
    /// Nil: the authorities of the system.
    public let outboundCAFile: String?
    /// Whose licenses count.
    public let licenseIssuers: [Ed25519PublicKey]
    public let logLevel: LogLevel
    /// 0: one for each core.
    public let eventLoops: Int
    public let drainSeconds: Int

    /// One for each key, in the order of the table.
    let values: [ConfigurationValue]

    /// Reads all sources.
    ///
    /// - Parameters:
    ///   - file: the file that `--config` names, if any.
    ///   - environment: all variables of the process; those that do not begin with HEARTH_ are passed over.
    ///   - flags: what stands behind each `--set`, as `KEY=VALUE`.
    /// - Throws: everything that is wrong, in the order of the sources.
    public static func load(
        file: ConfigurationFile? = nil, environment: [String: String] = [:], flags: [String] = []
    ) throws(ConfigurationError) -> Configuration {
        var reader = ConfigurationReader()
        if let file { reader.read(file) }
        reader.read(environment: environment)
        reader.read(flags: flags)
        guard reader.problems.isEmpty else { throw ConfigurationError(problems: reader.problems) }
        return try Configuration(reader.values)
    }

    private init(_ values: [String: ConfigurationValue]) throws(ConfigurationError) {
        func value<Value>(_ setting: Setting<Value>) throws(ConfigurationError) -> Value {
            let found = values[setting.key.name] ?? ConfigurationValue(key: setting.key, text: setting.key.standard, source: .standard)
            guard let value = setting.kind.parse(found.text) else { throw ConfigurationError(problems: [found.problem]) }
            return value
        }
        data = try value(ConfigurationTable.data)
        database = try value(ConfigurationTable.database) ?? .sqlite(path: data + "/hearth.db")
        httpListen = try value(ConfigurationTable.httpListen)
        tcpListen = try value(ConfigurationTable.tcpListen)
        publicURL = try value(ConfigurationTable.publicURL)
        trustProxy = try value(ConfigurationTable.trustProxy)
        appDefaultName = try value(ConfigurationTable.appDefaultName)
        tokenLifetimeDays = try value(ConfigurationTable.tokenLifetimeDays)
        clusterNumber = try value(ConfigurationTable.clusterNumber)
        passwordThreads = try value(ConfigurationTable.passwordThreads)
        passwordQueue = try value(ConfigurationTable.passwordQueue)
        storeReaders = try value(ConfigurationTable.storeReaders)
        storeWriters = try value(ConfigurationTable.storeWriters)
        storeTimeoutSeconds = try value(ConfigurationTable.storeTimeoutSeconds)
        connectionsMost = try value(ConfigurationTable.connectionsMost)
        connectionsPerAddress = try value(ConfigurationTable.connectionsPerAddress)
        loginsAtOnce = try value(ConfigurationTable.loginsAtOnce)
        limitsEnabled = try value(ConfigurationTable.limitsEnabled)
        connectionsIdleSeconds = try value(ConfigurationTable.connectionsIdleSeconds)
        frameBytes = try value(ConfigurationTable.frameBytes)
        httpBodyBytes = try value(ConfigurationTable.httpBodyBytes)
        idsPerCall = try value(ConfigurationTable.idsPerCall)
        outboundCAFile = try value(ConfigurationTable.outboundCAFile)
        licenseIssuers = try value(ConfigurationTable.licenseIssuers)
        logLevel = try value(ConfigurationTable.logLevel)
        eventLoops = try value(ConfigurationTable.eventLoops)
        drainSeconds = try value(ConfigurationTable.drainSeconds)
        self.values = ConfigurationTable.keys.compactMap { values[$0.name] }
    }
}

extension Configuration {
    /// Connections that read, on a database of this kind.
    func storeReaders(on dialect: SQLDialect) -> Int {
        guard storeReaders == 0 else { return storeReaders }
        switch dialect {
        case .sqlite: return 2
        case .postgres: return 8
        }
    }
}
