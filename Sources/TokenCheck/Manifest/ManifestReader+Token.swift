internal import StrictJSON

// The part `token`: what any acceptable token looks like.
extension ManifestReader {
    mutating func tokenBounds(_ field: Field) -> TokenBounds {
        var bounds = TokenBounds()
        guard isObject(field) else { return bounds }
        let keys = [
            "cloud", "tenants", "resource", "audiences", "versions", "kinds", "clients", "lifetime",
        ]
        refuseUnknownKeys(of: field, known: keys, extensions: .refused)
        bounds.cloud = field.member("cloud").flatMap { word($0, of: Cloud.self) }
        bounds.tenants = field.member("tenants").map { tenants in
            list(tenants, limit: 100, isUnique: true) { $0.guidText($1) }
        }
        bounds.audiences = audiences(field)
        bounds.versions = field.member("versions").map { versions in
            list(versions, limit: Self.maximumWords, isUnique: true) {
                $0.word($1, of: TokenVersion.self)
            }
        }
        bounds.kinds = field.member("kinds").map { kinds in
            list(kinds, limit: Self.maximumWords, isUnique: true) {
                $0.word($1, of: ServedKind.self)
            }
            .map(\.kind)
        }
        bounds.clients = field.member("clients").map { clients in
            list(clients, limit: 200, isUnique: true) { $0.guidText($1) }
        }
        if let lifetime = field.member("lifetime") { readLifetime(lifetime, into: &bounds) }
        return bounds
    }

    /// The kinds that a token can have for a manifest: the two that can be told.
    private enum ServedKind: String, CaseIterable {
        case application, delegated

        var kind: TokenKind { self == .application ? .application : .delegated }
    }

    /// The most members of a list of known words; beyond the words themselves there are only repetitions.
    private static let maximumWords = 100

    private mutating func audiences(_ field: Field) -> Policy.Audiences? {
        if field.member("resource") != nil, field.member("audiences") != nil {
            note(.resourceAndAudiences, field)
            return nil
        }
        if let resource = field.member("resource") {
            return self.resource(resource).map { .resource($0) }
        }
        return field.member("audiences").map { audiences in
            .only(
                list(audiences, limit: 20, isUnique: true) {
                    $0.text($1, .audienceForm, where: ManifestText.isAudience)
                })
        }
    }

    mutating func resource(_ field: Field) -> Resource? {
        guard let text = text(field) else { return nil }
        guard let resource = Resource.named(text) else {
            note(.valueUnknown, field, found: text, possible: Resource.all.map(\.name))
            return nil
        }
        return resource
    }

    private mutating func readLifetime(_ field: Field, into bounds: inout TokenBounds) {
        guard isObject(field) else { return }
        refuseUnknownKeys(of: field, known: ["max", "remaining"], extensions: .refused)
        bounds.maximumLifetimeSeconds = field.member("max").flatMap { seconds($0) }
        bounds.minimumRemainingSeconds = field.member("remaining").flatMap { seconds($0) }
        if let maximum = bounds.maximumLifetimeSeconds,
            let remaining = bounds.minimumRemainingSeconds, maximum < remaining
        {
            note(.lifetimeImpossible, field)
        }
    }

    private mutating func seconds(_ field: Field) -> Int64? {
        text(field, .durationForm) { ManifestText.seconds($0) != nil }
            .flatMap(ManifestText.seconds)
    }
}
