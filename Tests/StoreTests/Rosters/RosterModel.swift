import HearthCore
import IM

/// Rosters as anybody would keep them on paper: who is whose friend, who blocks whom, who asks whom.
struct RosterModel {
    struct Way: Hashable {
        let from: UserID
        let to: UserID
        var back: Way { Way(from: to, to: from) }
    }

    enum Action {
        case apply(RosterRequest)
        case accept
        case decline(String)
        case delete
        case block
        case unblock
        case set(RosterEntryChange)
        case befriend
    }

    struct Note: Equatable {
        var alias = ""
        var ext = ""
        var isMuted = false
    }

    typealias News = (recipient: UserID, notice: RosterNotice)

    let app: AppNumber
    let days: Int64 = 7
    var modes: [UserID: AuthMode] = [:]
    private(set) var friends: Set<Set<UserID>> = []
    private(set) var blocks: Set<Way> = []
    private var notes: [Way: Note] = [:]
    private var wishes: [Way: (reason: String, alias: String, at: Instant, end: Instant)] = [:]
    private var wrongAnswers: [Way: [Instant]] = [:]
    private var news: [News] = []

    init(app: AppNumber) { self.app = app }

    func relation(_ owner: UserID, _ other: UserID) -> Relation {
        if blocks.contains(Way(from: owner, to: other)) { return .blocked }
        return friends.contains([owner, other]) ? .friend : .stranger
    }

    func note(_ owner: UserID, _ other: UserID) -> Note { notes[Way(from: owner, to: other)] ?? Note() }

    /// What refuses an action, and what is told of it.
    mutating func take(_ way: Way, _ action: Action, now: Instant) -> (refusal: FailureName?, notices: [Notice]) {
        news = []
        let refusal = run(way, action, now)
        return (refusal, refusal == nil ? news.map { Notice(Account(app: app, user: $0.recipient), .roster($0.notice)) } : [])
    }

    private mutating func run(_ way: Way, _ action: Action, _ now: Instant) -> FailureName? {
        if way.from == way.to { return .invalidRequestParameter }
        let areFriends = friends.contains([way.from, way.to])
        let isBlocked = blocks.contains(way) || blocks.contains(way.back)
        let isAsked = wishes[way.back].map { now < $0.end } ?? false
        switch action {
        case .apply(let request):
            if areFriends { return .currentUserIsInRoster }
            if isBlocked { return .currentUserIsInBlocklist }
            let mode = modes[way.to] ?? .open
            let mayGuess = (wrongAnswers[way] ?? []).filter { now.since($0) < 3_600_000 }.count < 5
            if isAsked {
                befriend(way, alias: request.alias, now)
                for user in [way.from, way.to] { tell(user, .accepted, way) }
            } else if mode == .open || (mode == .question && request.answer == "blue" && mayGuess) {
                befriend(way, alias: request.alias, now)
                tellAdded(way)
            } else if mode == .approval {
                ask(way, request, now)
            } else {
                if mayGuess && !request.answer.isEmpty { wrongAnswers[way, default: []].append(now) }
                return .rosterRejectApplication
            }
        case .accept:
            if !isAsked { return .answerFailed }
            if isBlocked { return .currentUserIsInBlocklist }
            befriend(way, alias: nil, now)
            for user in [way.from, way.to] { tell(user, .accepted, way) }
        case .decline(let reason):
            if !isAsked { return .answerFailed }
            wishes[way.back] = nil
            for user in [way.from, way.to] { tell(user, .declined, way, reason) }
        case .delete:
            if !areFriends { return .rosterNotFriend }
            friends.remove([way.from, way.to])
            for side in [way, way.back] { notes[side] = nil }
            for user in [way.from, way.to] { tell(user, .removed, way) }
        case .block:
            if blocks.insert(way).inserted { tell(way.from, .blocked, way) }
        case .unblock:
            if blocks.remove(way) != nil { tell(way.from, .unblocked, way) }
        case .befriend:
            if areFriends { return nil }
            befriend(way, alias: nil, now)
            tellAdded(way)
        case .set(let change):
            if !areFriends { return .rosterNotFriend }
            set(way, change)
        }
        return nil
    }

    private mutating func ask(_ way: Way, _ request: RosterRequest, _ now: Instant) {
        let alias = request.alias ?? ""
        let old = wishes[way]
        wishes[way] = (request.reason, alias, now, now.advanced(by: days * 86_400_000))
        if let old, now < old.end {
            guard old.reason != request.reason || old.alias != alias, now.since(old.at) >= 60_000 else { return }
        }
        tell(way.to, .applied, way, request.reason)
    }

    private mutating func befriend(_ way: Way, alias: String?, _ now: Instant) {
        friends.insert([way.from, way.to])
        for side in [way, way.back] {
            let wish = wishes.removeValue(forKey: side).flatMap { now < $0.end ? $0.alias : nil }
            notes[side] = Note(alias: (side == way ? alias : nil) ?? wish ?? "")
        }
    }

    private mutating func set(_ way: Way, _ change: RosterEntryChange) {
        let old = note(way.from, way.to)
        let new = Note(alias: change.alias ?? old.alias, ext: change.ext ?? old.ext, isMuted: change.isMuted ?? old.isMuted)
        guard new != old else { return }
        notes[way] = new
        var fields: [String] = []
        if new.alias != old.alias { fields.append("\"alias\":\"\(new.alias)\"") }
        if new.ext != old.ext { fields.append("\"ext\":\"\(new.ext)\"") }
        if new.isMuted != old.isMuted { fields.append("\"mute_notification\":\(new.isMuted)") }
        tell(way.from, .infoUpdated, way, "{" + fields.joined(separator: ",") + "}")
        if new.isMuted != old.isMuted { tell(way.from, new.isMuted ? .muted : .unmuted, way) }
    }

    private mutating func tellAdded(_ way: Way) {
        for side in [way, way.back] { tell(side.from, .added, side.back) }
    }

    private mutating func tell(_ user: UserID, _ kind: RosterNotice.Kind, _ way: Way, _ content: String = "") {
        news.append((user, RosterNotice(kind, from: way.from, to: way.to, content: content)))
    }
}
