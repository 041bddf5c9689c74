import Gateway
import HearthCore
import Web

/// Engine.IO's polling as routes: GET waits for frames, POST brings some.
struct PollingRoutes {
    let gateway: FrameGateway

    private static let path = "/socket.io/"

    var routes: [Route] {
        [
            Route(
                [.get, .post], Self.path, .open, "Socket.IO without a WebSocket, or until there is one (SDK 1.0.0)",
                tooLarge: .text("too large", status: 413)
            ) { [gateway] (request) throws(Failure) in
                let answer = await gateway.answer(PollingRequest(request))
                return Reply.raw(answer.status, answer.contentType, answer.body).shared(with: request.headers["origin"])
            },
            Route([.options], Self.path, .open, "What a page may send there") { (request) throws(Failure) in
                .preflight(request).shared(with: request.headers["origin"])
            },
        ]
    }
}

extension PollingRequest {
    init(_ request: Request) {
        let contentType = request.headers["content-type"]?.prefix { $0 != ";" }.lowercased()
        self.init(
            request.method == .get ? .get : request.method == .post ? .post : .other,
            engine: request.query["EIO"], transport: request.query["transport"], session: request.query["sid"],
            wantsBase64: request.query["b64"].map { !["", "0"].contains($0) } ?? false,
            isBinary: contentType == "application/octet-stream", body: request.body, address: request.origin.remoteAddress)
    }
}
