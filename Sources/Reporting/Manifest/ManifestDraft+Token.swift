internal import StrictJSON
public import TokenCheck

/// Why no manifest can be made from a token.
public enum TokenDraftDefect: Error, Sendable {
    /// The claims do not tell an application's token from a user's.
    case kindUnknown
    /// It carries no permission.
    case nothingHeld(TokenKind)
    /// `aud` is no text that a manifest could name.
    case audience
}

extension ManifestDraft {
    /// Makes a manifest of what a token carries: its resource, kind, tenant and caller, and the operations that its
    /// permissions open.
    ///
    /// Nobody has verified the token; the draft says so first of all.
    /// - Parameters:
    ///   - report: A report on the token, of which only the claims are read.
    ///   - fingerprint: By what people may speak of the token.
    /// - Throws: ``TokenDraftDefect`` when the claims do not suffice.
    public init(of report: Report, fingerprint: String) throws(TokenDraftDefect) {
        let kind = report.kind
        guard kind != .unknown else { throw .kindUnknown }
        let claims = UnverifiedToken(report)
        guard !claims.permissions.isEmpty else { throw .nothingHeld(kind) }
        guard let audiences = claims.audiences else { throw .audience }

        var names = OperationNames()
        var operations: [Operation] = []
        if case .resource(let resource) = audiences {
            for known in resource.operations
            where known.permissions(of: kind).contains(where: claims.permissions.contains) {
                operations.append(known.operation(named: names.take(known), kinds: [kind]))
            }
        }
        let named = Set(operations.compactMap { $0.need(of: kind) }.flatMap(\.names))
        let rest = claims.permissions.filter { !named.contains($0) }
        if let need = Need(allOf: rest) {
            var operation = Operation(
                name: names.take("granted"), application: kind == .application ? need : nil,
                delegated: kind == .delegated ? need : nil)
            operation.audiences = audiences
            operations.append(operation)
        }

        var bounds = TokenBounds()
        bounds.audiences = audiences
        bounds.kinds = [kind]
        bounds.cloud = claims.cloud
        bounds.tenants = claims.tenant.map { [$0] }
        bounds.clients = claims.client.map { [$0] }
        var comments = ManifestWriter.Comments()
        comments.head = [
            "Made from the claims of a token that was NOT VERIFIED (SHA-256 \(fingerprint)…).",
            "Anybody can write such claims: review tenant, client and permissions before this gates anything.",
            "It lists what the token carries, not what the job needs: delete the operations nobody uses.",
        ]
        var notes = ["the token was not verified; the manifest repeats what it claims"]
        if claims.unusable > 0 {
            notes.append(
                "\(Phrase.count(claims.unusable, "text")) among the permissions left out: no permission's name"
            )
        }
        self.init(
            Manifest(bounds: bounds, operations: operations), comments: comments, notes: notes)
    }
}

/// What a token says that a manifest could ask.
private struct UnverifiedToken {
    let permissions: [String]
    /// How many texts among the permissions are no names.
    let unusable: Int
    let audiences: Policy.Audiences?
    let cloud: Cloud?
    let tenant: String?
    let client: String?

    init(_ report: Report) {
        let claims = report.unverifiedClaims.payload?.root
        let held =
            report.kind == .application
            ? claims?["roles"]?.elements.compactMap(\.string) ?? []
            : claims?["scp"]?.string?.split(separator: " ").map(String.init) ?? []
        var permissions: [String] = []
        var unusable = 0
        // A need holds no more members.
        for name in held where !ExcessRule.signInScopes.contains(name) {
            if !ManifestText.isPermission(name) || name.hasPrefix("eyJ") || permissions.count == 50
            {
                unusable += 1
            } else if !permissions.contains(name) {
                permissions.append(name)
            }
        }
        self.permissions = permissions
        self.unusable = unusable
        let audience = claims?["aud"]
        let texts = audience?.string.map { [$0] } ?? audience?.elements.compactMap(\.string) ?? []
        if texts.count == 1, let resource = Resource.named(byAudience: texts[0]) {
            audiences = .resource(resource)
        } else if (1...20).contains(texts.count), Set(texts).count == texts.count,
            texts.allSatisfy({ ManifestText.isAudience($0) && !$0.hasPrefix("eyJ") })
        {
            audiences = .only(texts)
        } else {
            audiences = nil
        }
        let clouds = claims?["iss"]?.string.flatMap { EntraIssuer($0) }?.clouds ?? []
        // The first of several that share an issuer is the default, which needs no mention.
        cloud = clouds.first.flatMap { $0 == .public ? nil : $0 }
        func guid(_ name: String) -> String? {
            claims?[name]?.string.flatMap { GUID.isCanonical($0) ? $0 : nil }
        }
        tenant = guid("tid")
        client = guid("appid") ?? guid("azp")
    }
}
