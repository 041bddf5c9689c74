import HearthCore
import SwiftProtobuf
import XSYNC

@testable import FlooClient

/// Frames as a server would send them, decoded.
enum Down {
    static func login(device: UInt32 = 3) -> DownMessage { read(.provision(ProvisionDL(xid: XID(uid: 1002, deviceSN: device)))) }

    static func refused(_ code: SyncStatus, _ reason: String = "") -> DownMessage {
        read(.provision(ProvisionDL(status: StatusValue(code: code, reason: reason), xid: XID(uid: 1002))))
    }

    static func notice(_ uid: UInt64) -> DownMessage { read(.notice(XID(uid: uid))) }

    static func unread(_ entries: KeyValuePairs<UInt64, UInt32>) -> DownMessage {
        read(.unread(UnreadDL(entries: entries.map { ConversationUnread(xid: XID(uid: $0.key), n: $0.value, type: 1) })))
    }

    static func page(_ uid: UInt64, _ ids: [UInt64] = [], next: UInt64 = 0, eager: Bool = false) -> DownMessage {
        read(.sync(SyncDL(metas: ids.map { chat($0, from: uid) }, nextKey: next, xid: XID(uid: uid), isEagerSync: eager)))
    }

    static func history(_ uid: UInt64, _ ids: [UInt64], next: UInt64 = 0) -> DownMessage {
        read(.sync(SyncDL(metas: ids.map { chat($0, from: uid) }, nextKey: next, xid: XID(uid: uid), isFullSync: true)))
    }

    static func ack(_ client: UInt64, _ server: UInt64, _ status: StatusValue = .ok, edit: UInt64 = 0) -> DownMessage {
        var answer = SyncDL(status: status, xid: XID(uid: 2002), clientMid: client, serverMid: server)
        answer.editTimestamp = edit
        return read(.sync(answer))
    }

    /// An operation on message 5, id 9, by the user 2002 on his device 1.
    static func operation(
        _ type: Im_Floo_Protobuf_MessageOperation.OpType, from: XID = XID(uid: 2002, deviceSN: 1), to: UInt64 = 1002,
        xid: UInt64 = 2002, _ adapt: (inout Im_Floo_Protobuf_MessageBody) -> Void = { _ in }
    ) -> DownMessage {
        let body = Im_Floo_Protobuf_MessageBody.with {
            $0.type = .oper
            $0.operation.type = type
            $0.operation.mid = 5
            if xid > 0 { $0.operation.xid.uid = xid }
            adapt(&$0)
        }
        return item(MetaDL(id: 9, from: from, to: XID(uid: to), timestamp: 7, ns: .message, payload: body.wireBytes))
    }

    /// A conversation was deleted by the user himself, on his device 4.
    static func deletion(of uid: UInt64) -> DownMessage {
        let body = Im_Floo_Protobuf_Conversation.with {
            $0.type = .oper
            $0.operation.type = .deleteEverywhere
            $0.operation.xid.uid = uid
        }
        let me = XID(uid: 1002, deviceSN: 4)
        return item(MetaDL(id: 9, from: me, to: me, timestamp: 7, ns: .conversation, payload: body.wireBytes))
    }

    private static func item(_ meta: MetaDL) -> DownMessage { read(.sync(SyncDL(metas: [meta], nextKey: meta.id, xid: XID(uid: 2002)))) }

    static func userNotice(_ type: Im_Floo_Protobuf_UserNotice.TypeEnum, id: UInt64) -> DownMessage {
        let notice = Im_Floo_Protobuf_UserNotice.with { $0.type = type }
        let meta = MetaDL(
            id: id, from: XID(), to: XID(uid: 1002, deviceSN: 3), timestamp: 1, ns: .userNotice, payload: notice.wireBytes)
        return read(.sync(SyncDL(metas: [meta], xid: XID())))
    }

    static func typing(from uid: UInt64, id: UInt64) -> DownMessage {
        read(.sync(SyncDL(metas: [chat(id, from: uid, qos: .atMostOnce)], xid: XID(uid: uid), isEagerSync: true)))
    }

    static func chat(_ id: UInt64, from uid: UInt64, qos: Im_Floo_Protobuf_MessageBody.QoS = .atLeastOnce) -> MetaDL {
        let body = Im_Floo_Protobuf_MessageBody.with {
            $0.type = .chat
            $0.content = "text \(id)"
            $0.qos = qos
        }
        return MetaDL(
            id: id, from: XID(uid: uid, deviceSN: 1), to: XID(uid: 1002), timestamp: 1, ns: .message, payload: body.wireBytes)
    }

    private static func read(_ frame: DownFrame) -> DownMessage {
        // What our own writer wrote is read by our own reader; the tests of the codec see to that.
        (try? DownMessage(frame.bytes())) ?? .notice(Im_Floo_Protobuf_XID())
    }
}

extension ClientSession.Action {
    var request: SyncUL? { if case .send(.sync(let request)) = self { request } else { nil } }
    var messageID: Int64? { if case .emit(.message(let message)) = self { message.id.rawValue } else { nil } }
}
