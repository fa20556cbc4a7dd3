// The token is for somebody else, or the same under another name.
extension Hypothesis {
    /// Other names of what is expected, then whatever else it may be; the first that fits counts.
    static let audiences = otherNames + [door, doorOfOperation, graph, other]

    /// Spellings of what is expected, then the table of names.
    fileprivate static let otherNames = [
        spelling("aud-blank") { actual, expected in
            expected.utf8.count != actual.utf8.count
                && expected.withoutInvisibleCharacters == actual.withoutInvisibleCharacters
        },
        spelling("aud-slash") { actual, expected in
            AudienceSpelling.differsBySlash(actual, expected)
        },
        spelling("aud-spn") { actual, expected in
            let name = "spn:"
            guard actual.hasPrefix(name) != expected.hasPrefix(name) else { return false }
            return AudienceSpelling.isSameApplication(
                actual.hasPrefix(name) ? String(actual.dropFirst(name.count)) : actual,
                expected.hasPrefix(name) ? String(expected.dropFirst(name.count)) : expected)
        },
        spelling("aud-case") { actual, expected in
            actual.lowercased() == expected.lowercased()
        },
        spelling("aud-appuri") { actual, expected in
            actual != expected && AudienceSpelling.isSameApplication(actual, expected)
        },
        alias,
    ]

    /// Another spelling of an audience that is expected.
    private static func spelling(
        _ code: CauseCode, _ isSpelling: @escaping @Sendable (String, String) -> Bool
    ) -> Hypothesis {
        Hypothesis(code: code, explains: ["aud-accepted"]) { file in
            guard let actual = file.audience, !actual.isEmpty,
                let match = file.expectedAudiences.first(where: { isSpelling(actual, $0) })
            else { return nil }
            return Suspicion(
                .audience(expected: [match], actual: actual, resource: file.resource),
                trial: file.accepting(audience: actual))
        }
    }

    /// A registered name of a resource that was expected by another of its names.
    private static let alias = Hypothesis(code: "aud-alias", explains: ["aud-accepted"]) { file in
        guard let actual = file.audience, let resource = file.resource,
            file.wantedResources.contains(resource)
        else { return nil }
        let expected = file.expectedAudiences.filter { Resource.named(byAudience: $0) == resource }
        return Suspicion(
            .audience(expected: expected, actual: actual, resource: resource),
            trial: file.accepting(audience: actual), .strong)
    }

    private static let foreign: Set<CheckCode> = [
        "aud-accepted", "permissions-held", "directory-roles-held",
    ]

    /// Defender XDR, Defender for Endpoint and Graph offer the same things to different tokens.
    private static let door = Hypothesis(code: "aud-door", explains: foreign) { file in
        guard file.isForAnotherAPI, let actual = file.audience, let resource = file.resource,
            let wanted = file.wantedResources.first(where: { $0 != resource })
        else { return nil }
        return Suspicion(
            .door(file.door(from: resource, to: wanted, audience: actual)),
            trial: file.accepting(foreign: actual))
    }

    /// The audience is right for one operation and wrong for another that was asked for by name.
    private static let doorOfOperation = Hypothesis(
        code: "aud-door", explains: ["permissions-held"]
    ) { file in
        guard let actual = file.audience, let resource = file.resource,
            let finding = file.failures.first(where: {
                if case .otherResource? = $0.detail { true } else { false }
            }),
            let wanted = file.policy.operations.first(where: { $0.name == finding.operation })?
                .resource, wanted != resource
        else { return nil }
        let names = Set(
            file.failures.compactMap { finding -> String? in
                if case .otherResource? = finding.detail { finding.operation } else { nil }
            })
        return Suspicion(
            .door(file.door(from: resource, to: wanted, audience: actual)),
            trial: file.assuming { assumptions in
                assumptions.policy.operations.removeAll { operation in
                    operation.name.map(names.contains) ?? false
                }
            })
    }

    private static let graph = Hypothesis(code: "aud-graph", explains: foreign) { file in
        guard file.isForAnotherAPI, let actual = file.audience, file.resource == .graph
        else { return nil }
        return Suspicion(
            .audience(
                expected: file.expectedAudiences, actual: actual, resource: file.resource),
            trial: file.accepting(foreign: actual))
    }

    private static let other = Hypothesis(code: "aud-other", explains: foreign) { file in
        guard file.isForAnotherAPI, let actual = file.audience, !actual.isEmpty else { return nil }
        return Suspicion(
            .audience(
                expected: file.expectedAudiences, actual: actual, resource: file.resource),
            trial: file.accepting(foreign: actual))
    }
}

/// Names of one application as `aud` may have them.
enum AudienceSpelling {
    /// Whether only one of them has a slash at its end.
    static func differsBySlash(_ left: String, _ right: String) -> Bool {
        left + "/" == right || right + "/" == left
    }

    /// Whether both name the same application: its GUID, alone or in an App ID URI with the scheme `api`.
    static func isSameApplication(_ left: String, _ right: String) -> Bool {
        guard let id = applicationID(in: left) else { return left == right }
        return id == applicationID(in: right)
    }

    private static func applicationID(in audience: String) -> String? {
        let scheme = "api://"
        let name = audience.hasPrefix(scheme) ? String(audience.dropFirst(scheme.count)) : audience
        let id = name.prefix { $0 != "/" }.lowercased()
        return GUID.isCanonical(id) ? id : nil
    }
}

extension CaseFile {
    var expectedAudiences: [String] { policy.acceptedAudiences?.accepted ?? [] }

    /// Whether the audience is not merely another name of what is expected.
    ///
    /// Another API explains the permissions, too; under another name of the same one they still count.
    fileprivate var isForAnotherAPI: Bool {
        failure(of: "aud-accepted") != nil
            && !Hypothesis.otherNames.contains { $0.suspect(self) != nil }
    }

    /// The built-in resources that somebody expects, by whatever name.
    fileprivate var wantedResources: [Resource] {
        var wanted = policy.operations.compactMap(\.resource)
        if case .resource(let resource) = policy.audiences { wanted.append(resource) }
        wanted += expectedAudiences.compactMap(Resource.named(byAudience:))
        return wanted
    }

    /// The same with this audience accepted, for the operations, too.
    fileprivate func accepting(audience: String) -> Assumptions {
        assuming {
            $0.policy.audiences = .only([audience])
            for place in $0.policy.operations.indices {
                $0.policy.operations[place].audiences = nil
            }
        }
    }

    /// The same with another API's audience accepted, whose permissions say nothing about those of the one that is
    /// wanted.
    fileprivate func accepting(foreign audience: String) -> Assumptions {
        var changed = accepting(audience: audience)
        changed.policy.operations = changed.policy.operations.map { $0.needingNothing() }
        return changed
    }

    /// The request that does the same at another resource and that the token's permissions open.
    func heldRequest(
        like known: CatalogueOperation, at resource: Resource, as kind: TokenKind
    ) -> String? {
        guard let other = SameElsewhere.operation(like: known, at: resource),
            other.permissions(of: kind).contains(where: held.contains)
        else { return nil }
        return other.request
    }

    fileprivate func door(from actual: Resource, to wanted: Resource, audience: String)
        -> CauseFacts.Door
    {
        let operation = policy.operations.first { $0.resource == wanted && $0.name != nil }
        let known = operation?.catalogued
        let kind = report.kind
        let permissions = operation?.need(of: kind)?.names ?? known?.permissions(of: kind) ?? []
        let instead = known.flatMap { heldRequest(like: $0, at: actual, as: kind) }
        return CauseFacts.Door(
            actual: actual, wanted: wanted, audience: audience, cloud: policy.cloud,
            operation: operation?.name, permissions: permissions, instead: instead)
    }
}

extension String {
    /// The text without blanks and characters that nobody sees.
    fileprivate var withoutInvisibleCharacters: String {
        String(
            String.UnicodeScalarView(
                unicodeScalars.filter {
                    !$0.properties.isWhitespace && !$0.properties.isDefaultIgnorableCodePoint
                }))
    }
}
