import HearthCore
import IM

/// Notices that anybody can read.
public struct PlainNoticeCodec: NoticeCodec {
    public init() {}

    public func encode(_ notice: Notice.Body, at time: Instant) throws(Failure) -> [UInt8] {
        switch notice {
        case .roster(let notice): Array("\(notice.kind) \(notice.from) \(notice.to) \(notice.content)".utf8)
        case .group(let notice):
            Array("\(notice.kind) \(notice.from) \(notice.to.map(\.rawValue)) \(notice.content)".utf8)
        case .ownInfoUpdated: Array("ownInfoUpdated".utf8)
        }
    }
}
