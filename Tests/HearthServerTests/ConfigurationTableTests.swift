import Testing

@testable import HearthServer

struct ConfigurationTableTests {
    @Test func namesAndVariablesAreUnique() {
        let keys = ConfigurationTable.keys
        #expect(Set(keys.map(\.name)).count == keys.count)
        #expect(Set(keys.map(\.environment)).count == keys.count)
    }

    @Test func aVariableIsTheNameInCapitals() {
        #expect(ConfigurationTable.httpListen.key.environment == "HEARTH_HTTP_LISTEN")
        #expect(ConfigurationTable.tokenLifetimeDays.key.environment == "HEARTH_TOKEN_LIFETIME_DAYS")
    }

    @Test func everyDefaultIsOfItsOwnKind() {
        for key in ConfigurationTable.keys {
            #expect(key.accepts(key.standard), "\(key.name)")
        }
    }

    @Test func everyKeyHelpsInFullSentences() {
        for key in ConfigurationTable.keys {
            #expect(key.help.hasSuffix("."), "\(key.name)")
            #expect(!key.expected.isEmpty, "\(key.name)")
            #expect(key.name.allSatisfy { $0.isLowercase || $0 == "." }, "\(key.name)")
        }
    }

    @Test func numbersKeepTheirBounds() {
        let kind = ConfigurationKind.integer(1...64)
        #expect(kind.parse("1") == 1)
        #expect(kind.parse("64") == 64)
        for text in ["0", "65", "-1", "", "2.5", "0x10", "99999999999999999999"] {
            #expect(kind.parse(text) == nil, "\(text)")
        }
    }

    @Test func aDatabaseIsAFileOrAnAddress() {
        #expect(DatabaseLocation("sqlite:/var/hearth.db") == .sqlite(path: "/var/hearth.db"))
        #expect(DatabaseLocation("sqlite:a")?.description == "sqlite:a")
        #expect(DatabaseLocation("postgres://localhost/hearth") == .postgres(url: "postgres://localhost/hearth"))
        for text in ["sqlite:", "mysql://localhost/hearth", "hearth.db"] {
            #expect(DatabaseLocation(text) == nil, "\(text)")
        }
    }

    @Test(arguments: [
        ("postgres://hearth:pass@host:5432/db", "postgres://hearth:***@host:5432/db"),
        ("postgres://hearth:p@ss:w@host/db?sslmode=require", "postgres://hearth:***@host/db?sslmode=require"),
        ("postgresql://hearth@host/db?a=b&password=secret&c=d", "postgresql://hearth@host/db?a=b&password=***&c=d"),
        ("postgres://host/db?password=secret", "postgres://host/db?password=***"),
        ("postgres:///db", "postgres:///db"), ("mysql://u:secret@host/db", "mysql://u:***@host/db"),
    ])
    func noPasswordIsShown(address: String, shown: String) {
        #expect(DatabaseLocation.masked(address) == shown)
    }
}
