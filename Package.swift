// swift-tools-version:6.2
import PackageDescription

let nioCore: Target.Dependency = .product(name: "NIOCore", package: "swift-nio")
let nioPosix: Target.Dependency = .product(name: "NIOPosix", package: "swift-nio")
let nioHTTP1: Target.Dependency = .product(name: "NIOHTTP1", package: "swift-nio")
let nioWebSocket: Target.Dependency = .product(name: "NIOWebSocket", package: "swift-nio")
let nioEmbedded: Target.Dependency = .product(name: "NIOEmbedded", package: "swift-nio")
let protobuf: Target.Dependency = .product(name: "SwiftProtobuf", package: "swift-protobuf")
let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
let hummingbird: Target.Dependency = .product(name: "Hummingbird", package: "hummingbird")
let hummingbirdCore: Target.Dependency = .product(name: "HummingbirdCore", package: "hummingbird")
let httpTypes: Target.Dependency = .product(name: "NIOHTTPTypes", package: "swift-nio-extras")
let httpTypesHTTP1: Target.Dependency = .product(name: "NIOHTTPTypesHTTP1", package: "swift-nio-extras")
let lifecycle: Target.Dependency = .product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let arguments: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")

/// The arrows between targets point one way; `Tests/ArchitectureTests` reads the imports and fails on a wrong one.
let package = Package(
    name: "hearth",
    products: [
        .executable(name: "hearth", targets: ["hearth"]),
        .library(name: "FlooClient", targets: ["FlooClient"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-nio.git", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-extras.git", from: "1.35.2"),
        .package(url: "https://github.com/hummingbird-project/hummingbird.git", from: "2.28.1", traits: []),
        .package(url: "https://github.com/apple/swift-protobuf.git", from: "1.39.0"),
        .package(url: "https://github.com/apple/swift-argument-parser.git", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-log.git", from: "1.16.2"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle.git", from: "2.13.0"),
    ],
    targets: [
        .systemLibrary(name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
        .systemLibrary(name: "COpenSSL", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
        .systemLibrary(name: "CArgon2", pkgConfig: "libargon2", providers: [.apt(["libargon2-dev"])]),

        .target(name: "HearthCore"),
        .target(name: "XSYNC", dependencies: ["HearthCore", nioCore, protobuf]),
        .target(name: "SocketIO", dependencies: ["HearthCore", nioCore]),
        .target(name: "IM", dependencies: ["HearthCore"]),
        .target(name: "Database", dependencies: ["HearthCore", "CSQLite"]),
        .target(name: "Cryptography", dependencies: ["HearthCore", "COpenSSL", "CArgon2"]),
        .target(name: "Store", dependencies: ["HearthCore", "IM", "Database"]),
        .target(name: "Live", dependencies: ["HearthCore", "IM"]),
        .target(name: "Observability", dependencies: ["HearthCore", logging]),
        .target(
            name: "Gateway",
            dependencies: [
                "HearthCore", "XSYNC", "SocketIO", "IM", "Live", "Observability",
                nioCore, nioPosix, nioHTTP1, nioWebSocket, logging,
            ]
        ),
        .target(
            name: "Web",
            dependencies: [
                "HearthCore", "Observability", nioCore, nioPosix, nioHTTP1, nioWebSocket,
                hummingbird, hummingbirdCore, httpTypes, httpTypesHTTP1, logging,
            ]
        ),
        .target(name: "Ratel", dependencies: ["HearthCore", "IM", "Web"]),
        .target(name: "Console", dependencies: ["HearthCore", "IM", "Live", "Web"]),
        .target(
            name: "HearthServer",
            dependencies: [
                "HearthCore", "XSYNC", "SocketIO", "IM", "Database", "Cryptography", "Store", "Live", "Observability",
                "Gateway", "Web", "Ratel", "Console", nioCore, nioPosix, hummingbird, logging, lifecycle, arguments,
            ]
        ),
        .executableTarget(name: "hearth", dependencies: ["HearthServer"]),
        .target(
            name: "FlooClient",
            dependencies: [
                "HearthCore", "XSYNC", "SocketIO", nioCore, nioPosix, nioHTTP1, nioWebSocket,
            ]
        ),
    ]
)
