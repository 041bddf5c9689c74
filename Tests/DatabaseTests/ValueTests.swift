import Testing

@testable import Database

@Suite(.timeLimit(.minutes(1)))
struct ValueTests {
    @Test(arguments: [
        SQLValue.null, .integer(.min), .integer(.max), .integer(0), .real(-0.5), .text(""), .text("hi"), .text("a\u{0}b"), .text("日本語🔥"),
        .blob([]), .blob([0]), .blob([0, 1, 0, 255, 0]), .blob([UInt8](repeating: 7, count: 100_000)),
    ])
    func everyValueComesBackAsItWas(_ value: SQLValue) async throws {
        let store = try TestStore()
        let (type, back) = try await store.database.writing { connection in
            try connection.execute("CREATE TABLE v (x)")
            try connection.execute("INSERT INTO v VALUES (?1)", [value])
            let found = try connection.first("SELECT typeof(x), x FROM v") { ($0.text(0), $0.value(1, of: $0.text(0))) }
            return try #require(found)
        }
        #expect(type == value.storageClass)
        #expect(back == value)
    }

    @Test func absenceIsToldFromEmptiness() async throws {
        let store = try TestStore()
        let row = try await store.database.reading { connection in
            try connection.first("SELECT NULL, x'', '', 0, 1") { row in
                (
                    row.isNull(0), row.optionalBlob(0), row.optionalBlob(1), row.optionalText(2), row.optionalInt64(3), row.bool(4),
                    row.blob(0)
                )
            }
        }
        let (isNull, absent, blob, text, number, flag, none) = try #require(row)
        #expect(isNull && absent == nil && blob == [] && text == "" && number == 0 && flag && none == [])
    }

    @Test func preparedStatementsBindEveryKind() async throws {
        let store = try TestStore()
        let rows = try await store.database.writing { connection in
            let connection = try #require(connection as? SQLiteConnection)
            try connection.execute("CREATE TABLE v (a, b, c, d, e)")
            let insert = try connection.prepared("INSERT INTO v VALUES (?1, ?2, ?3, ?4, ?5)")
            for (number, bytes) in [(1, [1, 2]), (2, []), (3, [0])] as [(Int64, [UInt8])] {
                try insert.bind(1, number)
                try insert.bind(2, "text \(number)")
                try insert.bindNull(3)
                try insert.bind(4, bytes)
                #expect(try insert.run(5, bytes) == 1)
            }
            try bytesElsewhere.withUnsafeBytes { bytes in
                try insert.bind(1, 4)
                try insert.bind(2, "")
                try insert.bind(4, unowned: bytes)
                try insert.run()
            }
            // What was lent is forgotten, and with it the rest.
            try insert.run()
            return try connection.all("SELECT a, b, c, d, e FROM v") { row in
                "\(row.int64(0)) \(row.text(1)) \(row.isNull(2)) \(row.optionalBlob(3) ?? [99]) \(row.optionalBlob(4) ?? [99])"
            }
        }
        #expect(
            rows == [
                "1 text 1 true [1, 2] [1, 2]", "2 text 2 true [] []", "3 text 3 true [0] [0]", "4  true [5, 6] [99]",
                "0  true [99] [99]",
            ])
    }
}

private let bytesElsewhere: [UInt8] = [5, 6]

extension SQLValue {
    fileprivate var storageClass: String {
        switch self {
        case .null: "null"
        case .integer: "integer"
        case .real: "real"
        case .text: "text"
        case .blob: "blob"
        case .integers: "text"
        case .blobs: "none"
        }
    }
}

extension Row {
    fileprivate func value(_ column: Int, of storageClass: String) -> SQLValue {
        switch storageClass {
        case "integer": .integer(int64(column))
        case "real": .real(double(column))
        case "text": .text(text(column))
        case "blob": .blob(blob(column))
        default: .null
        }
    }
}
