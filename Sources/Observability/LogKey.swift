import Logging

/// The keys of log metadata, in one place: nobody invents one inline. No secret and no user content
/// is ever a value.
public enum LogKey: String, Sendable {
    case app
    case user
    case device
    case peer
    case reason
    case limit
    case address
    case path
    case count
    case milliseconds
    case error
    case version
    case signal
    case act
    case author
    case subject
    case before
    case after
}

extension Logger.Metadata {
    /// Metadata from typed keys.
    public static func with(_ values: [LogKey: String]) -> Logger.Metadata {
        Logger.Metadata(uniqueKeysWithValues: values.map { ($0.key.rawValue, .string($0.value)) })
    }
}
