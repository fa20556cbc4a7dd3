import JOSE
import Testing
import TokenCheck

/// Two faults in one token.
struct MutationPair: CustomTestStringConvertible, Sendable {
    let first: Mutation
    let second: Mutation

    var testDescription: String { "\(first.testDescription) + \(second.testDescription)" }

    /// A token in which both can be made, not the same one for every pair.
    var token: GoodToken? {
        let both = GoodToken.all.filter { first.applies($0) && second.applies($0) }
        return both.isEmpty ? nil : both[testDescription.utf8.count % both.count]
    }

    private static let names = [
        "a slash in the token", "capitals in the token", "an App ID URI for a GUID",
        "an alias for the canonical name", "a blank at the end of what is expected",
        "a token for Azure Resource Manager", "a Graph token for an own API",
        "a token for defender-xdr (https://api.security.microsoft.com) at another door",
        "another tenant", "another version than is expected", "Azure AD B2C",
        "a v2 token of usgov, signed by usgov-1", "a v1 token of usgov, signed by usgov-1",
        "a nonce between", "an unknown key, list from a cache", "a key of a new list",
        "a key of the application", "an old list", "no list, and why",
        "expired a day ago", "too little left", "not valid for another day",
        "a clock that is behind", "no permissions", "one permission is missing", "a plural",
        "the operation serves the other kind", "another directory role",
        "a managed identity's token from before the grant", "an ID token with at_hash",
        "a personal account's ticket",
    ]

    static let subset = names.compactMap { name in
        Mutation.all.first { $0.testDescription == name }
    }

    static let all: [MutationPair] = subset.indices.flatMap { left in
        subset.indices[(left + 1)...].map {
            MutationPair(first: subset[left], second: subset[$0])
        }
    }

    static let compatible = all.filter {
        Mutation.conflict($0.first, $0.second) == nil && $0.token != nil
    }
}

@Suite struct PairTests {
    @Test func `there are as many pairs as were meant`() {
        #expect(MutationPair.subset.count == 31)
        #expect(Set(MutationPair.subset.map(\.code)).count >= 20)
        #expect(MutationPair.compatible.count >= 300, "\(MutationPair.compatible.count)")
    }

    @Test(arguments: MutationPair.compatible)
    func `of two faults both are named, and no other`(_ pair: MutationPair) throws {
        let good = try #require(pair.token)
        var scenario = pair.first.scenario(of: good)
        pair.second.change(&scenario, good)
        let judged = try scenario.judged()
        func name() -> String { "\(good.testDescription): \(judged.summary)" }
        let expected: Set = [pair.first.code, pair.second.code]
        #expect(Set(judged.causes.map(\.code)) == expected, "\(name())")
        #expect(judged.faults.isEmpty, "\(judged.faults), \(name())")
        for mutation in [pair.first, pair.second] {
            let cause = judged.causes.first { $0.code == mutation.code }
            // Another cloud is proved only when the verdict turns, which the other fault may prevent.
            let weaker: Cause.Certainty =
                mutation.code == "iss-cloud" ? .strong : mutation.certainty
            #expect(cause.map { mutation.certainty <= $0.certainty } ?? false, "\(name())")
            #expect(cause.map { $0.certainty <= weaker } ?? false, "\(name())")
        }
    }
}
