public import StrictJSON
public import TokenCheck

/// An application as it is to be registered, so that a manifest's operations become possible.
public struct AppRegistration: Sendable {
    /// How the application proves itself.
    public enum Client: String, Sendable {
        /// Not at all: a program on people's machines that signs users in.
        case `public`
        /// By a secret, a certificate or a federated credential: a service.
        case confidential
        /// Both: users sign in without a proof, and it has one for tokens of its own.
        case mixed

        /// Whether users may sign in without a proof of the application; for device codes that must be registered.
        var signsInWithoutProof: Bool { self != .confidential }
    }

    /// What it is called.
    public let name: String
    /// How it proves itself.
    public let client: Client
    /// What it asks for.
    public let requested: RequestedPermissions
    /// The cloud of the tenant.
    public let cloud: Cloud
    /// The tenant, by GUID or domain; nil: the one that is signed in to.
    public let tenant: String?
    /// For which operations, and of which manifest.
    public let purpose: String

    /// Describes a registration.
    public init(
        name: String, client: Client, requested: RequestedPermissions, cloud: Cloud,
        tenant: String?, purpose: String
    ) {
        self.name = name
        self.client = client
        self.requested = requested
        self.cloud = cloud
        self.tenant = tenant
        self.purpose = purpose
    }

    /// Where a browser is sent back to: this machine, whichever port a program listens at.
    static let redirect = "http://localhost"

    /// Why that is the address.
    static let redirectReason =
        "Browsers are sent back to http://localhost: what the sign-in answers stays on this machine, and any port fits. "
        + "Sent to https://portal.azure.com, as guides have it, codes would end up in a page and in logs of others, "
        + "where no program can take them."

    /// Who signs in how.
    var clientReason: String {
        switch client {
        case .public: "As a public client it has no secret; device codes work without a redirect. "
        case .confidential:
            "As a confidential client it proves itself for every token: "
                + "users cannot sign in by `token get` (AADSTS7000218). "
        case .mixed:
            "Users sign in without a secret, with device codes or a browser; "
                + "for tokens of its own it proves itself. "
        }
    }

    /// The body with which Microsoft Graph creates the application; its manifest in the portal has the same members.
    public var json: JSONOutput {
        let redirects = JSONOutput.object([("redirectUris", .array([.string(Self.redirect)]))])
        return .object([
            ("displayName", .string(name)),
            ("signInAudience", .string("AzureADMyOrg")),
            ("isFallbackPublicClient", .boolean(client.signsInWithoutProof)),
            (client.signsInWithoutProof ? "publicClient" : "web", redirects),
            ("requiredResourceAccess", requested.json),
        ])
    }

    /// The names of what is asked for of a resource, by kind.
    func names(_ resource: Resource, _ kind: TokenKind) -> [String] {
        requested.permissions(for: resource).filter { $0.kind == kind }.map(\.name)
    }
}

extension RequestedPermissions {
    /// The kinds that are asked for.
    public var kinds: [TokenKind] {
        [TokenKind.application, .delegated].filter { kind in all.contains { $0.kind == kind } }
    }
}

/// The address at which an administrator consents to what an application asks for.
public struct ConsentAddress: Sendable {
    /// The address.
    public let url: String
    /// Whether it asks for one resource by name (v2), or for everything that is registered (v1).
    public let version: Int

    /// Makes the address: of one resource by its scope, of several the one for all that is registered.
    /// - Parameters:
    ///   - client: The application's id.
    ///   - tenant: The tenant, by GUID or domain.
    ///   - cloud: Its cloud.
    ///   - resources: Whose permissions are asked for, all of which the cloud has.
    public init(client: String, tenant: String, cloud: Cloud, resources: [Resource]) {
        let start = "https://\(cloud.authorityHost)/\(tenant)"
        let back = "redirect_uri=" + Self.escaped(AppRegistration.redirect)
        if resources.count == 1, let audience = resources[0].canonicalAudience(in: cloud) {
            version = 2
            let scope = Self.escaped(audience + "/.default")
            url = "\(start)/v2.0/adminconsent?client_id=\(client)&scope=\(scope)&\(back)"
        } else {
            version = 1
            url = "\(start)/adminconsent?client_id=\(client)&\(back)"
        }
    }

    /// Text as a value of a query: everything but unreserved characters escaped (RFC 3986 §2.3).
    private static func escaped(_ text: String) -> String {
        text.utf8.map { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
                UInt8(ascii: "_"), UInt8(ascii: "~"):
                return String(UnicodeScalar(byte))
            default: return "%" + Hexadecimal.text([byte]).uppercased()
            }
        }.joined()
    }

    /// The document `tokcheck/consent/1`.
    public var json: JSONOutput {
        .object([
            ("schema", .string("tokcheck/consent/1")),
            ("url", .string(url)),
            ("version", .integer(Int64(version))),
        ])
    }
}
