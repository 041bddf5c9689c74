import HearthCore

/// A license as it travels: what is signed and the signature, as lines that survive mail.
///
/// Between a BEGIN and an END line stands `HEARTH-LICENSE-1.`, the signed bytes, a dot and the signature, both in base64url, folded
/// to lines of 64 characters. Blanks and line ends do not count, and what stands around the two lines neither.
public struct LicenseText: Sendable, Equatable {
    /// Bytes of a whole text, at most.
    public static let most = 64 << 10

    private static let begin = "-----BEGIN HEARTH LICENSE-----"
    private static let end = "-----END HEARTH LICENSE-----"
    private static let prefix = "HEARTH-LICENSE-1."
    private static let width = 64

    public let content: [UInt8]
    /// Made over `signed(content)`.
    public let signature: [UInt8]

    public init(content: [UInt8], signature: [UInt8]) {
        self.content = content
        self.signature = signature
    }

    /// What is signed: the form stands in front, so that no other text of the signer is ever taken for a license.
    public static func signed(_ content: [UInt8]) -> [UInt8] { Array((prefix + Base64URL.encode(content)).utf8) }

    /// Reads a text; nil for anything that is none. Says nothing of the signature.
    public init?(_ text: String) {
        guard text.utf8.count <= Self.most else { return nil }
        let lines = text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map { Self.withoutBlanks($0) }
        guard let first = lines.firstIndex(of: Self.withoutBlanks(Self.begin.utf8)),
            let last = lines[first...].firstIndex(of: Self.withoutBlanks(Self.end.utf8))
        else { return nil }
        let body = lines[(first + 1)..<last].joined()
        guard body.hasPrefix(Self.prefix) else { return nil }
        let parts = body.dropFirst(Self.prefix.count).split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, let content = Base64URL.decode(parts[0]), let signature = Base64URL.decode(parts[1]) else { return nil }
        self.init(content: content, signature: signature)
    }

    private static func withoutBlanks(_ line: some Sequence<UInt8>) -> String {
        String(decoding: line.filter { ![0x20, 0x09, 0x0D].contains($0) }, as: UTF8.self)
    }

    public var text: String {
        let body = Array((String(decoding: Self.signed(content), as: UTF8.self) + "." + Base64URL.encode(signature)).utf8)
        let lines = stride(from: 0, to: body.count, by: Self.width).map {
            String(decoding: body[$0..<min($0 + Self.width, body.count)], as: UTF8.self)
        }
        return ([Self.begin] + lines + [Self.end]).joined(separator: "\n") + "\n"
    }
}
