import Censorship
import HearthCore
import IM
import TestSupport
import Testing

struct CensorTests {
    private static let app = AppNumber(1)
    private let list: WordListName
    private let bodies = PlainBodyCodec()
    private let lexicons = Lexicons()
    private var censor: Censor { Censor(lexicons: lexicons, bodies: bodies) }

    private init() throws {
        list = try #require(WordListName("default"))
        let rules = [
            WordRule("bad", .exact, .refuse), WordRule("rude", .exact, .mask), WordRule("odd", .exact, .review),
        ]
        lexicons.put(Lexicons.Entry(name: list, version: 1, lexicon: try Lexicon(rules)), in: Self.app)
    }

    private func message(
        _ content: String = "", attachment: String = "", config: String = "", ext: String = "", app: AppNumber = Self.app
    ) throws -> OutgoingMessage {
        let fields = BodyFields(contentType: 0, content: content, attachment: attachment, config: config, ext: ext)
        return OutgoingMessage(
            sender: DeviceAddress(account: Account(app: app, user: UserID(2)), device: DeviceSN(1)), target: .user(UserID(4)),
            clientID: 1, contentType: 0, isEphemeral: false, payload: try bodies.encode(fields, as: .chat))
    }

    private func looked(
        _ message: OutgoingMessage, by author: MessageAuthor = .user, _ texts: [String: String] = [:]
    ) -> (name: FailureName?, fields: BodyFields, hits: [String]) {
        let done = censor.moderated(message, by: author, AppSettings(stored: texts))
        return (
            done.moderation?.refusal?.name, bodies.decode(done.payload) ?? BodyFields(contentType: -1),
            done.moderation?.hits.map(\.found) ?? []
        )
    }

    @Test func eachActionDoesWhatItSays() throws {
        #expect(looked(try message("so bad")).name == .messageCensored)
        #expect(looked(try message("so Rude, so rude")).fields.content == "so ****, so ****")
        #expect(looked(try message("so Odd")).hits == ["Odd"])
        #expect(looked(try message("so Odd")).fields.content == "so Odd")
        let clean = looked(try message("so good", attachment: "{}", config: #"{"a":1}"#, ext: "null"))
        #expect(clean.name == nil && clean.hits.isEmpty && clean.fields.content == "so good")
    }

    @Test func theSternestOfTwoActionsHolds() throws {
        let both = looked(try message("rude and bad"))
        #expect(both.name == .messageCensored && both.hits.isEmpty)
        let mild = looked(try message("rude and odd"))
        #expect(mild.fields.content == "**** and odd" && mild.hits == ["odd"])
    }

    @Test func namesOfFilesAndAllStringsOfJSONAreLookedThrough() throws {
        #expect(looked(try message(attachment: #"{"dName":"bad.pdf","url":"https://x.example/1"}"#)).name == .messageCensored)
        #expect(looked(try message(attachment: #"{"dName":"x.pdf","url":"https://x.example/bad"}"#)).name == nil)
        #expect(looked(try message(config: #"{"pushMessage":"b\u0061d"}"#)).name == .messageCensored)
        #expect(looked(try message(ext: #"{"bad":1,"x":[{"y":"good"}]}"#)).name == nil, "names of members are not looked at")
        #expect(looked(try message(ext: "bad")).name == .messageCensored, "what is no JSON is a text")
        #expect(looked(try message(ext: #"{"a":"ba","b":"d"}"#)).name == nil, "nothing is found across two strings")
    }

    @Test func onlyTheStringsThatAreMaskedBecomeOthers() throws {
        let ext = #"{ "a" : "say \"rude\"\n", "b":"\u0041", "n":1.50 }"#
        #expect(looked(try message(ext: ext)).fields.ext == #"{ "a" : "say \"****\"\n", "b":"\u0041", "n":1.50 }"#)
    }

    @Test func otherAppsAndExemptAuthorsAreNotLookedThrough() throws {
        #expect(looked(try message("bad", app: AppNumber(2))).name == nil)
        #expect(looked(try message("bad"), by: .admin).name == nil)
        #expect(looked(try message("bad"), by: .system).name == nil)
        #expect(looked(try message("bad"), by: .admin, ["censorship.exempt": "system"]).name == .messageCensored)
        #expect(looked(try message("bad"), by: .system, ["censorship.exempt": ""]).name == .messageCensored)
        #expect(looked(try message("bad"), ["censorship.enabled": "false"]).name == nil)
    }

    @Test func aListThatIsPutOrTakenOutHoldsForTheNextMessage() throws {
        let next = try Lexicon([WordRule("worse")])
        lexicons.put(Lexicons.Entry(name: list, version: 2, lexicon: next), in: Self.app)
        #expect(looked(try message("bad")).name == nil)
        #expect(looked(try message("worse")).name == .messageCensored)
        // One that comes late changes nothing.
        lexicons.put(Lexicons.Entry(name: list, version: 1, lexicon: try Lexicon([WordRule("bad")])), in: Self.app)
        #expect(looked(try message("bad")).name == nil)
        lexicons.remove(list, in: Self.app)
        #expect(looked(try message("worse")).name == nil)
    }

    @Test func aMaskedMessageIsTheSameMessageAsBefore() throws {
        let sent = try message("rude")
        #expect(censor.moderated(sent, by: .user, AppSettings()).fingerprint == sent.fingerprint)
    }

    // MARK: - Edits

    /// Bodies with bars between their fields, whose content is appended to or replaced.
    private struct PlainEdits: BodyEditor {
        let bodies = PlainBodyCodec()

        func edited(_ body: [UInt8], by operation: [UInt8], _ kind: ItemKind) throws(Failure) -> [UInt8] {
            guard var fields = bodies.decode(body), let piece = bodies.decode(operation) else { throw Failure(.messageInvalid) }
            fields.content = kind == .append ? fields.content + piece.content : piece.content
            fields.ext = piece.ext
            return try bodies.replacing(fields, in: body)
        }
    }

    private func edit(
        _ before: String, _ kind: ItemKind, _ piece: String, ext: String = "", by author: MessageAuthor = .user
    ) throws(Failure) -> (whole: String, piece: String, ext: String, hits: [String]) {
        let body = try bodies.encode(BodyFields(contentType: 0, content: before), as: .chat)
        let fields = BodyFields(contentType: 0, content: piece, ext: ext)
        let operation = OutgoingMessage(
            sender: DeviceAddress(account: Account(app: Self.app, user: UserID(2)), device: DeviceSN(1)), target: .user(UserID(4)),
            action: .operation(Operation(kind, on: MessageID(5))), clientID: 1, payload: try bodies.encode(fields, as: .operation))
        let edits = CensoredEdits(PlainEdits(), bodies: bodies, lexicons: lexicons, censor: censor)
        let done = try edits.edited(body, by: censor.moderated(operation, by: author, AppSettings()), kind)
        let (whole, sent) = (bodies.decode(done.body), bodies.decode(done.operation))
        return (whole?.content ?? "", sent?.content ?? "", whole?.ext ?? "", done.moderation?.hits.map(\.found) ?? [])
    }

    @Test func aWordThatAPieceCompletesIsFound() throws {
        #expect(throws: Failure(.messageCensored)) { try edit("so b", .append, "ad") }
        #expect(throws: Failure(.messageCensored)) { try edit("good", .replace, "bad") }
        let appended = try edit("so ru", .append, "de!")
        #expect(appended.whole == "so ru**!" && appended.piece == "**!", "what stands already stays, and both copies are the same")
        let replaced = try edit("bad", .replace, "so rude")
        #expect(replaced.whole == "so ****" && replaced.piece == "so ****")
        #expect(try edit("o", .append, "dd").hits == ["odd"])
        #expect(try edit("good", .append, " day", ext: #"{"a":"rude"}"#).ext == #"{"a":"****"}"#)
    }

    @Test func whatWasFlaggedOrMaskedBeforeIsNotAgain() throws {
        let edited = try edit("odd, rude ****", .append, " and more")
        #expect(edited.whole == "odd, rude **** and more" && edited.piece == " and more" && edited.hits.isEmpty)
        // A word that was listed since is not to be said again with what is added to it.
        #expect(throws: Failure(.messageCensored)) { try edit("bad", .append, " and more") }
    }

    @Test func editsOfExemptAuthorsAreNotLookedThrough() throws {
        #expect(try edit("so b", .append, "ad", by: .admin).whole == "so bad")
    }
}
