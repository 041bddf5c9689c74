import HearthCore

extension AdminDoor {
    /// Lets the limits of the app hold, or none of them.
    func limit(_ isLimited: Bool) async throws {
        let body = Array("{\"limits.exempt\": \(!isLimited)}".utf8)
        _ = try await call(.PATCH, "/admin/apps/\(app.rawValue)/settings", body: body).success()
    }
}
