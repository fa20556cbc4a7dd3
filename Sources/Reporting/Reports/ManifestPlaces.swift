internal import StrictJSON
internal import TokenCheck

// Where in a manifest the requirements stand that checks hold tokens against.
extension ManifestReference {
    /// The parts of a manifest, as JSON pointers, whose lines reports name.
    /// - Parameter operations: The operations that the token is judged by.
    /// - Returns: Each of them, and the parts that state anything else.
    public static func paths(operations: [String]) -> [String] {
        operations.map { "/operations/" + $0 }
            + [
                "/operations", "/forbid", "/excess", "/token/resource", "/token/audiences",
                "/token/tenants", "/token/cloud", "/token/versions", "/token/clients",
                "/token/kinds", "/token/lifetime/max", "/token/lifetime/remaining",
            ]
    }

    /// The line of the requirement that a check is about; the first of the file when none fits.
    func place(of code: CheckCode, operation: String?, in report: Report) -> FilePlace {
        let first = report.policy.operations.lazy.compactMap(\.name).first
        let paths = Self.paths(
            of: code, operation: (operation ?? first).map { "/operations/" + $0 } ?? "/operations")
        let place =
            operation.flatMap { places["/operations/" + $0] }
            ?? paths.lazy.compactMap { places[$0] }.first
        return FilePlace(file: file, line: place?.line ?? 1, column: place?.column ?? 1)
    }

    /// The parts that may state what a check requires, the likeliest first.
    private static func paths(of code: CheckCode, operation: String) -> [String] {
        switch code {
        case "permissions-forbidden": ["/forbid"]
        case "permissions-minimal": ["/excess", operation]
        case "aud-accepted", "aud-single", "aud-canonical":
            ["/token/resource", "/token/audiences", operation]
        case "iss-accepted", "tid-accepted", "iss-tid-agree": ["/token/tenants"]
        case "key-cloud": ["/token/cloud"]
        case "ver-accepted", "iss-ver-agree": ["/token/versions"]
        case "caller-accepted": ["/token/clients"]
        case "kind-known", "kind-accepted": ["/token/kinds", operation]
        case "lifetime-limited": ["/token/lifetime/max"]
        case "remaining-enough": ["/token/lifetime/remaining"]
        case "permissions-held", "roles-shape", "scopes-shape", "directory-roles-held":
            [operation]
        default: []
        }
    }
}
