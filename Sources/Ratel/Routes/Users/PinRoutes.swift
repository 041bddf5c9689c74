import HearthCore
import IM
import Web

extension Ratel {
    /// The conversations a user keeps on top of his list (im.gitbook, zh-hans/reference/server-api).
    static let pins: [Row] = [
        .user(
            .write, "/user/conversation/pin", "Keeps a conversation on top of the list", .peer("conversation_id", conversation),
            answer: .done, failures: [.userNotExist, .groupNotExist]
        ) { services, caller, peer async throws(Failure) in
            try await services.users.pins.pin(peer, of: caller.account, except: caller.device)
            return .data(true)
        },
        .user(
            .write, "/user/conversation/unpin", "Lets a conversation go", .peer("conversation_id", conversation), answer: .done
        ) { services, caller, peer async throws(Failure) in
            try await services.users.pins.unpin(peer, of: caller.account, except: caller.device)
            return .data(true)
        },
        .user(
            [.get], "/user/conversation/pin_list", "The conversations that are kept on top, the last one first",
            answer: .data([Schema.Property("conversation_ids", .list(.integer()))])
        ) { services, caller async throws(Failure) in
            let peers = try await services.users.pins.list(of: caller.account)
            return .data(["conversation_ids": .array(peers.map { .integer(Int64($0.wire)) })])
        },
    ]

    private static let conversation = "The id of the other user or of the group; 0 for the system."
}
