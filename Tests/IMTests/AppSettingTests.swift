import HearthCore
import Testing

@testable import IM

struct AppSettingTests {
    @Test func theseAreTheDefaults() {
        let settings = AppSettings()
        #expect(settings.recallEnabled)
        #expect(settings.recallWindowChat == 300 && settings.recallWindowGroup == 300)
        #expect(!settings.chatFriendsOnly)
        #expect(settings.devicesPerPlatform == 10 && settings.devicesWhenFull == .evict)
        #expect(settings.retentionDays == 0)
        #expect(settings.rosterApplicationDays == 7)
    }

    @Test func everyRowHasItsOwnNameAndField() {
        let keys = AppSettingTable.keys
        #expect(Set(keys.map(\.name)).count == keys.count)
        // The limits are one field together.
        #expect(Mirror(reflecting: AppSettings()).children.count == keys.count - RateLimit.allCases.count + 1)
        for key in keys {
            let settings = AppSettings(stored: [key.name: Self.other(than: key)])
            #expect(keys.filter { $0.isChanged(in: settings) }.map(\.name) == [key.name])
            #expect(key.text(in: settings) == Self.other(than: key))
        }
    }

    /// A value that is not the default.
    private static func other(than key: AppSettingKey) -> String {
        switch key.shape {
        case .bool: key.standard == "true" ? "false" : "true"
        case .integer(let bounds): "\(bounds.upperBound)"
        case .choice(let words): words.first { $0 != key.standard } ?? ""
        case .words(let words): words.joined(separator: ",") == key.standard ? "" : words.joined(separator: ",")
        case .text: "some\nlines"
        case .url: "https://login.example/ask"
        case .rate: "7/3"
        case .publicKey: "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n"
        }
    }

    @Test func everyDefaultIsAValueAndEveryHelpASentence() {
        for key in AppSettingTable.keys {
            #expect(key.parse(key.standard) == key.standard, "\(key.name)")
            #expect(key.help.hasSuffix(".") && key.name.allSatisfy { $0.isLowercase || $0 == "." }, "\(key.name)")
        }
    }

    @Test func whatAnotherVersionStoredLeavesTheDefault() {
        let settings = AppSettings(stored: [
            "no.such.key": "1", "retention.days": "often", "devices.per.platform": "0", "recall.enabled": "no",
        ])
        #expect(settings == AppSettings())
    }

    @Test(arguments: [
        ("recall.window.chat", ["0", "31536000"], ["-1", "31536001", "", " 1", "1.5", "1e3", "99999999999999999999"]),
        ("devices.per.platform", ["1", "100"], ["0", "101"]), ("retention.days", ["0", "36500"], ["36501"]),
        ("limit.messages.user", ["0", "1/1", "1000000/86400"], ["1", "", "0/1", "1/0", "300 / 10"]),
        ("recall.enabled", ["true", "false"], ["True", "1", "yes", ""]), ("devices.when.full", ["evict", "refuse"], ["Evict", ""]),
    ])
    func valuesKeepTheirBounds(name: String, good: [String], bad: [String]) throws {
        let key = try #require(AppSettingTable.key(named: name))
        for text in good { #expect(key.parse(text) == text) }
        for text in bad {
            var edits = AppSettingEdits()
            let error = #expect(throws: Failure.self) { try edits.set(name, to: text) }
            #expect(error?.name == .invalidRequestParameter)
            #expect(error?.detail == "invalid request parameter: \(name): expected \(key.shape.expected), found '\(text)'")
            #expect(edits == AppSettingEdits())
        }
    }

    @Test func numbersAreKeptInOneForm() throws {
        var edits = AppSettingEdits()
        try edits.set("retention.days", to: "+007")
        #expect(edits.texts == ["retention.days": "7"])
    }

    @Test func theDefaultIsKeptAsNothing() throws {
        var edits = AppSettingEdits()
        try edits.set("retention.days", to: "0")
        try edits.set("recall.enabled", to: "false")
        try edits.set("recall.enabled", to: nil)
        #expect(edits.texts == ["retention.days": nil, "recall.enabled": nil])
    }

    @Test(arguments: [
        ("recall.enable", "recall.enabled"), ("retention.day", "retention.days"), ("Recall.Window.Groups", "recall.window.group"),
    ])
    func anUnknownKeyIsToldTheNearest(name: String, nearest: String) {
        var edits = AppSettingEdits()
        let error = #expect(throws: Failure.self) { try edits.set(name, to: "1") }
        #expect(error?.detail == "invalid request parameter: unknown key '\(name)'; the nearest known key is '\(nearest)'")
    }

    @Test func aLongTextIsNotEchoedWhole() {
        var edits = AppSettingEdits()
        let error = #expect(throws: Failure.self) { try edits.set(String(repeating: "x", count: 100_000), to: nil) }
        #expect((error?.detail?.count ?? .max) < 200)
    }

    @Test func textsMayHaveLinesAndHaveTheirBounds() throws {
        let secret = AppSettingTable.registrationPushSecret.key
        #expect(secret.parse("a\nb=c ") == "a\nb=c ")
        #expect(secret.parse(String(repeating: "é", count: 256)) != nil)
        #expect(secret.parse(String(repeating: "é", count: 257)) == nil)
        #expect(secret.parse("a\0") == nil)
        let key = AppSettingTable.loginExternalKey.key
        let pem = "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n"
        #expect(key.parse(pem) == pem && key.parse("") == "")
        for text in ["x", pem + pem + "x", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----"] {
            #expect(key.parse(text) == nil)
        }
        let url = AppSettingTable.loginExternalURL.key
        #expect(url.parse("https://a.example/x") != nil && url.parse("") == "" && url.parse("http://a.example/x") == nil)
    }

    @Test func aSecretIsNeverShownNorTakenBackAsItWasShown() {
        let secret = AppSettingTable.registrationPushSecret.key
        #expect(secret.shown("top") == "***" && secret.shown("") == "")
        var edits = AppSettingEdits()
        #expect(throws: Failure.self) { try edits.set("registration.push.secret", to: "***") }
        let long = String(repeating: "s", count: 300)
        let error = #expect(throws: Failure.self) { try edits.set("registration.push.secret", to: long) }
        #expect(error?.detail?.contains("ss") == false)
        #expect(AppSettingTable.loginExternalURL.key.shown("https://a/") == "https://a/")
    }
}
