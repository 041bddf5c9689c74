import HearthCore

/// Who logs in, from which device.
public struct Identity: Hashable, Sendable {
    public let user: UserID
    /// From `RESTClient.token`.
    public let token: String
    /// Names the device for good: the same one gets the same serial number and goes on reading where it stopped.
    public let guid: String

    public init(user: UserID, token: String, guid: String) {
        self.user = user
        self.token = token
        self.guid = guid
    }
}
