public import TokenCheck

/// For what a token is asked.
public enum SignInTarget: Sendable, Equatable {
    /// A built-in resource, by the name that the cloud's hosts accept.
    case resource(Resource)
    /// An API by its App ID URI or client id, exactly as it is registered: everything that was consented to.
    case api(String)
    /// Scopes, all of one API.
    case scopes([String])

    /// Why nothing can be asked so.
    public enum Defect: Error, Sendable, Equatable {
        /// The cloud does not have the resource.
        case resourceNotInCloud(Resource, Cloud)
        /// Nothing, or a text with blanks or characters that no scope has.
        case form(String)
        /// `/.default` stands beside named scopes, or there are scopes of several APIs.
        case mixed
        /// Version 1.0 takes one resource and no scopes.
        case scopesInVersion1
        /// This grant takes `/.default` only: permissions are those that were consented to.
        case defaultNeeded
        /// This grant needs one tenant; several share this address.
        case tenantNeeded
    }

    static let defaultSuffix = "/.default"

    /// The parameters of a request.
    func parameters(for authority: Authority, adding extra: [String]) throws(SignInFault) -> [(
        String, String
    )] {
        do throws(Defect) {
            switch authority.version {
            case .v1: return [("resource", try resource(in: authority.cloud ?? .public))]
            case .v2:
                let scopes = try scopes(in: authority.cloud ?? .public)
                return [("scope", (scopes + extra).joined(separator: " "))]
            }
        } catch {
            throw .target(error)
        }
    }

    /// The one resource, as version 1.0 and managed identities take it.
    func resource(in cloud: Cloud) throws(Defect) -> String {
        switch self {
        case .resource(let resource):
            guard let audience = resource.canonicalAudience(in: cloud) else {
                throw .resourceNotInCloud(resource, cloud)
            }
            return audience
        case .api(let name):
            try Self.refuseUnlikely(name)
            return name
        case .scopes(let scopes):
            guard scopes.count == 1, let scope = scopes.first,
                scope.hasSuffix(Self.defaultSuffix), scope != Self.defaultSuffix
            else { throw .scopesInVersion1 }
            try Self.refuseUnlikely(scope)
            return String(scope.dropLast(Self.defaultSuffix.count))
        }
    }

    func scopes(in cloud: Cloud) throws(Defect) -> [String] {
        guard case .scopes(let scopes) = self else {
            return [try resource(in: cloud) + Self.defaultSuffix]
        }
        if scopes.isEmpty { throw .form("") }
        for scope in scopes { try Self.refuseUnlikely(scope) }
        let signIn = ExcessRule.signInScopes
        let own = scopes.filter { !signIn.contains($0) }
        let apis = Set(own.map { $0.split(separator: "/").dropLast().joined(separator: "/") })
        let defaults = own.count { $0.hasSuffix(Self.defaultSuffix) }
        if apis.count > 1 || defaults > 0 && own.count > 1 { throw .mixed }
        return scopes
    }

    /// Whether it asks for what was consented to, and not for permissions by name.
    var isDefault: Bool {
        guard case .scopes(let scopes) = self else { return true }
        return scopes.count == 1 && scopes[0].hasSuffix(Self.defaultSuffix)
    }

    /// A scope is made of printable ASCII without blanks, quotes and backslashes (RFC 6749 §3.3).
    private static func refuseUnlikely(_ text: String) throws(Defect) {
        guard !text.isEmpty, text.utf8.count <= 512,
            text.utf8.allSatisfy({ (0x21...0x7E).contains($0) && $0 != 0x22 && $0 != 0x5C })
        else { throw .form(text) }
    }
}
