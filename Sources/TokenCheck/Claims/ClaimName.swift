internal import StrictJSON

/// The claims that checks read.
enum ClaimName: Int, CaseIterable {
    case aud, iss, iat, nbf, exp, ver, tid, oid, sub, appid, azp, appidacr, azpacr, idtyp, scp,
        roles
    case wids, nonce, cnf, name, upn, amr, uti, groups, hasgroups
    case uniqueName, preferredUsername, accessTokenHash, codeHash, claimNames

    /// The claim's name in a token.
    var text: String {
        switch self {
        case .uniqueName: "unique_name"
        case .preferredUsername: "preferred_username"
        case .accessTokenHash: "at_hash"
        case .codeHash: "c_hash"
        case .claimNames: "_claim_names"
        default: String(describing: self)
        }
    }

    /// The claims that only a user's token has (facts about Entra ID tokens; a hint, not a proof).
    static let ofUsers: [ClaimName] = [.name, .upn, .uniqueName, .preferredUsername, .amr]
}

/// Where in a payload the claims are that checks read.
struct ClaimIndex {
    /// For each claim name the node of its value, or 0: node 0 is the object itself.
    private var nodes: InlineArray<32, Int32> = InlineArray(repeating: 0)
    /// How often `tid` stands there in whatever letter case; readers that fold case would take either.
    private(set) var tenantSpellings = 0

    init() {}

    /// Walks the members of the payload once.
    init(_ document: JSONDocument) {
        let nodes = document.nodes
        let bytes = document.bytes
        let table = ClaimTable.shared
        var member = 1
        let end = Int(nodes[0].next)
        while member < end {
            let name = nodes[member]
            if name.isEscaped {
                let text = document.utf8(member)
                note(table, text, 0, text.count, member + 1)
            } else {
                note(table, bytes, Int(name.start), Int(name.end), member + 1)
            }
            member = Int(nodes[member &+ 1].next)
        }
    }

    /// Remembers the value of a known claim, the first one if it is repeated.
    private mutating func note(
        _ table: ClaimTable, _ bytes: [UInt8], _ start: Int, _ end: Int, _ value: Int
    ) {
        if end - start == 3, bytes[start] | 0x20 == UInt8(ascii: "t"),
            bytes[start + 1] | 0x20 == UInt8(ascii: "i"),
            bytes[start + 2] | 0x20 == UInt8(ascii: "d")
        {
            tenantSpellings += 1
        }
        if let claim = table.claim(bytes, start, end), nodes[claim] == 0 {
            nodes[claim] = Int32(truncatingIfNeeded: value)
        }
    }

    /// The node of a claim's value.
    subscript(name: ClaimName) -> Int? {
        let node = nodes[name.rawValue]
        return node == 0 ? nil : Int(node)
    }
}

/// Finds a claim by its name with one look into a small table.
private final class ClaimTable: Sendable {
    static let shared = ClaimTable()

    private let names: [[UInt8]] = ClaimName.allCases.map { Array($0.text.utf8) }
    private let slots: [UInt8]

    private init() {
        var slots = [UInt8](repeating: .max, count: 128)
        for (position, name) in names.enumerated() {
            var slot = Self.slot(name, 0, name.count)
            while slots[slot] != .max { slot = (slot + 1) & 127 }
            slots[slot] = UInt8(position)
        }
        self.slots = slots
    }

    /// The position of the claim whose name stands in a range of bytes.
    func claim(_ bytes: [UInt8], _ start: Int, _ end: Int) -> Int? {
        guard start < end else { return nil }
        var slot = Self.slot(bytes, start, end)
        while slots[slot] != .max {
            let candidate = Int(slots[slot])
            if isEqual(names[candidate], bytes, start, end) { return candidate }
            slot = (slot &+ 1) & 127
        }
        return nil
    }

    private func isEqual(_ name: [UInt8], _ bytes: [UInt8], _ start: Int, _ end: Int) -> Bool {
        guard name.count == end - start else { return false }
        for offset in name.indices where name[offset] != bytes[start &+ offset] { return false }
        return true
    }

    private static func slot(_ bytes: [UInt8], _ start: Int, _ end: Int) -> Int {
        let ends = Int(bytes[start]) &* 7 &+ Int(bytes[end - 1]) &* 13
        return ((end &- start) &* 41 &+ ends) & 127
    }
}
