/// Bytes that are not the protobuf message they should be.
public enum WireError: Error, Equatable, Sendable {
    /// Truncated, a bad tag, length or varint, or a group.
    case malformed
    /// Text that is not UTF-8.
    case notText
}
