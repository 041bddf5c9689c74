/// The row a query stands on. Valid only inside the closure it is given to: take values out, never the row.
///
/// Columns count from 0. A NULL or a missing column reads as 0, empty or false; where absence matters use the optional forms.
public protocol Row {
    /// Whether the column is NULL.
    func isNull(_ column: Int) -> Bool
    /// A whole number.
    func int64(_ column: Int) -> Int64
    /// A floating-point number.
    func double(_ column: Int) -> Double
    /// The bytes of a blob or of a text in UTF-8, without a copy. The buffer dies with the closure.
    func withBytes(_ column: Int, _ body: (UnsafeRawBufferPointer) -> Void)
}

extension Row {
    /// A whole number, nil for NULL.
    public func optionalInt64(_ column: Int) -> Int64? { isNull(column) ? nil : int64(column) }

    /// Whether the number is not 0.
    public func bool(_ column: Int) -> Bool { int64(column) != 0 }

    /// A text; bytes that are no UTF-8 come as U+FFFD.
    public func text(_ column: Int) -> String {
        var text = ""
        withBytes(column) { text = String(decoding: $0, as: UTF8.self) }
        return text
    }

    /// A text, nil for NULL.
    public func optionalText(_ column: Int) -> String? { isNull(column) ? nil : text(column) }

    /// A copy of the bytes.
    public func blob(_ column: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        withBytes(column) { bytes = [UInt8]($0) }
        return bytes
    }

    /// A copy of the bytes, nil for NULL.
    public func optionalBlob(_ column: Int) -> [UInt8]? { isNull(column) ? nil : blob(column) }
}
