import Testing

@testable import hearth_bench

struct PostgresAddressTests {
    @Test(arguments: [
        ("postgres://a:b@h:5432/postgres", "postgres://a:b@h:5432/mine"),
        ("postgres://a:b@h:5432", "postgres://a:b@h:5432/mine"),
        ("postgresql://h/", "postgresql://h/mine"),
        ("postgres://h/x?sslmode=verify-full&sslrootcert=/etc/ca.crt", "postgres://h/mine?sslmode=verify-full&sslrootcert=/etc/ca.crt"),
        ("postgres://h?host=/run/postgresql", "postgres://h/mine?host=/run/postgresql"),
    ])
    func anotherDatabaseOfTheSameServer(address: String, other: String) {
        #expect(PostgresAddress(address)?.database("mine").text == other)
    }

    @Test(arguments: ["", "postgres", "sqlite:x", "http://h/postgres://"])
    func nothingElseIsAnAddress(text: String) { #expect(PostgresAddress(text) == nil) }

    @Test func passwordsAreNotTold() {
        #expect(PostgresAddress("postgres://a:s3:c@ret@h:1/x?y=z")?.description == "postgres://a:***@h:1/x?y=z")
        #expect(PostgresAddress("postgres://a@h/x?password=s3&y=z")?.description == "postgres://a@h/x?password=***&y=z")
        #expect(PostgresAddress("postgres://a@h/x?y=z&sslpassword=s3")?.description == "postgres://a@h/x?y=z&sslpassword=***")
    }

    @Test func aReportTellsTheCommandWithoutPasswords() {
        let two = ["/x/hearth-bench", "--database", "postgres://a:s3@h/x", "--seconds", "2"]
        #expect(Output.commandLine(two) == "hearth-bench --database postgres://a:***@h/x --seconds 2")
        let one = ["hearth-bench", "--database=postgres://a:s3@h/x?password=s4"]
        #expect(Output.commandLine(one) == "hearth-bench --database=postgres://a:***@h/x?password=***")
    }
}
