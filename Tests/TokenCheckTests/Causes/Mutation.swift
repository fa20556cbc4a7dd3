import JOSE
import Testing
import TokenCheck

/// What a fault is in; two faults of one area are not told apart, or one of them hides the other.
enum Area: String, CaseIterable, Sendable {
    /// `aud` against what is expected.
    case audience
    /// `iss`, `tid` and `ver`.
    case issuer
    /// Header, key list and signature.
    case signature
    /// The times of the token and the clock.
    case time
    /// Kind and permissions of the token.
    case permission
    /// Whether it is an access token at all.
    case form
}

/// One fault, made in a good token or in what is expected of it.
struct Mutation: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let areas: Set<Area>
    /// The cause that must be named, and how sure.
    let code: CauseCode
    let certainty: Cause.Certainty
    /// The checks that it must explain.
    let explains: Set<CheckCode>
    let applies: @Sendable (GoodToken) -> Bool
    let change: @Sendable (inout Scenario, GoodToken) -> Void

    init(
        _ name: String, _ areas: Set<Area>, _ code: CauseCode, _ certainty: Cause.Certainty,
        explaining explains: Set<CheckCode>,
        of applies: @escaping @Sendable (GoodToken) -> Bool = { _ in true },
        _ change: @escaping @Sendable (inout Scenario, GoodToken) -> Void
    ) {
        testDescription = name
        self.areas = areas
        self.code = code
        self.certainty = certainty
        self.explains = explains
        self.applies = applies
        self.change = change
    }

    static let all: [Mutation] =
        [audience, otherAPI, issuer, signature, time, permission, form].flatMap { $0 }

    /// The good tokens in which the fault is made: all that it fits, or of a mere variant every fourth.
    var tokens: [GoodToken] {
        let first = Self.all.first { $0.code == code && $0.areas == areas }
        let fitting = GoodToken.all.filter(applies)
        guard first?.testDescription != testDescription, fitting.count > 4 else { return fitting }
        let rest = testDescription.utf8.count % 4
        return fitting.enumerated().filter { $0.offset % 4 == rest }.map(\.element)
    }

    func scenario(of good: GoodToken) -> Scenario {
        var scenario = good.scenario
        change(&scenario, good)
        return scenario
    }
}

extension Mutation {
    /// Why two faults cannot be made in one token, or are not both named; nil: they can.
    ///
    /// - One area: the faults are of the same check, or the first keeps the second from being judged (an audience of
    ///   another API from its permissions, a key that is missing from the signature form, an expired token from the time
    ///   that is left).
    /// - A text that is no JWT has no claims, so form excludes everything.
    /// - An ID token is for its client and has no permissions, so it explains audience, kind and permissions.
    /// - An audience of another API makes the permissions of the expected one meaningless.
    ///
    /// The last three are the areas that such a mutation lists beside its own.
    static func conflict(_ left: Mutation, _ right: Mutation) -> Area? {
        Area.allCases.first { left.areas.contains($0) && right.areas.contains($0) }
    }
}

@Suite struct MutationTests {
    @Test func `there are as many faults as were written`() {
        let names = Set(Mutation.all.map(\.testDescription))
        #expect(names.count == Mutation.all.count)
        #expect(Mutation.all.count >= 120)
        #expect(Mutation.all.allSatisfy { !$0.tokens.isEmpty })
        let combinations = Mutation.all.map(\.tokens.count).reduce(0, +)
        #expect(combinations >= 700, "\(combinations)")
    }

    @Test func `every cause that a token alone can have is made`() {
        let made = Set(Mutation.all.map(\.code.name))
        let elsewhere = CauseCode.all.map(\.name).filter {
            $0.hasPrefix("live-") || $0 == "grant-refused" || $0 == "policy-open"
        }
        #expect(made.union(elsewhere) == Set(CauseCode.all.map(\.name)))
    }

    @Test(arguments: Mutation.all)
    func `one fault is named, and no other`(_ mutation: Mutation) throws {
        for (place, good) in mutation.tokens.enumerated() {
            let judged = try mutation.scenario(of: good).judged(place == 0 ? .twice : .once)
            func name() -> String { "\(good.testDescription): \(judged.summary)" }
            #expect(!judged.report.isAccepted, "\(name())")
            #expect(judged.causes.map(\.code) == [mutation.code], "\(name())")
            #expect(judged.causes.first?.certainty == mutation.certainty, "\(name())")
            let explained = Set(judged.causes.flatMap(\.explains))
            #expect(mutation.explains.isSubset(of: explained), "\(name())")
            #expect(judged.faults.isEmpty, "\(judged.faults), \(name())")
        }
    }
}
