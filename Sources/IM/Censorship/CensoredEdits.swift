import Censorship
import HearthCore

/// Edits whose outcome is looked through: a word that comes together only with what was said before is found as well.
///
/// What stands already stays: of a word that an appended piece completes, the part in the piece is masked.
public struct CensoredEdits: BodyEditor {
    private let base: any BodyEditor
    private let bodies: any BodyCodec
    private let lexicons: Lexicons
    private let censor: Censor

    public init(_ base: any BodyEditor, bodies: any BodyCodec, lexicons: Lexicons, censor: Censor) {
        self.base = base
        self.bodies = bodies
        self.lexicons = lexicons
        self.censor = censor
    }

    public func edited(_ body: [UInt8], by operation: [UInt8], _ kind: ItemKind) throws(Failure) -> [UInt8] {
        try base.edited(body, by: operation, kind)
    }

    /// - Throws: also `MessageCensored`.
    public func edited(_ body: [UInt8], by operation: OutgoingMessage, _ kind: ItemKind) throws(Failure) -> BodyEdit {
        let entries = lexicons.entries(of: operation.sender.account.app)
        guard operation.moderation?.looksAtEdit ?? false, !entries.isEmpty, let sent = bodies.decode(operation.payload) else {
            return BodyEdit(body: try base.edited(body, by: operation.payload, kind), operation: operation.payload)
        }
        var inspection = Inspection(entries)
        var piece = sent
        // An appended piece is looked through together with what it is appended to.
        if kind == .append { piece.content = "" }
        piece = inspection.fields(piece)
        if kind == .append { piece.content = sent.content }
        var payload = piece == sent ? operation.payload : try bodies.replacing(piece, in: operation.payload)
        var edited = try base.edited(body, by: payload, kind)
        var text = piece.content
        if kind == .append, let before = bodies.decode(body), var whole = bodies.decode(edited) {
            let shown = inspection.text(whole.content, checked: before.content.utf8.count)
            text = shown
            if shown != whole.content {
                piece.content = String(decoding: shown.utf8.dropFirst(before.content.utf8.count), as: UTF8.self)
                whole.content = shown
                edited = try bodies.replacing(whole, in: edited)
                payload = try bodies.replacing(piece, in: payload)
            }
        }
        let moderation = censor.outcome(of: inspection, text)
        try moderation?.admit()
        return BodyEdit(body: edited, operation: payload, moderation: moderation)
    }
}
