extension Need {
    /// How many sets of names are tried: all of eight names; a need with more that are missing is rare.
    private static let mostTries = 256
    /// How many names a need may have for sets to be tried; no operation of the catalogue has nearly as many.
    private static let mostNames = 64

    /// The fewest names that are missing from those that are held; of equally few those named first.
    ///
    /// One name may serve several choices, so that the smallest answer to each is not always the smallest to all: fewer
    /// are looked for by trying, the small sets first and no more than ``mostTries`` of them.
    /// - Returns: The names; none when the need is met, or when nothing can meet it.
    /// - Complexity: The need's names times ``mostTries``, and those times the names that are held.
    func fewestMissing(from held: [String]) -> [String] {
        let names = names
        let known = Set(names.map { Array($0.utf8) })
        var met = known.intersection(held.map { Array($0.utf8) })
        guard let simple = eachSmallest(met) else { return [] }
        guard simple.count > 1, names.count <= Self.mostNames else { return simple }
        let before = met
        var missing: [String] = []
        for name in names where met.insert(Array(name.utf8)).inserted { missing.append(name) }
        var tries = 0
        for size in 1..<simple.count {
            var chosen = Array(0..<size)
            repeat {
                tries += 1
                guard tries <= Self.mostTries else { return simple }
                let added = before.union(chosen.map { Array(missing[$0].utf8) })
                if isMet(by: { added.contains(Array($0.utf8)) }) {
                    return chosen.map { missing[$0] }
                }
            } while Self.advance(&chosen, of: missing.count)
        }
        return simple
    }

    /// The smallest answer to each choice by itself; nil when nothing can meet the need.
    private func eachSmallest(_ met: Set<[UInt8]>) -> [String]? {
        switch self {
        case .permission(let name):
            return met.contains(Array(name.utf8)) ? [] : [name]
        case .any(let needs):
            return needs.compactMap { $0.eachSmallest(met) }.min { $0.count < $1.count }
        case .all(let needs):
            var names: [String] = []
            for need in needs {
                guard let more = need.eachSmallest(met) else { return nil }
                for name in more where !names.contains(where: { $0.utf8.elementsEqual(name.utf8) })
                {
                    names.append(name)
                }
            }
            return names
        }
    }

    /// The next ascending choice of as many places out of a number of them; false after the last.
    private static func advance(_ chosen: inout [Int], of count: Int) -> Bool {
        let size = chosen.count
        guard let place = chosen.indices.last(where: { chosen[$0] < count - size + $0 }) else {
            return false
        }
        let first = chosen[place] + 1
        for next in place..<size { chosen[next] = first + next - place }
        return true
    }
}
