public import StrictJSON
public import TokenCheck

/// The built-in resources for people and programs.
public struct ResourceListing: Sendable {
    /// How much is said.
    public enum Extent: Sendable {
        /// Names, audiences and ids.
        case brief
        /// Hosts, aliases and how much the catalogue has, too.
        case full
    }

    private let resources: [Resource]

    /// Lists resources.
    public init(_ resources: [Resource]) { self.resources = resources }

    /// A paragraph for each resource.
    public func text(_ extent: Extent) -> String {
        resources.map { paragraph($0, extent) }.joined(separator: "\n")
    }

    private func paragraph(_ resource: Resource, _ extent: Extent) -> String {
        var lines = [
            "\(resource.name)  \(resource.displayName)",
            "  in the portal   \(resource.servicePrincipalName)",
            "  application id  \(resource.applicationID)",
        ]
        lines += forEachCloud("audience", resource.canonicalAudience)
        if extent == .full {
            lines += forEachCloud("API host", resource.apiHost)
            lines += [
                "  permissions     \(resource.permissions.count): tokcheck permissions \(resource.name)",
                "  operations      \(resource.operations.count): tokcheck permissions --for 'GET /path'",
            ]
            lines.append("  aliases, accepted with the warning aud-canonical:")
            lines += resource.aliases(in: .public).map { "    \($0)" }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// A line for each cloud that has a value, the label before the first.
    private func forEachCloud(_ label: String, _ value: (Cloud) -> String?) -> [String] {
        var label = label
        return Cloud.allCases.compactMap { cloud in
            guard let value = value(cloud) else { return nil }
            defer { label = "" }
            let padding = String(repeating: " ", count: 16 - label.count)
            return "  \(label)\(padding)\(value)  (\(cloud.rawValue))"
        }
    }

    /// The document `tokcheck/resources/1`.
    public var json: JSONOutput {
        .object([
            ("schema", .string("tokcheck/resources/1")),
            ("resources", .array(resources.map(json))),
        ])
    }

    private func json(_ resource: Resource) -> JSONOutput {
        return .object([
            ("name", .string(resource.name)),
            ("displayName", .string(resource.displayName)),
            ("servicePrincipalName", .string(resource.servicePrincipalName)),
            ("applicationId", .string(resource.applicationID)),
            ("audiences", forEachCloud(resource.canonicalAudience)),
            ("aliases", .array(resource.aliases(in: .public).map(JSONOutput.string))),
            ("apiHosts", forEachCloud(resource.apiHost)),
            ("permissionCount", .integer(Int64(resource.permissions.count))),
            ("operationCount", .integer(Int64(resource.operations.count))),
        ])
    }

    private func forEachCloud(_ value: (Cloud) -> String?) -> JSONOutput {
        .object(Cloud.allCases.map { ($0.rawValue, .optional(value($0))) })
    }
}
