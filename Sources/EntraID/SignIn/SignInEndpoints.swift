internal import StrictJSON
internal import TokenCheck
internal import Transport

/// Where an authority's endpoints are, as its metadata says (OpenID Connect Discovery §3, RFC 8414 §2).
struct SignInEndpoints {
    let issuer: String
    /// The tenant's GUID, where the issuer is one tenant's.
    let tenant: String?
    let token: AllowedAddress
    let authorization: AllowedAddress?
    let deviceCode: AllowedAddress?
    /// Whether every answer through the browser names the issuer (RFC 9207 §3).
    let namesIssuer: Bool

    init(_ root: JSONValue, of authority: Authority) throws(SignInFault) {
        guard let issuer = root["issuer"]?.string else {
            throw .metadata(.memberMissing("issuer"))
        }
        guard authority.accepts(issuer: issuer) else { throw .metadata(.issuer(issuer)) }
        if let cloud = authority.cloud, let instance = root["cloud_instance_name"]?.string,
            !cloud.hasInstanceName(instance)
        {
            throw .metadata(.cloud(instance))
        }
        func address(_ name: String) throws(SignInFault) -> AllowedAddress? {
            guard let text = root[name]?.string else { return nil }
            guard let address = try? AllowedAddress(text, hosts: authority.hosts) else {
                throw .answer(.metadata, .address(name))
            }
            return address
        }
        guard let token = try address("token_endpoint") else {
            throw .metadata(.memberMissing("token_endpoint"))
        }
        self.token = token
        authorization = try address("authorization_endpoint")
        // Where the metadata does not name it, it lies beside the token endpoint.
        let beside =
            token.text.hasSuffix("/token")
            ? try? AllowedAddress(
                token.text.dropLast("token".count) + "devicecode", hosts: authority.hosts) : nil
        deviceCode =
            try address("device_authorization_endpoint") ?? (authority.cloud == nil ? nil : beside)
        namesIssuer =
            root["authorization_response_iss_parameter_supported"]?.boolean ?? false
        self.issuer = issuer
        tenant = EntraIssuer(issuer)?.tenant
    }
}

extension SignIn {
    /// Asks the authority where its endpoints are.
    func endpoints() async throws(SignInFault) -> SignInEndpoints {
        let (root, _) = try await wire.object(
            HTTPRequest(get: authority.metadata), .metadata, .twice)
        return try SignInEndpoints(root, of: authority)
    }
}
