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
        var member = 1
        let end = Int(nodes[0].next)
        while member < end {
            let name = document.text(member)
            if name.count == 3, name.elementsEqual("tid".utf8, by: { $0 | 0x20 == $1 }) {
                tenantSpellings += 1
            }
            if let claim = ClaimTable.shared.claim(named: name), self.nodes[claim] == 0 {
                self.nodes[claim] = Int32(truncatingIfNeeded: member + 1)
            }
            member = Int(nodes[member + 1].next)
        }
    }

    /// The node of a claim's value.
    subscript(name: ClaimName) -> Int? {
        let node = nodes[name.rawValue]
        return node == 0 ? nil : Int(node)
    }
}

/// Finds a claim by its name with one look into a small table.
private struct ClaimTable {
    static let shared = ClaimTable()

    private let names: [[UInt8]] = ClaimName.allCases.map { Array($0.text.utf8) }
    private var slots = [UInt8](repeating: .max, count: 128)

    private init() {
        for (position, name) in names.enumerated() {
            var slot = Self.slot(of: name[...])
            while slots[slot] != .max { slot = (slot + 1) & 127 }
            slots[slot] = UInt8(position)
        }
    }

    func claim(named name: ArraySlice<UInt8>) -> Int? {
        guard !name.isEmpty else { return nil }
        var slot = Self.slot(of: name)
        while slots[slot] != .max {
            let candidate = Int(slots[slot])
            if isEqual(names[candidate], name) { return candidate }
            slot = (slot + 1) & 127
        }
        return nil
    }

    private func isEqual(_ left: [UInt8], _ right: ArraySlice<UInt8>) -> Bool {
        guard left.count == right.count else { return false }
        let start = right.startIndex
        for offset in left.indices where left[offset] != right[start &+ offset] { return false }
        return true
    }

    private static func slot(of name: ArraySlice<UInt8>) -> Int {
        let first = Int(name[name.startIndex])
        let last = Int(name[name.endIndex - 1])
        return (name.count &* 41 &+ first &* 7 &+ last &* 13) & 127
    }
}
