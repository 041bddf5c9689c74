import HearthCore
import IM

extension Hub: LiveApps {
    /// Sessions that are told in one turn.
    static let endedTogether = 500
    /// Milliseconds between two turns, in which the rest of the server goes on.
    static let endingPause: Int64 = 3

    /// Whoever is here now is forgotten at once, so that nothing else is told to him, and told in his turn. Who enters later is judged by
    /// what his login was checked against.
    public func end(_ app: AppNumber, _ ending: AppEnding) {
        let ended = lanes.lanes.flatMap { forget(app, ending, in: $0) }
        guard let rest, ended.count > Self.endedTogether else {
            for (session, event) in ended { session.post(event) }
            return
        }
        Task {
            var left = ended[...]
            while !left.isEmpty {
                for (session, event) in left.prefix(Self.endedTogether) { session.post(event) }
                left = left.dropFirst(Self.endedTogether)
                await rest(Self.endingPause)
            }
        }
    }

    /// The others of a user hear nothing of it: they end as well.
    private func forget(
        _ app: AppNumber, _ ending: AppEnding, in lane: Lanes.Lane
    ) -> [(session: any LiveSession, event: LiveEvent)] {
        lane.sessions.withLock { sessions in
            var ended: [(session: any LiveSession, event: LiveEvent)] = []
            for (account, here) in sessions where account.app == app {
                var staying: [any LiveSession] = []
                for session in here {
                    if let event = LiveEvent(ending, sdkVersion: session.sdkVersion, device: session.address.device) {
                        ended.append((session, event))
                    } else {
                        staying.append(session)
                    }
                }
                sessions[account] = staying.isEmpty ? nil : staying
                if staying.isEmpty {
                    groups.went(account.user)
                    presence?.note(account, .absence)
                }
            }
            return ended
        }
    }
}
