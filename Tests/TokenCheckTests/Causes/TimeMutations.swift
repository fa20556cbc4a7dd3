import JOSE
import Testing
import TokenCheck

// Not valid now.
extension Mutation {
    private static func time(
        _ name: String, _ code: CauseCode, _ certainty: Cause.Certainty,
        explaining explains: Set<CheckCode>, behind: Int64? = nil,
        _ change: @escaping @Sendable (inout Scenario) -> Void
    ) -> Mutation {
        Mutation(name, [.time], code, certainty, explaining: explains) { scenario, _ in
            scenario.surroundings.clockBehindSeconds = behind
            change(&scenario)
        }
    }

    private static let leeway: Int64 = 60
    private static let begin = GoodToken.issuedAt
    private static let end = GoodToken.issuedAt + GoodToken.lifetime

    /// Judged so long after `exp`.
    private static func expired(_ seconds: Int64, _ name: String) -> Mutation {
        time("expired \(name) ago", "time-expired", .proof, explaining: ["exp-not-passed"]) {
            $0.now = end + seconds
        }
    }

    private static let future: Set<CheckCode> = ["nbf-reached", "iat-not-future"]

    static let time: [Mutation] = [
        expired(leeway, "exactly the leeway"), expired(leeway + 1, "leeway and a second"),
        expired(86_400, "a day"), expired(31_536_000, "a year"),
        time("too little left", "time-soon", .proof, explaining: ["remaining-enough"]) {
            $0.policy.minimumRemainingSeconds = 7200
        },
        time("a second too little left", "time-soon", .proof, explaining: ["remaining-enough"]) {
            $0.policy.minimumRemainingSeconds = end - $0.now + 1
        },
        time("not valid for another second", "time-clock", .hint, explaining: future) {
            $0.now = begin - leeway - 1
        },
        time("not valid for another day", "time-clock", .hint, explaining: future) {
            $0.now = begin - 86_400
        },
        time("nbf in the future", "time-clock", .hint, explaining: ["nbf-reached"]) {
            $0.claims["nbf"] = "\($0.now + 600)"
        },
        time("issued in the future", "time-clock", .hint, explaining: ["iat-not-future"]) {
            $0.claims["iat"] = "\($0.now + 600)"
        },
        time("issued in the future, no nbf", "time-clock", .hint, explaining: ["iat-not-future"]) {
            $0.claims["iat"] = "\($0.now + 600)"
            $0.claims["nbf"] = nil
        },
        time(
            "a clock that is behind", "time-clock", .strong, explaining: future, behind: 700
        ) { $0.now = begin - 600 },
        time(
            "a clock that is behind by a day", "time-clock", .strong, explaining: future,
            behind: 86_400
        ) { $0.now = begin - 86_000 },
        time(
            "a clock that is ahead", "time-clock", .strong, explaining: ["exp-not-passed"],
            behind: -900
        ) { $0.now = end + 600 },
        time(
            "expired, and a clock that is nearly right", "time-expired", .proof,
            explaining: ["exp-not-passed"], behind: -20
        ) { $0.now = end + 600 },
        time(
            "expired, and a clock that is behind", "time-expired", .proof,
            explaining: ["exp-not-passed"], behind: 3600
        ) { $0.now = end + 600 },
        time(
            "in the future, and a clock that is right", "time-clock", .hint, explaining: future,
            behind: 0
        ) { $0.now = begin - 600 },
        time(
            "in the future, and a clock that is ahead", "time-clock", .hint, explaining: future,
            behind: -600
        ) { $0.now = begin - 600 },
    ]
}
