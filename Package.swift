// swift-tools-version:6.2
import PackageDescription

let nioCore: Target.Dependency = .product(name: "NIOCore", package: "swift-nio")
let nioPosix: Target.Dependency = .product(name: "NIOPosix", package: "swift-nio")
let nioHTTP1: Target.Dependency = .product(name: "NIOHTTP1", package: "swift-nio")
let nioWebSocket: Target.Dependency = .product(name: "NIOWebSocket", package: "swift-nio")
let nioEmbedded: Target.Dependency = .product(name: "NIOEmbedded", package: "swift-nio")
let protobuf: Target.Dependency = .product(name: "SwiftProtobuf", package: "swift-protobuf")
let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
let hummingbirdCore: Target.Dependency = .product(name: "HummingbirdCore", package: "hummingbird")
let signals: Target.Dependency = .product(name: "UnixSignals", package: "swift-service-lifecycle")
let arguments: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")

/// The arrows between targets point one way; `Tests/ArchitectureTests` reads the imports and fails on a wrong one.
let package = Package(
    name: "hearth",
    products: [
        .executable(name: "hearth", targets: ["hearth"]),
        .executable(name: "hearth-bench", targets: ["hearth-bench"]),
        .library(name: "FlooClient", targets: ["FlooClient"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-nio.git", from: "2.101.2"),
        .package(url: "https://github.com/hummingbird-project/hummingbird.git", from: "2.28.1", traits: []),
        .package(url: "https://github.com/apple/swift-protobuf.git", from: "1.39.0"),
        .package(url: "https://github.com/apple/swift-argument-parser.git", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-log.git", from: "1.16.2"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle.git", from: "2.13.0"),
    ],
    targets: [
        .systemLibrary(name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
        .systemLibrary(name: "CLibPQ", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
        .systemLibrary(name: "COpenSSL", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
        .systemLibrary(name: "CArgon2", pkgConfig: "libargon2", providers: [.apt(["libargon2-dev"])]),
        .systemLibrary(name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),

        .target(name: "HearthCore"),
        .target(name: "XSYNC", dependencies: ["HearthCore", nioCore, protobuf], exclude: ["xsync.proto"]),
        .target(name: "SocketIO", dependencies: ["HearthCore", nioCore]),
        // What each character becomes before words are compared: data, which a C compiler takes in at once.
        .target(name: "CFold", exclude: ["NOTICE.txt"]),
        // RE2 is C++; these calls are C.
        .target(name: "RE2Calls", linkerSettings: [.linkedLibrary("re2")]),
        .target(name: "Censorship", dependencies: ["CFold", "RE2Calls"]),
        .target(name: "IM", dependencies: ["HearthCore", "Censorship"]),
        .target(name: "Database", dependencies: ["HearthCore", "CSQLite", "CLibPQ"]),
        .target(name: "Workers"),
        .target(name: "Cryptography", dependencies: ["HearthCore", "Workers", "COpenSSL", "CArgon2"]),
        // libcurl's options are set by a call that takes anything, which only C can make.
        .target(name: "CurlCalls", dependencies: ["CCurl"]),
        .target(name: "Outbound", dependencies: ["HearthCore", "Workers", "CurlCalls"]),
        .target(name: "Store", dependencies: ["HearthCore", "Censorship", "IM", "Database", "Cryptography"]),
        .target(name: "Live", dependencies: ["HearthCore", "IM"]),
        .target(name: "Observability", dependencies: ["HearthCore", logging]),
        .target(
            name: "Gateway",
            dependencies: [
                "HearthCore", "XSYNC", "SocketIO", "IM", "Live", "Observability",
                nioCore, nioPosix, nioHTTP1, nioWebSocket, protobuf, logging,
            ]
        ),
        .target(
            name: "Web",
            dependencies: [
                "HearthCore", nioCore, nioPosix, nioHTTP1, nioWebSocket, hummingbirdCore, logging,
            ]
        ),
        .target(name: "Ratel", dependencies: ["HearthCore", "IM", "Web"]),
        .target(name: "Console", dependencies: ["HearthCore", "Censorship", "IM", "Live", "Web"]),
        .target(
            name: "HearthServer",
            dependencies: [
                "HearthCore", "XSYNC", "SocketIO", "Censorship", "IM", "Database", "Workers", "Cryptography", "Outbound", "Store",
                "Live", "Observability", "Gateway", "Web", "Ratel", "Console", "FlooClient", nioCore, nioPosix, nioHTTP1, protobuf, logging,
                signals, arguments,
            ]
        ),
        .executableTarget(name: "hearth", dependencies: ["HearthServer", arguments]),
        .target(
            name: "FlooClient",
            dependencies: [
                "HearthCore", "XSYNC", "SocketIO", nioCore, nioPosix, nioHTTP1, nioWebSocket, protobuf,
            ]
        ),

        .executableTarget(
            name: "hearth-bench",
            dependencies: ["FlooClient", "HearthCore", "XSYNC", "SocketIO", "Censorship", nioCore, nioPosix, nioHTTP1, arguments]
        ),

        // What several test targets share.
        .target(name: "TestSupport", dependencies: ["HearthCore", "IM"], path: "Tests/TestSupport"),
        .target(name: "PostgresCluster", path: "Tests/PostgresCluster"),
        .target(name: "WireAgreement", dependencies: ["XSYNC", nioCore, protobuf], path: "Tests/WireAgreement"),
        .target(
            name: "FuzzSubjects", dependencies: ["HearthCore", "XSYNC", "SocketIO", "Censorship", "Gateway", "WireAgreement", nioCore],
            path: "Fuzz/Subjects"),

        .testTarget(name: "HearthCoreTests", dependencies: ["HearthCore"], exclude: ["error-codes.json"]),
        .testTarget(name: "ArchitectureTests"),
        .testTarget(
            name: "XSYNCTests", dependencies: ["HearthCore", "XSYNC", "WireAgreement", nioCore, protobuf],
            exclude: ["xsync-vectors.json"]),
        .testTarget(name: "SocketIOTests", dependencies: ["HearthCore", "SocketIO", nioCore]),
        .testTarget(name: "DatabaseTests", dependencies: ["HearthCore", "Database", "PostgresCluster"]),
        .testTarget(name: "CryptographyTests", dependencies: ["HearthCore", "Cryptography", "Workers", "COpenSSL", "CArgon2"]),
        .testTarget(name: "OutboundTests", dependencies: ["HearthCore", "Outbound"]),
        .testTarget(
            name: "WebTests",
            dependencies: ["HearthCore", "Web", nioCore, nioPosix, nioHTTP1, nioWebSocket, nioEmbedded, logging]),
        .testTarget(name: "CensorshipTests", dependencies: ["Censorship"]),
        .testTarget(name: "IMTests", dependencies: ["HearthCore", "Censorship", "IM", "TestSupport"]),
        .testTarget(name: "LiveTests", dependencies: ["HearthCore", "IM", "Live", "TestSupport"]),
        .testTarget(
            name: "StoreTests",
            dependencies: [
                "HearthCore", "Censorship", "IM", "Database", "Store", "Live", "XSYNC", "Gateway", "Observability", "HearthServer",
                "TestSupport", "PostgresCluster", nioCore, nioEmbedded, protobuf, logging,
            ],
            exclude: ["Fixtures"]),
        .testTarget(
            name: "GatewayTests",
            dependencies: [
                "HearthCore", "IM", "Live", "XSYNC", "SocketIO", "Gateway", "Observability", "TestSupport", nioCore, nioEmbedded,
                nioHTTP1, nioWebSocket,
                protobuf, logging,
            ]),
        .testTarget(
            name: "RatelTests", dependencies: ["HearthCore", "Censorship", "IM", "Web", "Ratel", "Console", "Live", "TestSupport"],
            exclude: ["rest-endpoints.json"]),
        .testTarget(name: "HearthBenchTests", dependencies: ["hearth-bench", "FlooClient", nioCore]),
        .testTarget(name: "FuzzTests", dependencies: ["FuzzSubjects"]),
        .testTarget(
            name: "FlooClientTests",
            dependencies: [
                "HearthCore", "XSYNC", "SocketIO", "FlooClient", nioCore, nioPosix, nioHTTP1, nioWebSocket, protobuf,
            ]),
        .testTarget(
            name: "HearthServerTests",
            dependencies: [
                "HearthCore", "HearthServer", "FlooClient", "XSYNC", "IM", "Cryptography", nioCore, nioPosix, logging, arguments,
            ]),
    ]
)

// Only with libFuzzer, which brings `main` along: `scripts/fuzz` sets the variable.
if Context.environment["HEARTH_FUZZ"] == "1" {
    package.targets.append(
        .executableTarget(
            name: "hearth-fuzz", dependencies: ["FuzzSubjects"], path: "Fuzz/Main",
            swiftSettings: [.unsafeFlags(["-parse-as-library"])]))
}
