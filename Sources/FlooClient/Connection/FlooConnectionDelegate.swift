/// Hears what happens on one connection, on its event loop: no hop and no Task for a message.
public protocol FlooConnectionDelegate: AnyObject {
    /// Frames may be sent now, Provision first.
    func connectionIsReady(_ connection: FlooConnection)
    func connection(_ connection: FlooConnection, received message: DownMessage)
    /// Told once, and only after `connectionIsReady`.
    /// - Parameter error: nil when this side closed.
    func connection(_ connection: FlooConnection, closedBy error: ClientError?)
}
