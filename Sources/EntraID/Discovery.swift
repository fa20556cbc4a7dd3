public import StrictJSON
internal import TokenCheck
public import Transport

/// What an authority's metadata says (OpenID Connect Discovery §4.2), as far as it is needed for keys.
public struct Discovery: Sendable, Equatable {
    /// The issuer, exactly.
    public let issuer: String
    /// The tenant's GUID, where the issuer is Entra ID's.
    public let tenant: String?
    /// Where the key list lies.
    public let keys: AllowedAddress

    /// Reads metadata.
    /// - Parameters:
    ///   - body: The answer's bytes.
    ///   - authority: Whose metadata it must be.
    /// - Throws: ``DiscoveryDefect`` when it is not that, or leads elsewhere.
    public init(_ body: [UInt8], of authority: Authority) throws(DiscoveryDefect) {
        let document: JSONDocument
        do throws(JSONDefect) {
            document = try JSONDocument(taking: body)
        } catch {
            throw .json(error)
        }
        guard let issuer = document.root["issuer"]?.string else { throw .memberMissing("issuer") }
        guard let address = document.root["jwks_uri"]?.string else {
            throw .memberMissing("jwks_uri")
        }
        guard authority.accepts(issuer: issuer) else { throw .issuer(issuer) }
        if let cloud = authority.cloud,
            let instance = document.root["cloud_instance_name"]?.string,
            !cloud.hasInstanceName(instance)
        {
            throw .cloud(instance)
        }
        do throws(AddressDefect) {
            keys = try AllowedAddress(address, hosts: authority.hosts)
        } catch {
            throw .keyAddress(error)
        }
        self.issuer = issuer
        tenant = EntraIssuer(issuer)?.tenant
    }
}

/// Why metadata cannot be used.
public enum DiscoveryDefect: Error, Equatable, Sendable {
    /// No strict JSON.
    case json(JSONDefect)
    /// A member is missing, or is no text.
    case memberMissing(String)
    /// It speaks of another issuer.
    case issuer(String)
    /// It speaks of another cloud.
    case cloud(String)
    /// The key list would lie where nobody may be asked.
    case keyAddress(AddressDefect)
}

extension Authority {
    func accepts(issuer: String) -> Bool {
        switch expectedIssuer {
        case .exactly(let expected), .template(let expected):
            return issuer.utf8.elementsEqual(expected.utf8)
        case .ofAnyTenant:
            guard let cloud, let entra = EntraIssuer(issuer) else { return false }
            return entra.version == version && entra.clouds.contains(cloud)
        }
    }
}

extension Cloud {
    /// Whether metadata or keys that name this instance belong to the cloud.
    func hasInstanceName(_ name: String) -> Bool { instanceName.utf8.elementsEqual(name.utf8) }
}
