import HearthCore
import IM
import Synchronization

/// Notes what was announced of groups.
public final class RecordingGroups: GroupAnnouncer {
    private let noted = Mutex<[GroupCommit]>([])

    public init() {}

    public var commits: [GroupCommit] { noted.withLock { $0 } }

    public func announce(_ commit: GroupCommit) { noted.withLock { $0.append(commit) } }
}
