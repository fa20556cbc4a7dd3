import StrictJSON
import TestSupport
import TokenCheck

// Pairs of manifests and tokens over few values, so that they meet often.
extension SplitMix64 {
    private static let guids = (1...3).map { "1d2c3b4a-5f60-4718-92a3-b4c5d6e7f80\($0)" }

    /// A manifest with bounds over few values, so that two of them meet often.
    mutating func comparable() throws -> Manifest {
        let text = manifest().json()
        let parsed = try Manifest(parsing: JSONDocument(taking: Array(text.utf8)))
        return bounded(parsed)
    }

    private mutating func guidList() -> [String]? {
        once(in: 3) ? Array(Self.guids.shuffled(using: &self).prefix(once(in: 2) ? 1 : 2)) : nil
    }

    private mutating func bounded(_ manifest: Manifest) -> Manifest {
        var bounds = manifest.bounds
        bounds.tenants = guidList()
        bounds.clients = guidList()
        if once(in: 4) { bounds.versions = once(in: 2) ? [.v1] : [.v2, .v1] }
        if once(in: 4) { bounds.kinds = once(in: 2) ? [.application] : [.delegated] }
        if once(in: 4) { bounds.cloud = .public }
        if once(in: 4) { bounds.maximumLifetimeSeconds = once(in: 2) ? 3_600 : 7_200 }
        if once(in: 4) { bounds.minimumRemainingSeconds = once(in: 2) ? 60 : 1_800 }
        let roles = DirectoryRole.all.map(\.id)
        let operations = manifest.operations.map { operation in
            var operation = operation
            if once(in: 4) {
                let needs = roles.shuffled(using: &self).prefix(2).map(Need.permission)
                operation.directoryRoles = once(in: 2) ? .any(needs) : .all(needs)
            }
            return operation
        }
        return Manifest(
            bounds: bounds, operations: operations, forbidden: manifest.forbidden,
            excess: manifest.excess)
    }

    /// Two manifests that differ in a little, or in everything.
    mutating func manifestPair() -> (old: Manifest, new: Manifest) {
        guard let old = try? comparable(), let other = try? comparable() else {
            return manifestPair()
        }
        if once(in: 6) { return (old, other) }
        var (bounds, operations) = (old.bounds, old.operations)
        var (forbidden, excess) = (old.forbidden, old.excess)
        for _ in 0..<Int.random(in: 1...2, using: &self) {
            switch Int.random(in: 0..<7, using: &self) {
            case 0:
                let audiences = bounds.audiences
                bounds = other.bounds
                bounds.audiences = audiences
            case 1: forbidden = other.forbidden
            case 2: excess = other.excess
            case 3: operations.removeLast(operations.count > 1 ? 1 : 0)
            default:
                let place = Int.random(in: operations.indices, using: &self)
                guard let more = other.operations.randomElement(using: &self) else { continue }
                var changed = Operation(
                    name: operations[place].name, application: more.application,
                    delegated: more.delegated)
                changed.audiences = once(in: 3) ? more.audiences : operations[place].audiences
                changed.directoryRoles = more.directoryRoles
                operations[place] = changed
            }
        }
        let new = Manifest(
            bounds: bounds, operations: operations, forbidden: forbidden, excess: excess)
        return once(in: 2) ? (old, new) : (new, old)
    }

    /// A token over the same few values.
    mutating func exampleToken() -> ExampleToken {
        let resource = [
            "https://api.security.microsoft.com", "https://graph.microsoft.com",
            "https://api.securitycenter.microsoft.com",
        ]
        var token = ExampleToken(
            cloud: .public, audience: resource.randomElement(using: &self) ?? "",
            kind: once(in: 2) ? .application : .delegated)
        let names = ["A.Read", "A.Write", "B.Read", "B.Write", "C.Run", "D", "Z.Other", "a.read"]
        token.permissions = names.filter { _ in once(in: 2) }.shuffled(using: &self)
        token.directoryRoles = DirectoryRole.all.map(\.id).filter { _ in !once(in: 3) }
        token.tenant = Self.guids.randomElement(using: &self)
        token.client = Self.guids.randomElement(using: &self)
        token.version = once(in: 4) ? .v2 : .v1
        token.lifetimeSeconds = once(in: 4) ? 5_000 : 3_600
        token.remainingSeconds = once(in: 4) ? 100 : 3_000
        return token
    }
}
