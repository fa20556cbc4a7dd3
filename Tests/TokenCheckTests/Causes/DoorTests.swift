import JOSE
import TestSupport
import Testing
import TokenCheck

/// A line of Fixtures/doors.txt.
struct DoorCase: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let token: GoodToken.API
    let kind: TokenKind
    let expected: GoodToken.API
    let cause: String?
    let instead: String?

    init?(_ line: Substring) {
        let words = line.split(separator: " ", maxSplits: 4).map(String.init)
        guard words.count == 5, let token = GoodToken.API(rawValue: words[0]),
            let kind = TokenKind(rawValue: words[1]),
            let expected = GoodToken.API(rawValue: words[2])
        else { return nil }
        testDescription = words[..<3].joined(separator: " ")
        self.token = token
        self.kind = kind
        self.expected = expected
        cause = words[3] == "-" ? nil : words[3]
        instead = words[4] == "-" ? nil : words[4]
    }

    static let all: [DoorCase] = {
        let text = (try? TestFiles.text("Fixtures/doors.txt")) ?? ""
        return text.split(separator: "\n").filter { !$0.hasPrefix("#") }.compactMap(DoorCase.init)
    }()

    /// The catalogue's hunting operation of an API.
    static func hunting(_ api: GoodToken.API) -> CatalogueOperation? {
        api.resource?.operations.first {
            $0.method == "POST" && ($0.path.contains("hunting") || $0.path.contains("Hunting"))
                || $0.path.hasSuffix("/advancedqueries/run")
        }
    }

    /// Where the policy says what is expected.
    enum Expecting: CaseIterable { case audience, namedOperation, both }

    /// The token with the hunting permission of its own API where another one is expected.
    func scenario(_ expecting: Expecting, version: TokenVersion) throws -> Scenario {
        let good = GoodToken(version: version, kind: kind, api: token)
        var scenario = good.scenario
        let own = try #require(Self.hunting(token))
        let wanted = try #require(Self.hunting(expected))
        scenario.claims.grant(own.permissions(of: kind), to: kind)
        let names = wanted.permissions(of: kind)
        var operation = good.operation(name: "hunting.run", need: .any(names.map(Need.permission)))
        operation.request = wanted.request
        operation.audiences = expected.resource.map { .resource($0) }
        operation.isNamed = expecting != .audience
        scenario.policy.operations = [operation]
        scenario.policy.audiences =
            expecting == .namedOperation
            ? .only([]) : expected.resource.map { .resource($0) } ?? .any
        return scenario
    }
}

@Suite struct DoorTests {
    @Test func `three tokens stand before three doors`() {
        #expect(DoorCase.all.count == 18)
        #expect(Set(DoorCase.all.map(\.testDescription)).count == 18)
        #expect(DoorCase.all.filter { $0.cause == nil }.allSatisfy { $0.token == $0.expected })
    }

    @Test(arguments: DoorCase.all)
    func `each door says which it is and what opens it`(_ door: DoorCase) throws {
        for expecting in DoorCase.Expecting.allCases {
            for version in expecting == .both ? TokenVersion.allCases : [.v1] {
                let judged = try door.scenario(expecting, version: version).judged()
                func name() -> String { "\(expecting) \(version): \(judged.summary)" }
                #expect(
                    judged.causes.map(\.code.name) == [door.cause].compactMap(\.self), "\(name())")
                #expect(judged.faults.isEmpty, "\(judged.faults) \(name())")
                guard let cause = judged.causes.first else {
                    #expect(judged.report.isAccepted, "\(name())")
                    continue
                }
                #expect(cause.certainty == .proof)
                guard case .door(let facts) = cause.facts else {
                    Issue.record("no door: \(cause.facts)")
                    continue
                }
                #expect(facts.actual == door.token.resource)
                #expect(facts.wanted == door.expected.resource)
                #expect(facts.cloud == .public)
                #expect(facts.operation == "hunting.run")
                #expect(
                    facts.permissions == DoorCase.hunting(door.expected)?.permissions(of: door.kind)
                )
                #expect(facts.instead == door.instead, "\(name())")
            }
        }
    }

    @Test func `a request is advised only if the token may make it`() throws {
        for door in DoorCase.all where door.cause != nil {
            var scenario = try door.scenario(.both, version: .v1)
            scenario.claims.grant(["Something.Else"], to: door.kind)
            let judged = try scenario.judged()
            guard case .door(let facts)? = judged.causes.first?.facts else {
                Issue.record("no door: \(judged.summary)")
                continue
            }
            #expect(facts.instead == nil, "\(door.testDescription)")
        }
    }

    @Test func `of two operations that are named the one for another API is explained`() throws {
        for door in DoorCase.all where door.cause != nil {
            var scenario = try door.scenario(.namedOperation, version: .v1)
            let own = try #require(DoorCase.hunting(door.token))
            let good = GoodToken(version: .v1, kind: door.kind, api: door.token)
            var operation = good.operation(
                name: "own", need: .any(own.permissions(of: door.kind).map(Need.permission)))
            operation.audiences = door.token.resource.map { .resource($0) }
            operation.isNamed = true
            scenario.policy.operations.append(operation)
            let judged = try scenario.judged()
            #expect(judged.causes.map(\.code) == ["aud-door"], "\(judged.summary)")
            #expect(judged.causes.first?.explains == ["permissions-held"], "\(judged.summary)")
            #expect(judged.faults.isEmpty, "\(judged.faults)")
        }
    }
}
