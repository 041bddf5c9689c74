/// Which modules each target may import. Arrows point one way; a new one is a decision, made here.
enum AllowedImports {
    /// Nil for a target that the table does not know. A name that ends in `*` stands for all that begin so.
    static func of(_ target: String) -> Set<String>? { table[target] }

    static func allow(_ module: String, in target: String) -> Bool {
        guard let names = table[target] else { return false }
        return names.contains(module) || names.contains { $0.hasSuffix("*") && module.hasPrefix($0.dropLast()) }
    }

    static var targets: Set<String> { Set(table.keys) }

    /// protoc-gen-swift writes both behind `canImport`; the compiler takes the smaller one.
    static let ofGenerators: Set<String> = ["FoundationEssentials", "Foundation"]

    private static let table: [String: Set<String>] = [
        "HearthCore": ["Synchronization"],
        "XSYNC": ["HearthCore", "NIOCore", "SwiftProtobuf"],
        "SocketIO": ["HearthCore", "NIOCore"],
        "Censorship": ["CFold", "RE2Calls", "Synchronization"],
        "IM": ["HearthCore", "Censorship", "Synchronization"],
        "Database": ["HearthCore", "CSQLite", "CLibPQ", "Glibc", "Synchronization", "Dispatch"],
        "Workers": ["Glibc"],
        "Outbound": ["HearthCore", "Workers", "CurlCalls", "Synchronization"],
        "Cryptography": ["HearthCore", "Workers", "COpenSSL", "CArgon2", "Glibc", "Synchronization", "Dispatch"],
        // Digests tell whether a copy of a store is equal.
        "Store": ["HearthCore", "Censorship", "IM", "Database", "Cryptography", "Synchronization"],
        "Live": ["HearthCore", "IM", "Synchronization"],
        "Observability": ["HearthCore", "Logging", "Synchronization"],
        "Gateway": [
            "HearthCore", "XSYNC", "SocketIO", "IM", "Live", "Observability", "NIOCore", "NIOPosix", "NIOHTTP1",
            "NIOWebSocket", "NIOConcurrencyHelpers", "Logging", "SwiftProtobuf", "Synchronization",
        ],
        "Web": [
            "HearthCore", "Observability", "NIO*", "Hummingbird", "HummingbirdCore", "HTTPTypes", "Logging",
            "ServiceLifecycle", "FoundationEssentials", "Synchronization",
        ],
        "Ratel": ["HearthCore", "IM", "Web"],
        "Console": ["HearthCore", "Censorship", "IM", "Live", "Web"],
        "FlooClient": [
            "HearthCore", "XSYNC", "SocketIO", "NIO*", "SwiftProtobuf", "FoundationEssentials", "Synchronization",
        ],
        // The composition root puts everything together.
        "HearthServer": ["*"],
        "hearth": ["HearthServer", "ArgumentParser"],
        "hearth-bench": [
            "FlooClient", "HearthCore", "XSYNC", "SocketIO", "Censorship", "ArgumentParser", "NIO*", "FoundationEssentials", "Glibc",
        ],
    ]
}
