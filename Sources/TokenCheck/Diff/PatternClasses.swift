/// The names there can be, divided by which of several groups of patterns match them.
///
/// Walks all names at once, a byte at a time, with the places that each pattern can be at: exact, and bounded by a
/// budget, since few patterns of people meet in many ways.
struct PatternClasses {
    /// Names that are matched by the same groups.
    struct Class: Equatable {
        /// For each group whether one of its patterns matches.
        let isMatched: [Bool]
        /// One of the names.
        let name: String
    }

    /// The classes; nil: the budget is spent.
    let all: [Class]?

    /// So many states are looked at, and so many places in them.
    private static let mostStates = 5_000
    private static let mostPlaces = 1_000_000

    private struct Place {
        let group: Int
        /// The byte that leads on; nil: any, and it stays; the end has its own mark.
        let byte: UInt8?
        let isEnd: Bool
    }

    /// Divides the names of at most 120 bytes.
    init(_ groups: [[PermissionPattern]]) {
        var places: [Place] = []
        var starts: [Int] = []
        var alphabet: Set<UInt8> = []
        for (group, patterns) in groups.enumerated() {
            for pattern in Set(patterns.map(\.text)) {
                starts.append(places.count)
                for byte in pattern.utf8 {
                    let isStar = byte == UInt8(ascii: "*")
                    if !isStar { alphabet.insert(byte) }
                    places.append(Place(group: group, byte: isStar ? nil : byte, isEnd: false))
                }
                places.append(Place(group: group, byte: nil, isEnd: true))
            }
        }
        // All bytes that no pattern names are alike.
        let others = Array("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_".utf8)
        let bytes = alphabet.sorted() + [others.first { !alphabet.contains($0) } ?? 0x7F]

        var walk = Walk(places: places, groupCount: groups.count)
        var states: [(state: State, name: [UInt8])] = [(walk.closed(starts, done: []), [])]
        // The first state counts once it is reached by a byte.
        var seen: Set<State> = []
        var found: [Class] = []
        var vectors: Set<[Bool]> = []
        var next = 0
        while next < states.count {
            let (state, name) = states[next]
            next += 1
            let vector = walk.groups(endingIn: state)
            if !name.isEmpty, vectors.insert(vector).inserted {
                found.append(Class(isMatched: vector, name: Self.name(name, vector, groups)))
            }
            guard name.count < ManifestText.maximumPermissionBytes else { continue }
            for byte in bytes {
                let after = walk.step(state, byte)
                guard seen.insert(after).inserted else { continue }
                guard states.count < Self.mostStates, walk.count < Self.mostPlaces else {
                    all = nil
                    return
                }
                states.append((after, name + [byte]))
            }
        }
        all = found
    }

    /// The name of a class for people: Entra ID allows no dot in front, so that a letter stands there if it may.
    private static func name(
        _ bytes: [UInt8], _ isMatched: [Bool], _ groups: [[PermissionPattern]]
    ) -> String {
        let name = String(decoding: bytes, as: UTF8.self)
        guard bytes.first == UInt8(ascii: "."), bytes.count < ManifestText.maximumPermissionBytes
        else { return name }
        for start in ["X", "Y", "Z"]
        where groups.map({ group in
            group.contains { $0.matches(start + name) }
        }) == isMatched {
            return start + name
        }
        return name
    }

    /// Where the patterns can be.
    private struct State: Hashable {
        /// The places, in ascending order.
        let places: [Int]
        /// The groups that match whatever follows.
        let done: [Int]
    }

    private struct Walk {
        let places: [Place]
        let groupCount: Int
        private(set) var count = 0

        init(places: [Place], groupCount: Int) {
            self.places = places
            self.groupCount = groupCount
        }

        mutating func step(_ state: State, _ byte: UInt8) -> State {
            var next: [Int] = []
            for place in state.places {
                let here = places[place]
                if here.isEnd { continue }
                if here.byte == nil { next.append(place) }
                if here.byte == byte { next.append(place + 1) }
            }
            return closed(next, done: state.done)
        }

        /// The places with those behind each star, without those of groups that need no more.
        mutating func closed(_ starts: [Int], done: [Int]) -> State {
            var all: Set<Int> = []
            var done = Set(done)
            for start in starts {
                var place = start
                while all.insert(place).inserted, !places[place].isEnd, places[place].byte == nil {
                    // A star at the end matches whatever follows.
                    if places[place + 1].isEnd { done.insert(places[place].group) }
                    place += 1
                }
            }
            count += all.count
            return State(
                places: all.filter { !done.contains(places[$0].group) }.sorted(),
                done: done.sorted())
        }

        func groups(endingIn state: State) -> [Bool] {
            var isMatched = [Bool](repeating: false, count: groupCount)
            for group in state.done { isMatched[group] = true }
            for place in state.places where places[place].isEnd {
                isMatched[places[place].group] = true
            }
            return isMatched
        }
    }
}
