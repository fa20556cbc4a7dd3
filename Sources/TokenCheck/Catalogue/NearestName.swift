/// Finds the name that somebody probably meant.
public enum NearestName {
    /// The longest name that is compared: nobody mistypes a longer one by hand.
    private static let mostBytes = 128

    /// The candidate that differs least from a name.
    ///
    /// One that differs in the case of letters only wins; else the one that takes the fewest changes, each a letter more,
    /// less, another or two exchanged (Damerau-Levenshtein distance, no part changed twice), but no more than two or a
    /// quarter of the name's bytes.
    /// - Parameters:
    ///   - name: The name that is not known.
    ///   - candidates: The names that are.
    /// - Returns: The first of the nearest; nil when none is near, or the name is longer than 128 bytes.
    /// - Complexity: The product of the lengths, for each candidate whose length is near.
    public static func nearest(to name: String, among candidates: [String]) -> String? {
        let wanted = lowered(name)
        guard !wanted.isEmpty, wanted.count <= mostBytes else { return nil }
        var best: (distance: Int, name: String)?
        let limit = max(2, wanted.count / 4)
        for candidate in candidates {
            let bytes = lowered(candidate)
            guard bytes.count <= mostBytes, abs(bytes.count - wanted.count) <= limit else {
                continue
            }
            if bytes == wanted { return candidate }
            let distance = distance(wanted, bytes)
            // Something of the name must be left: two letters are not near to any other two.
            guard distance <= limit, distance < wanted.count else { continue }
            if distance < best?.distance ?? .max { best = (distance, candidate) }
        }
        return best?.name
    }

    private static func lowered(_ text: String) -> [UInt8] {
        text.utf8.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
    }

    /// How many changes make one of the other.
    static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
        var twoBack: [Int] = []
        var previous = Array(0...right.count)
        for (row, byte) in left.enumerated() {
            var current = [row + 1]
            for (column, other) in right.enumerated() {
                var cost = min(previous[column + 1], current[column]) + 1
                cost = min(cost, previous[column] + (byte == other ? 0 : 1))
                if row > 0, column > 0, byte == right[column - 1], left[row - 1] == other {
                    cost = min(cost, twoBack[column - 1] + 1)
                }
                current.append(cost)
            }
            twoBack = previous
            previous = current
        }
        return previous[right.count]
    }
}
