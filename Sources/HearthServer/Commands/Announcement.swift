import ArgumentParser
import Glibc
import HearthCore
import Web

/// How a running server is reached, for scripts (JSON) and for a person (text).
struct Announcement {
    private let address: HearthServer.Address

    init(_ address: HearthServer.Address) { self.address = address }

    private var json: JSON {
        [
            "app_id": .string(address.appID.rawValue),
            "http": .string(address.http.description),
            "tcp": JSON(address.tcp?.description),
            "admin_token_file": .string(address.adminTokenFile),
            "pid": .integer(Int64(getpid())),
        ]
    }

    /// Whoever waits for the file finds it whole.
    func write(to path: String) throws {
        guard Files.write(json.description + "\n", to: path) else {
            throw StartError("cannot write \(path): \(String(cString: strerror(errno)))")
        }
    }

    var text: String {
        let reachable = ["0.0.0.0", "::"].contains(address.http.host) ? HostPort(host: "127.0.0.1", port: address.http.port) : address.http
        return """
            Hearth \(Version.text) is ready.
              AppID        \(address.appID)
              REST         http://\(reachable)
              WebSocket    ws://\(reachable)\(address.tcp.map { "\n  TCP          \($0)" } ?? "")
              SDK setting  dnsServer = http://\(reachable)/v2/app_dns
              Admin token  in \(address.adminTokenFile)
            """
    }
}
