import HearthCore
import IM
import XSYNC

/// Notices as the clients read them (xsync.md 9).
struct FlooNoticeCodec: NoticeCodec {
    func encode(_ notice: Notice.Body, at time: Instant) throws(Failure) -> [UInt8] {
        let bytes: [UInt8]?
        switch notice {
        case .roster(let notice):
            var body = Im_Floo_Protobuf_RosterNotice()
            body.type = Im_Floo_Protobuf_RosterNotice.TypeEnum(rawValue: notice.kind.rawValue) ?? .unknown
            body.from.uid = UInt64(notice.from.rawValue)
            body.to = [Self.xid(notice.to.rawValue)]
            body.content = notice.content
            body.rosterVsn = String(time.milliseconds)
            bytes = try? body.serializedBytes()
        case .group(let notice):
            var body = Im_Floo_Protobuf_GroupNotice()
            body.type = Im_Floo_Protobuf_GroupNotice.TypeEnum(rawValue: notice.kind.rawValue) ?? .unknown
            body.gid = Self.xid(notice.group.rawValue)
            // Also where it is the server: clients read it without asking whether it is there.
            body.from = Self.xid(notice.from.rawValue)
            body.to = notice.to.map { Self.xid($0.rawValue) }
            body.content = notice.content
            bytes = try? body.serializedBytes()
        case .ownInfoUpdated:
            var body = Im_Floo_Protobuf_UserNotice()
            body.type = .infoUpdated
            bytes = try? body.serializedBytes()
        }
        guard let bytes else { throw Failure(.generalError) }
        return bytes
    }

    private static func xid(_ id: Int64) -> Im_Floo_Protobuf_XID {
        var xid = Im_Floo_Protobuf_XID()
        xid.uid = UInt64(id)
        return xid
    }
}
