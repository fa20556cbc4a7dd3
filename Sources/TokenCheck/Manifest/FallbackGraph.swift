/// Where the fallbacks of operations lead.
struct FallbackGraph {
    /// What is to be said of the fallback of one operation.
    enum Finding {
        /// It leads somewhere, or there is none.
        case fine
        /// No operation has this name.
        case unknown
        /// It belongs to a circle, and is the one of it that comes first in the file.
        case loop
    }

    private var findings: [Finding]

    /// Follows every fallback once.
    init(_ operations: [Operation]) {
        findings = Array(repeating: .fine, count: operations.count)
        var places: [String: Int] = [:]
        for (place, operation) in operations.enumerated() {
            if let name = operation.name { places[name] = place }
        }
        // The walk on which an operation was met first; an operation met again on the same walk closes a circle.
        var walks = Array(repeating: -1, count: operations.count)
        for start in operations.indices {
            var path: [Int] = []
            var next: Int? = start
            while let place = next, walks[place] < 0 {
                walks[place] = start
                path.append(place)
                guard let fallback = operations[place].fallback else { break }
                next = places[fallback]
                if next == nil { findings[place] = .unknown }
            }
            if let place = next, walks[place] == start, let first = path.firstIndex(of: place),
                operations[path[path.count - 1]].fallback != nil,
                let earliest = path[first...].min()
            {
                findings[earliest] = .loop
            }
        }
    }

    /// What is to be said of an operation's fallback, by its place.
    func finding(at place: Int) -> Finding { findings[place] }
}
