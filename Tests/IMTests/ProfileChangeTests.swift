import HearthCore
import Testing

@testable import IM

struct ProfileChangeTests {
    private static func change(_ path: WritableKeyPath<ProfileChange, String?> & Sendable, _ text: String) -> ProfileChange {
        var change = ProfileChange()
        change[keyPath: path] = text
        return change
    }

    private static let bounds: [(WritableKeyPath<ProfileChange, String?> & Sendable, Int, String)] = [
        (\.nickName, 64, "nick_name"), (\.avatar, 1_024, "avatar"), (\.about, 1_024, "description"),
        (\.publicInfo, 8_192, "public_info"), (\.privateInfo, 8_192, "private_info"),
    ]

    @Test func everyTextHasItsBound() throws {
        for (path, most, field) in Self.bounds {
            try Self.change(path, String(repeating: "x", count: most)).check()
            for bad in [String(repeating: "x", count: most + 1), "a\0b"] {
                #expect(throws: Failure(.invalidRequestParameter, "invalid request parameter: \(field)")) {
                    try Self.change(path, bad).check()
                }
            }
        }
    }

    @Test func charactersAreCountedWhereAPersonReadsThemAndBytesElsewhere() throws {
        try Self.change(\.nickName, String(repeating: "安", count: 64)).check()
        #expect(throws: Failure.self) { try Self.change(\.publicInfo, String(repeating: "安", count: 2_731)).check() }
        // One character to the eye, a hundred to the store.
        #expect(throws: Failure.self) { try Self.change(\.nickName, "e" + String(repeating: "\u{301}", count: 100)).check() }
    }

    @Test(arguments: ["", "12345", "+12345", "+8613800000000", String(repeating: "1", count: 20)])
    func aMobileNumber(text: String) throws { try Self.change(\.mobile, text).check() }

    @Test(arguments: ["+", "1234", "+1234", "12 345", "1234５", "++12345", "12345+", String(repeating: "1", count: 21), "0\0"])
    func noMobileNumber(text: String) {
        #expect(throws: Failure(.invalidRequestParameter, "invalid request parameter: mobile")) {
            try Self.change(\.mobile, text).check()
        }
    }

    @Test func friendsAreToldOfPublicFieldsAlone() {
        var change = ProfileChange()
        change.mobile = "12345"
        change.privateInfo = "mine"
        #expect(change.publicJSON == nil)
        change.about = "\u{1}\"\\"
        change.nickName = ""
        #expect(change.publicJSON == #"{"nick_name":"","description":"\u0001\"\\"}"#)
    }

    @Test func aLongTextIsLookedUpByFriends() {
        var change = Self.change(\.publicInfo, String(repeating: "x", count: 1_024))
        #expect(change.publicJSON == #"{"public_info":"\#(String(repeating: "x", count: 1_024))"}"#)
        change.publicInfo?.append("x")
        #expect(change.publicJSON == "{}", "they are told that something is new")
        change.about = "me"
        #expect(change.publicJSON == #"{"description":"me"}"#)
        #expect(Self.change(\.publicInfo, "").publicJSON == #"{"public_info":""}"#)
    }

    @Test(arguments: [-1, 24, .max]) func anHourIsOneOfTheDay(hour: Int) throws {
        let hours: [(WritableKeyPath<UserSettingsChange, Int?> & Sendable, String)] = [
            (\.noPushStartHour, "no_push_start_hour"), (\.noPushEndHour, "no_push_end_hour"),
            (\.silenceStartTime, "silence_start_time"), (\.silenceEndTime, "silence_end_time"),
        ]
        for (path, field) in hours {
            var change = UserSettingsChange()
            for right in [0, 23] {
                change[keyPath: path] = right
                try change.check()
            }
            change[keyPath: path] = hour
            #expect(throws: Failure(.invalidRequestParameter, "invalid request parameter: \(field)")) { try change.check() }
        }
    }

    @Test func settingsHaveTheirBounds() throws {
        for mode in 0...3 {
            var change = UserSettingsChange()
            change.authMode = mode
            try change.check()
            #expect(change.applied(to: UserSettings()).authMode.rawValue == mode)
        }
        for mode in [-1, 4] {
            var change = UserSettingsChange()
            change.authMode = mode
            #expect(throws: Failure(.invalidRequestParameter, "invalid request parameter: auth_mode")) { try change.check() }
        }
        let texts: [(WritableKeyPath<UserSettingsChange, String?> & Sendable, String)] = [
            (\.authQuestion, "auth_question"), (\.authAnswer, "auth_answer"), (\.pushNickName, "push_nick_name"),
        ]
        for (path, field) in texts {
            var change = UserSettingsChange()
            change[keyPath: path] = String(repeating: "x", count: 256)
            try change.check()
            change[keyPath: path] = String(repeating: "x", count: 257)
            #expect(throws: Failure(.invalidRequestParameter, "invalid request parameter: \(field)")) { try change.check() }
        }
    }
}
