public import StrictJSON
internal import TokenCheck

/// The steps of a registration as requests to Microsoft Graph; what one answers stands in braces in the next.
public struct GraphSteps: Sendable {
    /// One request.
    private struct Step {
        let about: String
        let method: String
        let path: String
        var body: JSONOutput?
    }

    private let registration: AppRegistration

    /// Lists the steps.
    public init(_ registration: AppRegistration) { self.registration = registration }

    private var base: String {
        "https://\(Resource.graph.apiHost(in: registration.cloud) ?? "graph.microsoft.com")/v1.0"
    }

    private var steps: [Step] {
        var steps = [
            Step(
                about: "Create the application; note id as {application}, appId as {client}. "
                    + registration.clientReason + AppRegistration.redirectReason,
                method: "POST", path: "/applications", body: registration.json),
            Step(
                about: "Create its service principal; note id as {principal}.", method: "POST",
                path: "/servicePrincipals", body: .object([("appId", .string("{client}"))])),
        ]
        for resource in registration.requested.resources { steps += self.steps(resource) }
        steps.append(
            Step(
                about: "Read the tenant's id.", method: "GET", path: "/organization?$select=id"))
        return steps
    }

    private func steps(_ resource: Resource) -> [Step] {
        let name = "{\(resource.name)}"
        var steps = [
            Step(
                about:
                    "Find \(resource.servicePrincipalName); note id as \(name). If the tenant lacks it, create it with "
                    + "POST /servicePrincipals and its appId.",
                method: "GET",
                path: "/servicePrincipals(appId='\(resource.applicationID)')?$select=id")
        ]
        for permission in registration.requested.permissions(for: resource)
        where permission.kind == .application {
            steps.append(
                Step(
                    about: "Grant the application permission \(permission.name).", method: "POST",
                    path: "/servicePrincipals/{principal}/appRoleAssignments",
                    body: .object([
                        ("principalId", .string("{principal}")), ("resourceId", .string(name)),
                        ("appRoleId", .string(permission.id)),
                    ])))
        }
        let scopes = registration.names(resource, .delegated)
        if !scopes.isEmpty {
            steps.append(
                Step(
                    about: "Grant delegated permissions for every user.", method: "POST",
                    path: "/oauth2PermissionGrants",
                    body: .object([
                        ("clientId", .string("{principal}")),
                        ("consentType", .string("AllPrincipals")), ("resourceId", .string(name)),
                        ("scope", .string(scopes.joined(separator: " "))),
                    ])))
        }
        return steps
    }

    /// The requests with their bodies, for people.
    public func text(style: TextStyle) -> String {
        let paragraphs = steps.enumerated().map { place, step in
            let about = style.folded(
                Escaping.plain(step.about), firstIndent: "\(place + 1). ", indent: "   ")
            let body = step.body.map { "\n" + JSONWriter.text($0, layout: .indented) } ?? ""
            return about + "\n" + step.method + " " + base + step.path + body
        }
        return style.spelled(paragraphs.joined(separator: "\n\n")) + "\n"
    }

    /// The document `tokcheck/registration/1`.
    public var json: JSONOutput {
        .object([
            ("schema", .string("tokcheck/registration/1")),
            ("client", .string(registration.client.rawValue)),
            ("cloud", .string(registration.cloud.rawValue)),
            (
                "permissions",
                .array(
                    registration.requested.all.map { permission in
                        .object([
                            ("resource", .string(permission.resource.name)),
                            ("kind", .string(permission.kind.rawValue)),
                            ("name", .string(permission.name)),
                            ("id", .string(permission.id)),
                        ])
                    })
            ),
            (
                "steps",
                .array(
                    steps.map { step in
                        .object([
                            ("about", .string(step.about)), ("method", .string(step.method)),
                            ("url", .string(base + step.path)), ("body", step.body ?? .null),
                        ])
                    })
            ),
        ])
    }
}
