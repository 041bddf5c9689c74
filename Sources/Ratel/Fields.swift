import HearthCore
import IM
import Web

extension Field where Value == UserID {
    static func user(_ name: String = "user_id", _ help: String = "") -> Field {
        Field<Int64>.integer(name, help).map { UserID($0) }
    }
}

extension Field where Value == [UserID] {
    static func users(_ name: String = "list", _ help: String = "") -> Field {
        Field<[Int64]>.integers(name, help).map { $0.map { UserID($0) } }
    }
}

extension Field where Value == MessageID {
    static func message(_ name: String = "msg_id", _ help: String = "") -> Field {
        Field<Int64>.integer(name, in: 1...Int64.max, help).map { UInt64(exactly: $0).map(MessageID.init(clamping:)) }
    }
}

extension Field where Value == Peer {
    /// A conversation: the id of the other user or of the group, 0 for the system.
    static func peer(_ name: String, _ help: String = "") -> Field {
        Field<Int64>.integer(name, help).map { UInt64(exactly: $0).flatMap(Peer.init(wire:)) }
    }
}
