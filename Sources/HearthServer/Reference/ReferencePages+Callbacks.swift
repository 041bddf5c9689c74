import HearthCore
import IM
import Web

extension ReferencePages {
    /// Every event of callbacks with an example of what is sent.
    public static func callbacks() -> String {
        let json = CallbackJSON(bodies: FlooBodyCodec())
        let examples = CallbackExamples.all(FlooBodyCodec()).map { callback in
            "`\(callback.facts.event.word)`\n\n```json\n\(json.json(callback, of: CallbackExamples.app))\n```\n"
        }
        return """
            \(note)
            # Events of callbacks

            What is sent to `hook.after.url`, one POST for each event, with an example of each. How and when it is sent is told in
            [callbacks](../callbacks.md).

            \(examples.joined(separator: "\n"))
            """
    }
}
