import NIOCore
import SwiftProtobuf
import XSYNC

/// Our hand-written readers against the other opinions on the same bytes. Tests feed it spoilt messages, fuzzing anything.
public enum Agreement {
    public static func onFrame(_ bytes: [UInt8]) -> Verdict {
        Verdict(try? Frame.read(ByteBuffer(bytes: bytes)), Reference.frame(bytes)) { ours, theirs in
            Int64(bitPattern: ours.command) == theirs.command.rawValue
                && Array(ours.payload.readableBytesView) == [UInt8](theirs.payload)
                && Int64(bitPattern: ours.compressMethod) == theirs.compressMethod.rawValue
                && Int64(bitPattern: ours.encryptMethod) == theirs.encryptMethod.rawValue
                && ours.checkSum == theirs.checkSum && ours.hasEncryptKey == !theirs.encryptKey.isEmpty
        }
    }

    public static func onSync(_ bytes: [UInt8]) -> Verdict {
        Verdict(try? SyncUL.read(ByteBuffer(bytes: bytes)), Reference.syncUL(bytes), agree: ==)
    }

    public static func onMeta(_ bytes: [UInt8]) -> Verdict {
        Verdict(try? Meta.read(ByteBuffer(bytes: bytes)), Reference.meta(bytes), agree: ==)
    }

    public static func onBody(_ bytes: [UInt8]) -> Verdict {
        Verdict(try? MessageBodyHeader.read(ByteBuffer(bytes: bytes)), Reference.messageBody(bytes)) { ours, theirs in
            let tags = Set(topLevelFields(bytes))
            let fields = ours.carriesServerFields
            return ours.agrees(with: theirs) && fields.isSystem == tags.contains(12 << 3)
                && fields.status == tags.contains(14 << 3) && fields.editTimestamp == tags.contains(15 << 3)
        }
    }

    /// A sanitised body is the same message, but for the fields that only the server may fill: those are empty.
    public static func onSanitisedBody(_ bytes: [UInt8]) -> Verdict {
        let buffer = ByteBuffer(bytes: bytes)
        return Verdict(try? MessageBodyHeader.read(buffer), Reference.messageBody(bytes)) { header, message in
            var expected = message
            expected.isSystem = false
            expected.status = .unread
            expected.editTimestamp = 0
            return Reference.messageBody(MessageBody.sanitised(payload: buffer, header: header)) == expected
        }
    }

    /// What we do not call ambiguous reads alike in JavaScript clients. What we do call so counts as refused.
    public static func onBodyInJavaScript(_ bytes: [UInt8]) -> Verdict {
        guard let header = try? MessageBodyHeader.read(ByteBuffer(bytes: bytes)), !header.isAmbiguous else { return .refused }
        return Verdict(Reference.messageBody(bytes), try? JavaScriptReader.messageBody(bytes)) { theirs, script in
            theirs.withoutUnknownFields == script
        }
    }
}

extension Im_Floo_Protobuf_MessageBody {
    /// protobuf.js keeps no unknown fields.
    fileprivate var withoutUnknownFields: Self {
        var copy = self
        copy.unknownFields = SwiftProtobuf.UnknownStorage()
        if hasFrom { copy.from.unknownFields = SwiftProtobuf.UnknownStorage() }
        if hasTo { copy.to.unknownFields = SwiftProtobuf.UnknownStorage() }
        guard hasOperation else { return copy }
        copy.operation.unknownFields = SwiftProtobuf.UnknownStorage()
        if operation.hasXid { copy.operation.xid.unknownFields = SwiftProtobuf.UnknownStorage() }
        return copy
    }
}
