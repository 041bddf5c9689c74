import HearthCore
import SwiftProtobuf
import WireAgreement
import XSYNC

// Generated messages turned into the values that our writers take.

extension StatusValue {
    init(_ message: Im_Floo_Protobuf_Status) {
        self.init(code: SyncStatus(rawValue: message.code.rawValue) ?? .unknown, reason: message.reason)
    }
}

extension SyncDL {
    init(_ message: Im_Floo_Protobuf_SyncDL) {
        self.init(
            status: StatusValue(message.status), metas: message.metas.map(MetaDL.init), nextKey: message.nextKey,
            xid: message.hasXid ? XID(message.xid) : nil, clientMid: message.clientMid, serverMid: message.serverMid,
            serverTime: message.serverTime, isFullSync: message.isFullSync, editTimestamp: message.editTimestamp,
            isEagerSync: message.isEagerSync
        )
    }
}

extension MetaDL {
    init(_ message: Im_Floo_Protobuf_Meta) {
        self.init(
            id: message.id, from: XID(message.from), to: XID(message.to), timestamp: message.timestamp,
            ns: Namespace(rawValue: Int32(message.ns.rawValue)) ?? .unknown, payload: [UInt8](message.payload)
        )
    }
}

extension UnreadDL {
    init(_ message: Im_Floo_Protobuf_UnreadDL) {
        self.init(
            status: StatusValue(message.status),
            entries: message.unread.map { ConversationUnread(xid: XID($0.xid), n: $0.n, type: $0.type.rawValue) }
        )
    }
}

extension ProvisionDL {
    init(_ message: Im_Floo_Protobuf_Provision) {
        self.init(status: StatusValue(message.status), xid: XID(message.xid))
    }
}

extension ProvisionUL {
    init(_ message: Im_Floo_Protobuf_Provision) {
        self.init(
            xid: XID(message.xid), token: message.token, osType: UInt32(message.osType.rawValue), sdkVersion: message.sdkVsn,
            deviceGUID: message.deviceGuid, deviceNotifier: message.deviceNotifier, deviceToken: message.deviceToken,
            deviceInfo: message.deviceInfo
        )
    }
}
