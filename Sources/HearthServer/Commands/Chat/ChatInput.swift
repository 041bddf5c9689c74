import HearthCore

/// What a person typed.
enum ChatInput: Equatable {
    /// Anything that does not begin with a slash; `//` begins a text with one.
    case say(String)
    /// An id, or a name that was seen.
    case to(String)
    case history(count: Int)
    case conversations
    case typing
    case act(ChatAct)
    case help
    case quit
    case nothing
    /// Not understood; the text says what was expected.
    case wrong(String)

    static let helpText = """
        TEXT          send it to whom you write to
        /to USER      whom to write to: the id of a user or group, or a name shown here
        /list         your conversations
        /history N    the last N messages with whom you write to, 20 if left out
        /typing       tell whom you write to that you type
        /read         tell whom you write to that you have read all
        /edit TEXT    give your last message there another text
        /recall       take your last message there back
        /delete       delete your last message there, for you alone
        /quit         leave
        """

    init(_ line: String) {
        guard line.hasPrefix("/") else {
            self = line.allSatisfy(\.isWhitespace) ? .nothing : .say(line)
            return
        }
        guard !line.hasPrefix("//") else {
            self = .say(String(line.dropFirst()))
            return
        }
        let words = line.dropFirst().split(whereSeparator: \.isWhitespace)
        let argument = words.dropFirst().first.map(String.init)
        switch (words.first, argument) {
        case ("to", let name?): self = .to(name)
        case ("to", nil): self = .wrong("/to needs an id or a name")
        case ("history", nil): self = .history(count: Limits.historyItems.standard)
        case ("history", let number?):
            let count = Int(number).flatMap { (1...Limits.historyItems.most).contains($0) ? $0 : nil }
            self = count.map { .history(count: $0) } ?? .wrong("/history takes a number up to \(Limits.historyItems.most)")
        case ("list", _): self = .conversations
        case ("typing", _): self = .typing
        case ("read", _): self = .act(.read)
        case ("edit", nil): self = .wrong("/edit needs a text")
        case ("edit", _?): self = .act(.edit(String(line.dropFirst("/edit ".count))))
        case ("recall", _): self = .act(.recall)
        case ("delete", _): self = .act(.delete)
        case ("help", _): self = .help
        case ("quit", _): self = .quit
        default: self = .wrong("unknown; /help shows what there is")
        }
    }
}
