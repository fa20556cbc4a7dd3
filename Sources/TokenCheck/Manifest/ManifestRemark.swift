/// Something in a usable manifest that probably says something else than what is meant.
public struct ManifestRemark: Equatable, Sendable {
    /// The kinds of remark.
    public enum Kind: String, Sendable, CaseIterable {
        /// A permission of a need that the manifest forbids at the same time.
        case alternativeForbidden = "alternative-forbidden"
        /// An operation that no accepted kind of token can do.
        case operationUnreachable = "operation-unreachable"
        /// A fallback that no operation has as its name.
        case fallbackUnknown = "fallback-unknown"
        /// Fallbacks that lead in a circle.
        case fallbackLoop = "fallback-loop"
        /// A permission that the catalogue does not know for the resource.
        case permissionUnknown = "permission-unknown"
        /// A permission of the other kind of token.
        case permissionKind = "permission-kind"
        /// A resource that the manifest's cloud does not have.
        case resourceNotInCloud = "resource-not-in-cloud"
        /// Directory roles of an operation that serves no users.
        case directoryRolesUnused = "directory-roles-unused"
        /// A request that is announced to end.
        case operationRetires = "operation-retires"
    }

    /// What it is about.
    public let kind: Kind
    /// Where, as a JSON pointer (RFC 6901).
    public let path: String
    /// Whether the name or the value there is meant.
    public let subject: ManifestDefect.Subject
    /// The text it is about.
    public let found: String
    /// The resource, operation or pattern that it does not fit.
    public let against: String
    /// What was probably meant, or is to be used instead.
    public let instead: String?
}

extension Manifest {
    /// What is worth a remark, operation by operation.
    ///
    /// A remark never keeps a manifest from being used.
    public var remarks: [ManifestRemark] {
        let fallbacks = FallbackGraph(operations)
        var remarks: [ManifestRemark] = []
        for (place, operation) in operations.enumerated() {
            // After so many nobody reads on.
            guard remarks.count < 100 else { break }
            remarks += permissionRemarks(operation) + reachRemarks(operation)
            remarks += fallbackRemarks(operation, fallbacks.finding(at: place))
            remarks += roleRemarks(operation) + cloudRemarks(operation)
            remarks += retirementRemarks(operation)
        }
        return remarks
    }

    private func path(_ operation: Operation, _ member: String? = nil) -> String {
        // Operation names hold neither slashes nor tildes.
        "/operations/\(operation.name ?? "")" + (member.map { "/\($0)" } ?? "")
    }

    private func permissionRemarks(_ operation: Operation) -> [ManifestRemark] {
        [TokenKind.application, .delegated].flatMap { kind in
            guard let need = operation.need(of: kind) else { return [ManifestRemark]() }
            return need.places(at: path(operation, kind.rawValue)).flatMap { name, place in
                [forbiddenRemark(name, kind, place)]
                    + [operation.resource.flatMap { catalogueRemark(name, kind, $0, place) }]
            }
            .compactMap(\.self)
        }
    }

    private func forbiddenRemark(_ name: String, _ kind: TokenKind, _ place: String)
        -> ManifestRemark?
    {
        forbidden.patterns(of: kind).first { $0.matches(name) }.map { pattern in
            ManifestRemark(
                kind: .alternativeForbidden, path: place, subject: .value, found: name,
                against: pattern.text, instead: nil)
        }
    }

    private func catalogueRemark(
        _ name: String, _ kind: TokenKind, _ resource: Resource, _ place: String
    ) -> ManifestRemark? {
        guard Permission.named(name, kind: kind, in: resource) == nil else { return nil }
        let other = kind == .application ? TokenKind.delegated : .application
        let isOther = Permission.named(name, kind: other, in: resource) != nil
        let known = resource.permissions.filter { $0.kind == kind }.map(\.name)
        // The same permission of the other kind differs by its end, which may be many letters of a short name.
        let twin = name.hasSuffix(".All") ? String(name.dropLast(4)) : name + ".All"
        return ManifestRemark(
            kind: isOther ? .permissionKind : .permissionUnknown, path: place, subject: .value,
            found: name, against: isOther ? kind.rawValue : resource.name,
            instead: known.contains(twin) ? twin : NearestName.nearest(to: name, among: known))
    }

    private func reachRemarks(_ operation: Operation) -> [ManifestRemark] {
        let kinds = bounds.kinds ?? [.application, .delegated]
        let isReachable = kinds.contains { kind in
            let patterns = forbidden.patterns(of: kind)
            return operation.need(of: kind)?
                .isMet { name in !patterns.contains { $0.matches(name) } } ?? false
        }
        guard !isReachable else { return [] }
        return [
            ManifestRemark(
                kind: .operationUnreachable, path: path(operation), subject: .name,
                found: operation.name ?? "",
                against: kinds.map(\.rawValue).joined(separator: ", "), instead: nil)
        ]
    }

    private func fallbackRemarks(_ operation: Operation, _ finding: FallbackGraph.Finding)
        -> [ManifestRemark]
    {
        guard let fallback = operation.fallback, let name = operation.name else { return [] }
        func remark(_ kind: ManifestRemark.Kind, instead: String?) -> [ManifestRemark] {
            [
                ManifestRemark(
                    kind: kind, path: path(operation, "fallback"), subject: .value,
                    found: fallback, against: name, instead: instead)
            ]
        }
        switch finding {
        case .fine: return []
        case .unknown:
            let names = operations.compactMap(\.name)
            return remark(
                .fallbackUnknown, instead: NearestName.nearest(to: fallback, among: names))
        case .loop: return remark(.fallbackLoop, instead: nil)
        }
    }

    private func roleRemarks(_ operation: Operation) -> [ManifestRemark] {
        guard operation.directoryRoles != nil, operation.delegated == nil else { return [] }
        return [
            ManifestRemark(
                kind: .directoryRolesUnused, path: path(operation, "directory-roles"),
                subject: .name, found: "directory-roles", against: operation.name ?? "",
                instead: nil)
        ]
    }

    private func cloudRemarks(_ operation: Operation) -> [ManifestRemark] {
        guard let cloud = bounds.cloud, let resource = operation.resource,
            resource.canonicalAudience(in: cloud) == nil
        else { return [] }
        return [
            ManifestRemark(
                kind: .resourceNotInCloud, path: path(operation), subject: .name,
                found: resource.name, against: cloud.rawValue, instead: nil)
        ]
    }

    private func retirementRemarks(_ operation: Operation) -> [ManifestRemark] {
        guard let request = operation.request, let known = operation.catalogued,
            let day = known.retires
        else { return [] }
        return [
            ManifestRemark(
                kind: .operationRetires, path: path(operation, "request"), subject: .value,
                found: request, against: day, instead: known.note)
        ]
    }
}

extension Operation {
    /// The catalogue's operation for its request at its resource.
    public var catalogued: CatalogueOperation? {
        guard let request, let resource, let blank = request.firstIndex(of: " ") else { return nil }
        return CatalogueOperation.matching(
            method: String(request[..<blank]),
            path: String(request[request.index(after: blank)...])
        )
        .first { $0.resource == resource }
    }
}

extension Need {
    /// Every permission with its place, as a JSON pointer below the need's own.
    func places(at path: String) -> [(name: String, path: String)] {
        switch self {
        case .permission(let name): [(name, path)]
        case .any(let needs): Self.places(needs, at: path + "/any")
        case .all(let needs): Self.places(needs, at: path + "/all")
        }
    }

    private static func places(_ needs: [Need], at path: String) -> [(name: String, path: String)] {
        needs.enumerated().flatMap { $0.element.places(at: path + "/\($0.offset)") }
    }
}
