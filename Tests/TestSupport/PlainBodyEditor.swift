import HearthCore
import IM

/// Bodies are their texts: an edit adds to them or takes their place.
public struct PlainBodyEditor: BodyEditor {
    public init() {}

    public func edited(_ body: [UInt8], by operation: [UInt8], _ kind: ItemKind) throws(Failure) -> [UInt8] {
        guard !operation.isEmpty else { throw Failure(.invalidParam) }
        return kind == .append ? body + operation : operation
    }
}
