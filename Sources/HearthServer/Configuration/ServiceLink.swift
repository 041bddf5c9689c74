/// Variables that Kubernetes puts into every container for each service beside it.
///
/// A service named `hearth` makes HEARTH_SERVICE_HOST, HEARTH_PORT and so on: nobody wrote them, so they
/// must not stop the start.
enum ServiceLink {
    static func made(_ variable: String, _ value: String) -> Bool {
        if variable.hasSuffix("_SERVICE_HOST") || variable.contains("_SERVICE_PORT") { return true }
        if variable.hasSuffix("_PORT") { return value.contains("://") }
        return variable.contains(#/_PORT_[0-9]+_(TCP|UDP|SCTP)(_PROTO|_PORT|_ADDR)?$/#)
    }
}
