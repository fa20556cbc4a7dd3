/// A need for permissions, as the manifest's documentation describes it.
indirect enum ReferenceNeed: Equatable {
    case permission(String)
    case any([ReferenceNeed])
    case all([ReferenceNeed])

    /// Whether a set of names meets the need.
    func isMet(by held: [String]) -> Bool {
        switch self {
        case .permission(let name):
            return held.contains(name)
        case .any(let needs):
            for need in needs where need.isMet(by: held) { return true }
            return false
        case .all(let needs):
            for need in needs where !need.isMet(by: held) { return false }
            return true
        }
    }

    /// Each mention of a name, in the order of the text, with its place in the innermost `any` around it.
    ///
    /// A name without any `any` around it has the place 0.
    func mentions(at place: Int = 0) -> [(name: String, place: Int)] {
        var mentions: [(name: String, place: Int)] = []
        switch self {
        case .permission(let name):
            mentions.append((name, place))
        case .any(let needs):
            for (index, need) in needs.enumerated() { mentions += need.mentions(at: index) }
        case .all(let needs):
            for need in needs { mentions += need.mentions(at: place) }
        }
        return mentions
    }

    /// The need as JSON.
    var json: String {
        switch self {
        case .permission(let name): quoted(name)
        case .any(let needs): #"{"any": ["# + needs.map(\.json).joined(separator: ", ") + "]}"
        case .all(let needs): #"{"all": ["# + needs.map(\.json).joined(separator: ", ") + "]}"
        }
    }
}

/// For whom a token was issued.
enum ReferenceKind: String, CaseIterable {
    case application, delegated
}

/// An operation of a manifest, or the one that flags describe.
struct ReferenceOperation: Equatable {
    var name: String
    /// Its own resource, by name.
    var resource: String?
    var application: ReferenceNeed?
    var delegated: ReferenceNeed?

    func need(of kind: ReferenceKind) -> ReferenceNeed? {
        switch kind {
        case .application: application
        case .delegated: delegated
        }
    }

    fileprivate var json: String {
        var members: [String] = []
        if let resource { members.append(#""resource": "# + quoted(resource)) }
        if let application { members.append(#""application": "# + application.json) }
        if let delegated { members.append(#""delegated": "# + delegated.json) }
        return quoted(name) + ": {" + members.joined(separator: ", ") + "}"
    }
}

/// A manifest in plain values.
struct ReferenceManifest: Equatable {
    /// The names of resources with the audience that is asked for in the public cloud.
    static let audiences = [
        "defender-xdr": "https://api.security.microsoft.com",
        "defender-endpoint": "https://api.securitycenter.microsoft.com",
        "graph": "https://graph.microsoft.com",
    ]

    /// The resource of every operation without one of its own.
    var resource: String
    var operations: [ReferenceOperation]
    /// Patterns of names that must not be held.
    var forbiddenApplication: [String] = []
    var forbiddenDelegated: [String] = []
    /// ignore, warn or fail.
    var level = "warn"
    /// Patterns of names that may be held without need.
    var allowed: [String] = []

    /// The manifest as JSON text.
    func json() -> String {
        var members = [
            #""tokcheck": 1"#,
            #""token": {"resource": "# + quoted(resource) + "}",
            #""operations": {"# + operations.map(\.json).joined(separator: ", ") + "}",
        ]
        var forbidden: [String] = []
        if !forbiddenApplication.isEmpty {
            forbidden.append(#""application": "# + list(forbiddenApplication))
        }
        if !forbiddenDelegated.isEmpty {
            forbidden.append(#""delegated": "# + list(forbiddenDelegated))
        }
        if !forbidden.isEmpty {
            members.append(#""forbid": {"# + forbidden.joined(separator: ", ") + "}")
        }
        var excess = #""level": "# + quoted(level)
        if !allowed.isEmpty { excess += #", "allow": "# + list(allowed) }
        members.append(#""excess": {"# + excess + "}")
        return "{" + members.joined(separator: ", ") + "}"
    }

    /// Whether an operation lies behind an audience.
    fileprivate func lies(_ operation: ReferenceOperation, behind audience: String) -> Bool {
        Self.audiences[operation.resource ?? resource] == audience
    }
}

/// A token, and what is asked of it.
struct ReferenceQuestion {
    var manifest: ReferenceManifest
    /// The operations that were named; none: all, and none of them by name.
    var selected: [String] = []
    /// What flags ask beside the manifest.
    var quick: ReferenceOperation?
    var kind: ReferenceKind
    /// The names in `roles` or `scp`, each once.
    var held: [String]
    var audience: String
}

extension ReferenceQuestion {
    /// The scopes of OpenID Connect, which are never in excess.
    static let neverExcess = ["openid", "profile", "email", "offline_access"]

    /// The selected operations in the order of the file.
    var selectedOperations: [ReferenceOperation] {
        manifest.operations.filter { selected.isEmpty || selected.contains($0.name) }
    }

    /// Whether any selected operation lies behind the token's audience.
    var isAudienceAccepted: Bool {
        selectedOperations.contains { manifest.lies($0, behind: audience) }
    }

    /// Whether an operation is judged by its need: it lies behind the audience, or no operation does.
    private func isJudgedByNeed(_ operation: ReferenceOperation) -> Bool {
        !isAudienceAccepted || manifest.lies(operation, behind: audience)
    }

    /// The selected operations that are judged by their need, with the one of the flags.
    var judgedOperations: [ReferenceOperation] {
        selectedOperations.filter(isJudgedByNeed) + (quick.map { [$0] } ?? [])
    }

    /// The status of `permissions-held` for each selected operation, by name.
    var statuses: [String: String] {
        var statuses: [String: String] = [:]
        for operation in selectedOperations {
            if isJudgedByNeed(operation) {
                statuses[operation.name] = status(of: operation)
            } else {
                statuses[operation.name] = selected.isEmpty ? "not-required" : "violated"
            }
        }
        return statuses
    }

    /// The status of `permissions-held` for what flags ask.
    var quickStatus: String? { quick.map(status) }

    private func status(of operation: ReferenceOperation) -> String {
        guard let need = operation.need(of: kind) else { return "violated" }
        return need.isMet(by: held) ? "satisfied" : "violated"
    }

    /// What is held and forbidden.
    var forbidden: [String] {
        let patterns =
            kind == .application ? manifest.forbiddenApplication : manifest.forbiddenDelegated
        return held.filter { name in patterns.contains { matches($0, name) } }
    }

    /// The needs that say what is too much: those of all operations behind the audience, selected or not, then the flags'.
    var needs: [ReferenceNeed] {
        let operations = manifest.operations.filter(isJudgedByNeed) + (quick.map { [$0] } ?? [])
        return operations.compactMap { $0.need(of: kind) }
    }

    /// What remains when one name after the other is dropped, the least preferred first.
    private var kept: [String] {
        let satisfied = needs.filter { $0.isMet(by: held) }
        var kept = held
        for name in leastPreferredFirst {
            let rest = kept.filter { $0 != name }
            if satisfied.allSatisfy({ $0.isMet(by: rest) }) { kept = rest }
        }
        return kept
    }

    private var leastPreferredFirst: [String] {
        let mentions = needs.flatMap { $0.mentions() }
        var order = held.filter { name in !mentions.contains { $0.name == name } }
        let largestPlace = mentions.map(\.place).max() ?? 0
        for place in stride(from: largestPlace, through: 0, by: -1) {
            // Later first mentions come first; a name stands here if this is its smallest place.
            var seen: [String] = []
            for mention in mentions where !seen.contains(mention.name) { seen.append(mention.name) }
            for name in seen.reversed() where held.contains(name) {
                let places = mentions.filter { $0.name == name }.map(\.place)
                if places.min() == place { order.append(name) }
            }
        }
        return order
    }

    /// Whether a name is never reported as excess.
    func mayStay(_ name: String) -> Bool {
        Self.neverExcess.contains(name) || manifest.allowed.contains { matches($0, name) }
    }

    /// What is held, not needed and not allowed.
    var excess: [String] {
        let kept = kept
        return held.filter { !kept.contains($0) && !mayStay($0) }
    }

    /// What is held without the excess.
    var smallerSet: [String] {
        let excess = excess
        return held.filter { !excess.contains($0) }
    }
}

/// Whether a pattern, in which `*` stands for any run of characters, is all of a name.
private func matches(_ pattern: String, _ name: String) -> Bool {
    guard let sign = pattern.first else { return name.isEmpty }
    let rest = String(pattern.dropFirst())
    if sign == "*" {
        return matches(rest, name) || (!name.isEmpty && matches(pattern, String(name.dropFirst())))
    }
    return name.first == sign && matches(rest, String(name.dropFirst()))
}

private func list(_ texts: [String]) -> String {
    "[" + texts.map(quoted).joined(separator: ", ") + "]"
}

/// A JSON string; the names of these tests hold no control characters.
private func quoted(_ text: String) -> String {
    var json = "\""
    for character in text {
        if character == "\"" || character == "\\" { json.append("\\") }
        json.append(character)
    }
    return json + "\""
}
