/// Bytes that are not the protobuf message they should be.
public enum WireError: Error, Equatable, Sendable {
    /// Truncated, a bad tag, length or varint, a group, or text that is not UTF-8.
    case malformed
}
