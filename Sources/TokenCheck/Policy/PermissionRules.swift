internal import StrictJSON

/// The permission names of a policy as small numbers, and its needs as one flat table over them.
///
/// Fifty operations are judged by bits: each name that a token holds is looked up once.
struct PermissionRules: Sendable {
    /// One entry of a need; an entry is followed by its members up to ``end``.
    struct Entry: Sendable {
        enum Kind: UInt8, Sendable { case permission, any, all }

        let kind: Kind
        /// The number of the permission.
        let permission: Int
        /// The entry after this one and its members.
        var end = 0
        /// The place in the innermost `any` around it, 0 without one.
        let preference: Int
    }

    private(set) var entries: [Entry] = []
    /// Every permission that is named, sorted by length, then bytes; its place is its number.
    let names: [[UInt8]]

    init(naming needs: [Need]) {
        let all = Set(needs.flatMap(\.names).map { Array($0.utf8) })
        names = all.sorted { Self.precedes($0[...], $1[...]) }
    }

    /// Adds a need.
    /// - Returns: Where it begins.
    mutating func add(_ need: Need, preference: Int = 0) -> Int {
        let start = entries.count
        switch need {
        case .permission(let name):
            // A name that were missing from the table must be one that nobody holds.
            let number = number(of: Array(name.utf8)[...]) ?? names.count
            entries.append(Entry(kind: .permission, permission: number, preference: preference))
        case .any(let members):
            entries.append(Entry(kind: .any, permission: 0, preference: preference))
            for (place, member) in members.enumerated() { _ = add(member, preference: place) }
        case .all(let members):
            entries.append(Entry(kind: .all, permission: 0, preference: preference))
            for member in members { _ = add(member, preference: preference) }
        }
        entries[start].end = entries.count
        return start
    }

    /// The number of a name, or nil when nobody names it.
    func number(of name: ArraySlice<UInt8>) -> Int? {
        var (low, high) = (0, names.count)
        while low < high {
            let middle = (low + high) / 2
            if Self.precedes(names[middle][...], name) { low = middle + 1 } else { high = middle }
        }
        guard low < names.count else { return nil }
        let found = names[low]
        return found.span.isSame(as: name.span) ? low : nil
    }

    /// Whether a need holds with a set of permissions.
    func isMet(_ start: Int, by held: PermissionSet) -> Bool {
        let entry = entries[start]
        switch entry.kind {
        case .permission: return held.contains(entry.permission)
        case .any:
            var member = start + 1
            while member < entry.end {
                if isMet(member, by: held) { return true }
                member = entries[member].end
            }
            return false
        case .all:
            var member = start + 1
            while member < entry.end {
                if !isMet(member, by: held) { return false }
                member = entries[member].end
            }
            return true
        }
    }

    private static func precedes(_ left: ArraySlice<UInt8>, _ right: ArraySlice<UInt8>) -> Bool {
        guard left.count == right.count else { return left.count < right.count }
        for (mine, other) in zip(left, right) where mine != other { return mine < other }
        return false
    }
}

/// A set of permissions by number; up to 64 need no memory of their own.
struct PermissionSet: Sendable, Sequence {
    private var first: UInt64 = 0
    private var rest: [UInt64] = []

    func contains(_ number: Int) -> Bool {
        if number < 64 { return first & 1 << UInt64(number) != 0 }
        let word = number / 64 - 1
        return word < rest.count && rest[word] & 1 << UInt64(number % 64) != 0
    }

    /// How many there are.
    var count: Int { rest.reduce(first.nonzeroBitCount) { $0 + $1.nonzeroBitCount } }

    mutating func insert(_ number: Int) {
        if number < 64 {
            first |= 1 << UInt64(number)
        } else {
            let word = number / 64 - 1
            while rest.count <= word { rest.append(0) }
            rest[word] |= 1 << UInt64(number % 64)
        }
    }

    mutating func remove(_ number: Int) {
        if number < 64 {
            first &= ~(1 << UInt64(number))
        } else if number / 64 - 1 < rest.count {
            rest[number / 64 - 1] &= ~(1 << UInt64(number % 64))
        }
    }

    /// Each number, in ascending order.
    func makeIterator() -> Iterator { Iterator(word: first, rest: rest) }

    struct Iterator: IteratorProtocol {
        fileprivate var word: UInt64
        fileprivate var rest: [UInt64]
        private var place = 0

        fileprivate init(word: UInt64, rest: [UInt64]) {
            self.word = word
            self.rest = rest
        }

        mutating func next() -> Int? {
            while word == 0 {
                guard place < rest.count else { return nil }
                word = rest[place]
                place += 1
            }
            let number = place * 64 + word.trailingZeroBitCount
            word &= word - 1
            return number
        }
    }
}
