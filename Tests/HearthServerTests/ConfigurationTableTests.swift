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

    @Test func onlySQLiteIsADatabaseSoFar() {
        #expect(DatabaseLocation("sqlite:/var/hearth.db") == .sqlite(path: "/var/hearth.db"))
        #expect(DatabaseLocation("sqlite:a")?.description == "sqlite:a")
        for text in ["sqlite:", "postgres://localhost/hearth", "hearth.db"] {
            #expect(DatabaseLocation(text) == nil, "\(text)")
        }
    }

    @Test(arguments: [
        ("kitten", "sitting", 3), ("", "abc", 3), ("abc", "", 3), ("same", "same", 0), ("log.levle", "log.level", 2),
    ])
    func theDistanceCountsSingleChanges(left: String, right: String, distance: Int) {
        #expect(NearestName.distance(left, right) == distance)
        #expect(NearestName.distance(right, left) == distance)
    }
}
