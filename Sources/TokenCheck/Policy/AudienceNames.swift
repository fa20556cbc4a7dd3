/// The texts of `aud` by which a resource, or several, may be named.
public struct AudienceNames: Sendable, Equatable {
    /// Those that are accepted as they are.
    public private(set) var accepted: [String]
    /// Registered names that are accepted with a warning.
    public private(set) var aliases: [String]

    var all: [String] { accepted + aliases }
    var isEmpty: Bool { accepted.isEmpty && aliases.isEmpty }

    init(accepted: [String] = [], aliases: [String] = []) {
        self.accepted = accepted
        self.aliases = aliases
    }

    /// The names of a policy's audiences in a cloud; nil: any.
    init?(_ audiences: Policy.Audiences, cloud: Cloud) {
        switch audiences {
        case .any: return nil
        case .only(let texts): self.init(accepted: texts)
        case .resource(let resource):
            let canonical = resource.canonicalAudience(in: cloud)
            self.init(
                accepted: [canonical, resource.applicationID].compactMap(\.self),
                aliases: resource.aliases(in: cloud))
        }
    }

    /// The names in both; one that either side accepts as it is, because it was written out, is no alias.
    func intersection(_ other: AudienceNames) -> AudienceNames {
        let both = all.filter { Self.isIn(other.all, $0) }
        func isAccepted(_ name: String) -> Bool {
            Self.isIn(accepted, name) || Self.isIn(other.accepted, name)
        }
        return AudienceNames(
            accepted: both.filter(isAccepted), aliases: both.filter { !isAccepted($0) })
    }

    /// Adds the names of another; what is accepted by either is no alias.
    mutating func formUnion(_ other: AudienceNames) {
        accepted += other.accepted.filter { !Self.isIn(accepted, $0) }
        aliases += other.aliases.filter { !Self.isIn(aliases, $0) }
        aliases.removeAll { Self.isIn(accepted, $0) }
    }

    private static func isIn(_ names: [String], _ name: String) -> Bool {
        names.contains { $0.utf8.elementsEqual(name.utf8) }
    }
}

extension Policy {
    /// The audiences that this policy accepts; nil: any.
    ///
    /// What the flags name, narrowed to what the selected operations are for: the union of their resources. An operation
    /// without a resource takes what the flags name; one that flags describe adds nothing beside a manifest's.
    public var acceptedAudiences: AudienceNames? {
        let flags = AudienceNames(audiences, cloud: cloud)
        guard operations.contains(where: { $0.audiences != nil }) else { return flags }
        var union = AudienceNames()
        for operation in operations {
            if let own = operation.audiences {
                guard let names = AudienceNames(own, cloud: cloud) else { return flags }
                union.formUnion(
                    flags.map { audiences == .only([]) ? names : $0.intersection(names) } ?? names)
            } else if operation.name != nil {
                guard let flags else { return nil }
                union.formUnion(flags)
            }
        }
        return union
    }
}
