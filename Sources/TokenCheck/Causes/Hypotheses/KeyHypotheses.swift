internal import JOSE

// The key that the header names is not among the keys.
extension Hypothesis {
    static let keys = [applicationKey, staleKey, oldKeys, unreachable, perhapsApplicationKey]

    private static let applicationKey = Hypothesis(code: "key-app", explains: ["key-found"]) {
        file in
        guard let keyID = file.unknownKey?.keyID, let others = file.surroundings.applicationKeys
        else { return nil }
        return Suspicion(
            .applicationKey(keyID: keyID, application: file.surroundings.applicationID),
            trial: file.assuming {
                $0.keys = KeySet(
                    $0.keys.entries + others.entries, origin: others.origin,
                    ageSeconds: others.ageSeconds)
            })
    }

    /// Keys change without notice, so a list that lacks one may simply be older than it.
    private static let staleKey = Hypothesis(code: "key-stale", explains: ["key-found"]) { file in
        guard let unknown = file.unknownKey else { return nil }
        func facts(isInNewList: Bool) -> CauseFacts {
            .unlistedKey(
                keyID: unknown.keyID, source: unknown.source, ageSeconds: unknown.age,
                isInNewList: isInNewList)
        }
        if let new = file.surroundings.newKeys {
            return Suspicion(facts(isInNewList: true), trial: file.assuming { $0.keys = new })
        }
        // A list that was fetched just now is not stale: then the check itself is violated.
        guard file.failure(of: "key-found")?.status == .undecided else { return nil }
        return Suspicion(
            facts(isInNewList: false), unknown.source == .file ? .hint : .strong)
    }

    private static let oldKeys = Hypothesis(code: "key-stale", explains: ["keys-fresh"]) { file in
        guard case .stale(let age, let limit)? = file.failure(of: "keys-fresh")?.detail,
            file.surroundings.keyFaults.isEmpty
        else { return nil }
        return Suspicion(
            .oldKeys(ageSeconds: age, limitSeconds: limit),
            trial: file.assuming { $0.policy.maximumKeyAgeSeconds = .max }, .strong)
    }

    private static let unreachable = Hypothesis(
        code: "key-fetch", explains: ["keys-available", "keys-fresh"]
    ) { file in
        let faults = file.surroundings.keyFaults
        return faults.isEmpty ? nil : Suspicion(.keysUnreachable(faults), .proof)
    }

    /// A key that is missing from a list fetched just now is perhaps in the list of one application.
    private static let perhapsApplicationKey = Hypothesis(code: "key-app", explains: ["key-found"])
    {
        file in
        guard let unknown = file.unknownKey, file.failure(of: "key-found")?.status == .violated,
            file.surroundings.applicationID == nil, file.resource == nil
        else { return nil }
        return Suspicion(.applicationKey(keyID: unknown.keyID, application: nil), .hint)
    }
}

extension CaseFile {
    /// The key that no list has, and the age of the list.
    fileprivate var unknownKey: (keyID: String, source: KeySet.Origin.Source, age: Int64)? {
        guard case .unknownKey(let keyID, let source, let age)? = failure(of: "key-found")?.detail
        else { return nil }
        return (keyID, source, age)
    }
}
