import Censorship
import HearthCore
import Synchronization

/// Looks through what people write, before anybody else sees it.
public final class Censor: Sendable {
    private let lexicons: Lexicons
    private let bodies: any BodyCodec
    private let refused = Atomic<Int>(0)
    private let masked = Atomic<Int>(0)
    private let flagged = Atomic<Int>(0)

    public init(lexicons: Lexicons, bodies: any BodyCodec) {
        self.lexicons = lexicons
        self.bodies = bodies
    }

    /// The message with what is found in it: masked where that is enough. An edit is looked through where its message is.
    public func moderated(_ message: OutgoingMessage, by author: MessageAuthor, _ settings: AppSettings) -> OutgoingMessage {
        guard message.kind.isSaid, let entries = entries(message.sender.account.app, author, settings) else { return message }
        guard message.kind == .message else { return message.moderated(Moderation(looksAtEdit: true)) }
        guard isFound(in: message.payload, entries), let fields = bodies.decode(message.payload) else { return message }
        var inspection = Inspection(entries)
        let shown = inspection.fields(fields)
        let moderation = outcome(of: inspection, fields.content)
        guard inspection.isMasked, !inspection.isRefused else { return message.moderated(moderation) }
        do throws(Failure) {
            return message.moderated(moderation, payload: try bodies.replacing(shown, in: message.payload))
        } catch {
            return message.moderated(Moderation(refusal: Failure(.messageCensored)))
        }
    }

    /// Counts what came of looking through a text.
    /// - Returns: nil where there is nothing to say.
    @discardableResult
    func outcome(of inspection: Inspection, _ text: String) -> Moderation? {
        if inspection.isRefused {
            refused.add(1, ordering: .relaxed)
            return Moderation(refusal: Failure(.messageCensored))
        }
        if inspection.isMasked { masked.add(1, ordering: .relaxed) }
        guard !inspection.hits.isEmpty else { return nil }
        flagged.add(1, ordering: .relaxed)
        return Moderation(hits: inspection.hits, text: text)
    }

    /// Texts by what became of them, in the Prometheus text format.
    public func metrics() -> String {
        let counts: KeyValuePairs = [
            "refuse": refused.load(ordering: .relaxed), "mask": masked.load(ordering: .relaxed),
            "review": flagged.load(ordering: .relaxed),
        ]
        return "# TYPE hearth_censored_texts_total counter\n"
            + counts.map { "hearth_censored_texts_total{action=\"\($0)\"} \($1)\n" }.joined()
    }

    func entries(_ app: AppNumber, _ author: MessageAuthor, _ settings: AppSettings) -> [Lexicons.Entry]? {
        guard settings.censors(author) else { return nil }
        let entries = lexicons.entries(of: app)
        return entries.isEmpty ? nil : entries
    }

    private func isFound(in body: [UInt8], _ entries: [Lexicons.Entry]) -> Bool {
        var isFound = false
        bodies.forEachText(in: body) { text, bytes in
            if !isFound { isFound = text.isJSON ? entries.findInJSON(bytes) : entries.find(in: bytes) }
        }
        return isFound
    }
}
