public import StrictJSON
public import TokenCheck

/// The built-in resources for people and programs.
public struct ResourceListing: Sendable {
    /// How much is said.
    public enum Extent: Sendable {
        /// Names, audiences and ids.
        case brief
        /// The aliases, too.
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
        var previous: String?
        for cloud in Cloud.allCases {
            guard let audience = resource.canonicalAudience(in: cloud) else { continue }
            let label = previous == nil ? "audience" : ""
            let padding = String(repeating: " ", count: 16 - label.count)
            lines.append("  \(label)\(padding)\(audience)  (\(cloud.rawValue))")
            previous = audience
        }
        if extent == .full {
            lines.append("  aliases, accepted with the warning aud-canonical:")
            lines += resource.aliases(in: .public).map { "    \($0)" }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// The document `tokcheck/resources/1`.
    public var json: JSONOutput {
        .object([
            ("schema", .string("tokcheck/resources/1")),
            ("resources", .array(resources.map(json))),
        ])
    }

    private func json(_ resource: Resource) -> JSONOutput {
        let audiences = Cloud.allCases.map { cloud in
            (cloud.rawValue, JSONOutput.optional(resource.canonicalAudience(in: cloud)))
        }
        return .object([
            ("name", .string(resource.name)),
            ("displayName", .string(resource.displayName)),
            ("servicePrincipalName", .string(resource.servicePrincipalName)),
            ("applicationId", .string(resource.applicationID)),
            ("audiences", .object(audiences)),
            ("aliases", .array(resource.aliases(in: .public).map(JSONOutput.string))),
        ])
    }
}
