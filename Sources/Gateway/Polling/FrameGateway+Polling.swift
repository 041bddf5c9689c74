import HearthCore
import NIOCore
import SocketIO

extension FrameGateway {
    /// Answers a request to `/socket.io/` that is no upgrade. A poll is answered when there is something to say; its task is
    /// to be cancelled when the client hangs up.
    public func answer(_ request: PollingRequest) async -> PollingAnswer {
        guard request.engine == "3" else { return refuse(.unsupportedVersion) }
        guard let transport = request.transport, ["polling", "websocket"].contains(transport) else {
            return refuse(.unknownTransport)
        }
        guard let id = request.session else { return await handshake(request) }
        guard let session = polling.find(id) else { return refuse(.unknownSession) }
        guard transport == "polling" else { return refuse(.badRequest) }
        switch request.method {
        case .get: return await session.poll(polling.nextNumber(), base64: request.wantsBase64)
        case .post: return await post(request, to: session)
        case .other: return refuse(.badRequest)
        }
    }

    /// A new session, on any event loop. Its first poll brings the open packet and `40`.
    private func handshake(_ request: PollingRequest) async -> PollingAnswer {
        guard case .get = request.method else { return refuse(.badHandshakeMethod) }
        guard request.transport == "polling" else { return refuse(.badRequest) }
        guard let loop = nextLoop(), services.admission.enter(from: request.address) else {
            services.counters.add(.connectionsRefused)
            return .busy
        }
        let id = sessionID()
        let number = polling.nextNumber()
        return await withCheckedContinuation { continuation in
            loop.eventLoop.execute { [services, polling] in
                let connection = PollingConnection(
                    id: id, address: request.address, services: services, loop: loop, directory: polling
                ) {
                    services.admission.leave(from: request.address)
                }
                connection.start()
                connection.poll(
                    number, PendingPoll(base64: request.wantsBase64) { continuation.resume(returning: $0) })
            }
        }
    }

    private func refuse(_ refusal: PollingRefusal) -> PollingAnswer {
        services.counters.add(.pollingRefused)
        return .refusal(refusal)
    }

    private func post(_ request: PollingRequest, to session: PollingAddress) async -> PollingAnswer {
        let payload = Result { () throws(PayloadError) in
            try PollingPayload.read(
                ByteBuffer(bytes: request.body), isBinary: request.isBinary, atMost: services.limits.payloadBytes)
        }
        return await withCheckedContinuation { continuation in
            session.run { continuation.resume(returning: $0.post(payload)) }
        }
    }

    /// The `sid` of an upgrade's target.
    static func sessionID(in uri: String) -> String? {
        let query = uri.drop { $0 != "?" }.dropFirst()
        return query.split(separator: "&").first { $0.hasPrefix("sid=") }.map { String($0.dropFirst(4)) }
    }
}
