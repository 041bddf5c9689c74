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
            var to = Im_Floo_Protobuf_XID()
            to.uid = UInt64(notice.to.rawValue)
            body.to = [to]
            body.content = notice.content
            body.rosterVsn = String(time.milliseconds)
            bytes = try? body.serializedBytes()
        case .ownInfoUpdated:
            var body = Im_Floo_Protobuf_UserNotice()
            body.type = .infoUpdated
            bytes = try? body.serializedBytes()
        }
        guard let bytes else { throw Failure(.generalError) }
        return bytes
    }
}
