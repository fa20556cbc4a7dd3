import JOSE
import StrictJSON
import TokenCheck

extension Policy {
    /// Reads the policy of a case.
    init(fixture: FixtureObject) throws {
        self.init()
        try fixture.allow(
            "cloud", "tenants", "issuers", "audiences", "resource", "clients", "versions", "kinds",
            "operations", "leeway", "minimumRemaining", "maximumLifetime", "callerAuthentication",
            "maximumTokenBytes", "maximumKeyAge", "manifest", "operation")
        let value = fixture.value
        if let name = value["cloud"]?.string { cloud = try Self.known(Cloud(rawValue: name), name) }
        if value["tenants"]?.string == "any" {
            tenants = .any
        } else if let listed = fixture.texts("tenants") {
            tenants = .only(listed)
        }
        issuers = fixture.texts("issuers") ?? []
        if value["audiences"]?.string == "any" {
            audiences = .any
        } else if let name = value["resource"]?.string {
            audiences = .resource(try Self.known(Resource.named(name), name))
        } else if let listed = fixture.texts("audiences") {
            audiences = .only(listed)
        }
        clients = fixture.texts("clients") ?? []
        if let listed = fixture.texts("versions") {
            versions = try listed.map { try Self.known(TokenVersion(rawValue: $0), $0) }
        }
        if let listed = fixture.texts("kinds") {
            kinds = try listed.map { try Self.known(TokenKind(rawValue: $0), $0) }
        }
        operations = try (value["operations"]?.elements ?? []).map { operation in
            try FixtureObject(operation, path: fixture.path).allow(
                "name", "application", "delegated")
            return Operation(
                name: operation["name"]?.string,
                application: try operation["application"].map(Need.init(fixture:)),
                delegated: try operation["delegated"].map(Need.init(fixture:)))
        }
        if let seconds = value["leeway"]?.number?.integer { leewaySeconds = seconds }
        minimumRemainingSeconds = value["minimumRemaining"]?.number?.integer
        maximumLifetimeSeconds = value["maximumLifetime"]?.number?.integer
        if let method = value["callerAuthentication"]?.string.flatMap({ Int($0) }) {
            callerAuthentication = try Self.known(
                CallerAuthentication(rawValue: method), "\(method)")
        }
        if let bytes = value["maximumTokenBytes"]?.number?.integer {
            maximumTokenBytes = Int(bytes)
        }
        if let seconds = value["maximumKeyAge"]?.number?.integer { maximumKeyAgeSeconds = seconds }
    }

    private static func known<Value>(_ value: Value?, _ name: String) throws -> Value {
        guard let value else { throw TestFault("unknown \(name)") }
        return value
    }
}

extension Need {
    init(fixture: JSONValue) throws {
        if let name = fixture.string {
            self = .permission(name)
        } else if let needs = fixture["any"] {
            self = .any(try needs.elements.map(Need.init(fixture:)))
        } else if let needs = fixture["all"] {
            self = .all(try needs.elements.map(Need.init(fixture:)))
        } else {
            throw TestFault("neither name nor any nor all")
        }
    }
}
