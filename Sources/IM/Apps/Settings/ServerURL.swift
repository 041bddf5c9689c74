/// What may be set as the address of another server.
enum ServerURL {
    /// `https://` with a host, or `http://` where the host is this machine: passwords go there. No user, no fragment, nothing
    /// that a URL must escape.
    static func isAcceptable(_ text: String) -> Bool {
        guard text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }), !text.contains(where: { "\\\"<>^`{|}#".contains($0) }) else { return false }
        if let host = host(of: text, scheme: "https://") { return !host.isEmpty }
        if let host = host(of: text, scheme: "http://") { return isLoopback(host) }
        return false
    }

    /// Nil where the scheme is another one, or the authority holds more than host and port.
    private static func host(of text: String, scheme: String) -> String? {
        guard text.lowercased().hasPrefix(scheme) else { return nil }
        let authority = text.dropFirst(scheme.count).prefix { $0 != "/" && $0 != "?" }
        let host: Substring
        if authority.hasPrefix("[") {
            guard let end = authority.firstIndex(of: "]") else { return nil }
            host = authority[...end]
        } else {
            host = authority.prefix { $0 != ":" }
            guard host.allSatisfy({ $0.isLetter || $0.isNumber || $0 == "-" || $0 == "." || $0 == "_" }) else { return nil }
        }
        let port = authority[host.endIndex...]
        guard port.isEmpty || (port.first == ":" && UInt16(port.dropFirst()) ?? 0 > 0) else { return nil }
        return host.lowercased()
    }

    private static func isLoopback(_ host: String) -> Bool {
        if host == "localhost" || host == "[::1]" { return true }
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts.first == "127" && parts.allSatisfy { UInt8($0) != nil }
    }
}
