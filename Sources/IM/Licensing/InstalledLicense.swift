import HearthCore

/// A license text on one server: what it says, and whether it counts.
public struct InstalledLicense: Sendable, Equatable {
    /// Why a license does not count.
    public enum Trouble: String, Sendable {
        /// The text is damaged, or no license.
        case unreadable
        /// None of the issuers that the server accepts signed it, or it was changed since.
        case unknownIssuer
        /// It was issued for another server.
        case otherServer

        /// For the person who installs it.
        public var words: String {
            switch self {
            case .unreadable: "the text is no license, or it is damaged"
            case .unknownIssuer: "no issuer in license.issuers signed this text"
            case .otherServer: "it was issued for another server"
            }
        }
    }

    /// What is written in it, also where that does not count; nil for what cannot be read.
    public let license: License?
    /// Nil for a license that counts.
    public let trouble: Trouble?

    public init(license: License?, trouble: Trouble?) {
        self.license = license
        self.trouble = trouble
    }
}

/// Reads and makes license texts.
public struct LicenseReader: Sendable {
    private let coding: any LicenseCoding
    private let issuers: any LicenseVerifying

    public init(coding: any LicenseCoding, issuers: any LicenseVerifying) {
        self.coding = coding
        self.issuers = issuers
    }

    /// - Parameter key: the server it is to count on; nil where that is not asked.
    public func read(_ text: String, on key: String?) -> InstalledLicense {
        guard let text = LicenseText(text), let license = coding.decode(text.content) else {
            return InstalledLicense(license: nil, trouble: .unreadable)
        }
        guard issuers.isValid(text.signature, for: LicenseText.signed(text.content)) else {
            return InstalledLicense(license: license, trouble: .unknownIssuer)
        }
        let isElsewhere = key != nil && license.licenseKey != nil && license.licenseKey != key
        return InstalledLicense(license: license, trouble: isElsewhere ? .otherServer : nil)
    }
}

/// The signed bytes of a license.
public protocol LicenseCoding: Sendable {
    func encode(_ license: License) -> [UInt8]
    /// Nil for bytes that are no license, also where something stands in them that is not understood: it could be a condition.
    func decode(_ bytes: [UInt8]) -> License?
}

/// Knows the issuers whose licenses count.
public protocol LicenseVerifying: Sendable {
    /// Whether one of them signed this.
    func isValid(_ signature: [UInt8], for message: [UInt8]) -> Bool
}
