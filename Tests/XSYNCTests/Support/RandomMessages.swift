import Foundation
import SwiftProtobuf
import XSYNC

/// Random values of the generated messages: the other opinion on what bytes mean.
extension SeededGenerator {
    mutating func xid() -> Im_Floo_Protobuf_XID {
        .with {
            $0.uid = number()
            $0.deviceSn = UInt32(truncatingIfNeeded: number())
        }
    }

    mutating func enumValue<Choice: SwiftProtobuf.Enum>(_ type: Choice.Type) -> Choice where Choice.RawValue == Int {
        let number = chance(4) ? Int(Int32(truncatingIfNeeded: number())) : below(12)
        return Choice(rawValue: number) ?? Choice()
    }

    mutating func meta() -> Im_Floo_Protobuf_Meta {
        .with {
            $0.id = number()
            if !chance(4) { $0.from = xid() }
            if !chance(4) { $0.to = xid() }
            $0.timestamp = number()
            $0.ns = enumValue(Im_Floo_Protobuf_Meta.NameSpace.self)
            $0.payload = Data(bytes(upTo: 20))
        }
    }

    mutating func syncUL() -> Im_Floo_Protobuf_SyncUL {
        .with {
            if !chance(3) { $0.xid = xid() }
            $0.key = number()
            if !chance(3) { $0.meta = meta() }
            $0.isFullSync = chance(2)
            $0.fullSyncNum = Int32(truncatingIfNeeded: number())
        }
    }

    mutating func frame() -> Im_Floo_Protobuf_Frame {
        .with {
            $0.vsn = enumValue(Im_Floo_Protobuf_Frame.VSN.self)
            $0.compressMethod = enumValue(Im_Floo_Protobuf_Frame.CompressMethod.self)
            $0.command = enumValue(Im_Floo_Protobuf_Frame.Command.self)
            $0.payload = Data(bytes(upTo: 30))
            $0.encryptMethod = enumValue(Im_Floo_Protobuf_Frame.EncryptMethod.self)
            $0.encryptKey = Data(bytes(upTo: 4))
            $0.checkSum = UInt32(truncatingIfNeeded: number())
            $0.tag = text()
        }
    }

    mutating func operation() -> Im_Floo_Protobuf_MessageOperation {
        .with {
            $0.type = enumValue(Im_Floo_Protobuf_MessageOperation.OpType.self)
            $0.mid = number()
            if chance(2) { $0.xid = xid() }
        }
    }

    mutating func messageBody() -> Im_Floo_Protobuf_MessageBody {
        .with {
            $0.type = enumValue(Im_Floo_Protobuf_MessageBody.TypeEnum.self)
            if chance(4) { $0.from = xid() }
            if chance(4) { $0.to = xid() }
            $0.content = text()
            $0.ctype = enumValue(Im_Floo_Protobuf_MessageBody.ContentType.self)
            if !chance(4) { $0.operation = operation() }
            $0.config = text()
            $0.attachment = text()
            $0.ext = text()
            $0.qos = enumValue(Im_Floo_Protobuf_MessageBody.QoS.self)
            $0.senderName = text()
            $0.isSystem = chance(4)
            $0.priority = UInt32(truncatingIfNeeded: number())
            if chance(3) { $0.status = enumValue(Im_Floo_Protobuf_MessageBody.Status.self) }
            if chance(3) { $0.editTimestamp = number() }
        }
    }

    mutating func status() -> Im_Floo_Protobuf_Status {
        .with {
            $0.code = Im_Floo_Protobuf_Status.ErrorCode(rawValue: below(21)) ?? .unknown
            $0.reason = text()
        }
    }

    mutating func syncDL() -> Im_Floo_Protobuf_SyncDL {
        .with {
            $0.status = status()
            $0.metas = (0..<below(4)).map { _ in
                .with {
                    $0.id = number()
                    $0.from = xid()
                    $0.to = xid()
                    $0.timestamp = number()
                    $0.ns = Im_Floo_Protobuf_Meta.NameSpace(rawValue: below(9)) ?? .unknown
                    $0.payload = Data(bytes(upTo: 200))
                }
            }
            $0.nextKey = number()
            if !chance(4) { $0.xid = xid() }
            $0.clientMid = number()
            $0.serverMid = number()
            $0.serverTime = number()
            $0.isFullSync = chance(2)
            $0.isEagerSync = chance(2)
            $0.editTimestamp = number()
        }
    }

    mutating func unreadDL() -> Im_Floo_Protobuf_UnreadDL {
        .with {
            $0.status = status()
            $0.unread = (0..<below(5)).map { _ in
                .with {
                    $0.xid = xid()
                    $0.n = UInt32(truncatingIfNeeded: number())
                    $0.type = Im_Floo_Protobuf_ConversationUnread.ConvType(rawValue: below(3)) ?? .unknown
                }
            }
        }
    }

    mutating func provision() -> Im_Floo_Protobuf_Provision {
        .with {
            $0.xid = xid()
            $0.token = text()
            $0.osType = Im_Floo_Protobuf_Provision.OsType(rawValue: below(7)) ?? .unknown
            $0.sdkVsn = text()
            $0.deviceGuid = text()
            $0.deviceNotifier = text()
            $0.deviceToken = text()
            $0.deviceInfo = text()
        }
    }
}
