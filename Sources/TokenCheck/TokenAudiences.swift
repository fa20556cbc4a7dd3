internal import StrictJSON

/// The audiences of a token: `aud` is a string or an array of strings.
struct TokenAudiences {
    /// One of them.
    struct Member {
        let document: JSONDocument
        let node: Int

        /// Whether one of these texts is the audience.
        func isAmong(_ names: [[UInt8]]) -> Bool {
            names.contains { document.string(node, equals: $0) }
        }
    }

    private let document: JSONDocument?
    private let node: Int?

    init(_ payload: JSONDocument?, _ claims: ClaimIndex) {
        document = payload
        node = claims[.aud]
    }

    /// The first that fits.
    func first(where fits: (Member) -> Bool) -> Member? {
        guard let document, let node else { return nil }
        guard document.nodes[node].kind == .array else {
            let member = Member(document: document, node: node)
            return document.nodes[node].kind == .string && fits(member) ? member : nil
        }
        var match: Member?
        document.forEachElement(of: node) {
            let member = Member(document: document, node: $0)
            if document.nodes[$0].kind == .string, fits(member) { match = member }
            return match == nil
        }
        return match
    }

    /// Whether a policy accepts one of them, by whatever name.
    func isAccepted(by rules: PolicyRules) -> Bool {
        guard let accepted = rules.audiences else { return true }
        return first { $0.isAmong(accepted) || $0.isAmong(rules.audienceAliases) } != nil
    }

    /// The audiences as data.
    var fact: Fact {
        guard let document, let node else { return .texts([]) }
        let value = JSONValue(document: document, index: node)
        return value.string.map(Fact.text) ?? .texts(value.elements.compactMap(\.string))
    }
}
