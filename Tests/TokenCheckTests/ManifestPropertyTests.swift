import JOSE
import StrictJSON
import TestSupport
import Testing
import TokenCheck

@Suite struct ManifestPropertyTests {
    @Test(arguments: [71, 72, 73, 74] as [UInt64])
    func `a report says what the slow reference says`(_ seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let bench = try Bench()
        for round in 0..<200 {
            let question = random.question()
            let answer = ManifestAnswer(try bench.report(on: question))
            answer.compare(with: question, "seed \(seed), round \(round): \(question)")
        }
    }

    @Test(arguments: [81, 82] as [UInt64])
    func `the smaller set does the same, and nothing more can go`(_ seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let bench = try Bench()
        var count = 0
        for round in 0..<200 {
            let question = random.question()
            let answer = ManifestAnswer(try bench.report(on: question))
            guard let smaller = answer.smallerSet, let excess = answer.excess else { continue }
            count += 1
            let place: Comment = "seed \(seed), round \(round): \(question)"
            let satisfied = question.needs.filter { $0.isMet(by: question.held) }
            #expect((smaller + excess).sorted() == question.held.sorted(), place)
            #expect(satisfied.allSatisfy { $0.isMet(by: smaller) }, place)
            // What is allowed without being needed is no reason to keep anything else.
            let needed = smaller.filter { name in
                let rest = smaller.filter { $0 != name }
                return !question.mayStay(name) || !satisfied.allSatisfy { $0.isMet(by: rest) }
            }
            for name in smaller where !question.mayStay(name) {
                let kept = needed.filter { $0 != name }
                #expect(!satisfied.allSatisfy { $0.isMet(by: kept) }, place)
            }
        }
        #expect(count > 30)
    }

    @Test(arguments: [91, 92] as [UInt64])
    func `the order of what is held says nothing`(_ seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let bench = try Bench()
        for round in 0..<150 {
            var question = random.question()
            let first = ManifestAnswer(try bench.report(on: question))
            question.held.shuffle(using: &random)
            let second = ManifestAnswer(try bench.report(on: question))
            #expect(first == second, "seed \(seed), round \(round): \(question)")
        }
    }

    @Test(arguments: [101, 102] as [UInt64])
    func `one more requirement never turns a rejected token into an accepted one`(
        _ seed: UInt64
    ) throws {
        var random = SplitMix64(seed: seed)
        let bench = try Bench()
        for round in 0..<100 {
            let question = random.question()
            let before = try bench.report(on: question)
            for (name, more) in random.narrowed(question) {
                let after = try bench.report(on: more)
                let place: Comment = "seed \(seed), round \(round), \(name): \(more)"
                if before.isRejected { #expect(after.isRejected, place) }
                if after.isAccepted { #expect(before.isAccepted, place) }
            }
        }
    }
}

extension SplitMix64 {
    /// The same question with one more requirement, and what that is called.
    fileprivate mutating func narrowed(
        _ question: ReferenceQuestion
    ) -> [(String, ReferenceQuestion)] {
        var narrowed: [(String, ReferenceQuestion)] = []
        func add(_ name: String, _ change: (inout ReferenceQuestion) -> Void) {
            var more = question
            change(&more)
            narrowed.append((name, more))
        }
        // An operation behind a new door would widen the audience, and one by name does not select itself.
        var operation = self.operation("o9")
        operation.resource = question.selectedOperations.first?.resource
        if question.manifest.level != "fail" {
            add("operation") { more in
                more.manifest.operations.append(operation)
                if !more.selected.isEmpty { more.selected.append(operation.name) }
            }
            // What is needed is no excess, so only where excess does not reject.
            if question.quick == nil {
                operation.name = ""
                operation.resource = nil
                add("flag") { $0.quick = operation }
            }
        }
        if let name = question.held.first {
            add("forbidden") {
                $0.manifest.forbiddenApplication.append("\(name)**")
                $0.manifest.forbiddenDelegated.append("\(name)**")
            }
        }
        add("excess fails") { $0.manifest.level = "fail" }
        if question.manifest.level == "fail" { add("nothing allowed") { $0.manifest.allowed = [] } }
        let others = question.manifest.operations.map(\.name).filter {
            !question.selected.contains($0)
        }
        if !question.selected.isEmpty, let other = others.randomElement(using: &self) {
            add("selected") { $0.selected.append(other) }
        }
        return narrowed
    }
}

/// Signs and judges the tokens of questions.
private struct Bench {
    private let signer: Signer
    private let keys: KeySet
    private static let tenant = "1d2c3b4a-5f60-4718-92a3-b4c5d6e7f801"
    private static let now: Int64 = 1_795_425_000

    init() throws {
        signer = try Signer(named: "entra-1")
        let file = try TestFiles.bytes("Fixtures/keys/entra-v2.json")
        keys = try KeySet(parsing: file.span, origin: .init(source: .file))
    }

    func report(on question: ReferenceQuestion) throws -> Report {
        let text = question.manifest.json()
        let manifest = try Manifest(parsing: try JSONDocument(taking: Array(text.utf8)))
        var base = Policy()
        base.tenants = .only([Self.tenant])
        if let quick = question.quick {
            base.operations = [
                Operation(
                    name: nil, application: quick.application.map(Need.init),
                    delegated: quick.delegated.map(Need.init))
            ]
        }
        let policy = try manifest.narrowing(base, selecting: question.selected)
        let token = Array(try signer.token(header: Self.header, payload: payload(question)).utf8)
        return Report(
            on: token.span, keys: keys, policy: policy, now: Instant(secondsSince1970: Self.now))
    }

    private static let header =
        #"{"alg":"RS256","typ":"JWT","kid":"0GFWt6lE8VIJBIV0--V5LUYVGpg"}"#

    /// The names hold nothing that JSON must escape.
    private func payload(_ question: ReferenceQuestion) -> String {
        let permissions =
            switch question.kind {
            case .application:
                #""idtyp":"app","roles":["#
                    + question.held.map { "\"\($0)\"" }.joined(separator: ",") + "]"
            case .delegated:
                #""idtyp":"user","scp":""# + question.held.joined(separator: " ") + "\""
            }
        return """
            {"iss":"https://sts.windows.net/\(Self.tenant)/","tid":"\(Self.tenant)","ver":"1.0",\
            "aud":"\(question.audience)","appid":"2f1e0d3c-4b5a-4968-8776-655443322110",\
            "oid":"o","sub":"s","iat":\(Self.now - 900),"nbf":\(Self.now - 900),\
            "exp":\(Self.now + 3000),\(permissions)}
            """
    }
}

extension Need {
    fileprivate init(_ need: ReferenceNeed) {
        switch need {
        case .permission(let name): self = .permission(name)
        case .any(let needs): self = .any(needs.map(Need.init))
        case .all(let needs): self = .all(needs.map(Need.init))
        }
    }
}

/// What a report says of permissions; lists are sorted, since their order means nothing.
private struct ManifestAnswer: Equatable {
    let verdict: String
    let audience: [Finding.Status]
    let kind: [Finding.Status]
    let held: [String: String]
    let quick: [Finding.Status]
    let forbidden: [String]?
    let excess: [String]?
    let smallerSet: [String]?

    init(_ report: Report) {
        func texts(_ fact: Fact?) -> [String]? {
            if case .texts(let texts) = fact { texts.sorted() } else { nil }
        }
        func violated(_ code: String) -> Finding? {
            report.findings.first { $0.code.name == code && $0.status == .violated }
        }
        verdict = report.verdictWord
        audience = report.statuses(of: "aud-accepted")
        kind = report.statuses(of: "kind-accepted")
        let findings = report.findings.filter { $0.code.name == "permissions-held" }
        let named = findings.compactMap { finding in
            finding.operation.map { ($0, finding.status.rawValue) }
        }
        held = Dictionary(named, uniquingKeysWith: { _, _ in "twice" })
        quick = findings.filter { $0.operation == nil }.map(\.status)
        forbidden = texts(violated("permissions-forbidden")?.detail?.actual)
        excess = texts(violated("permissions-minimal")?.detail?.actual)
        smallerSet = texts(violated("permissions-minimal")?.detail?.expected)
    }

    func compare(with question: ReferenceQuestion, _ place: Comment) {
        #expect((audience == [.satisfied]) == question.isAudienceAccepted, place)
        func serves(_ operation: ReferenceOperation) -> Bool {
            operation.need(of: question.kind) != nil
        }
        if kind == [.violated] {
            #expect(!question.judgedOperations.contains(where: serves), place)
        } else {
            let selected = question.selectedOperations + (question.quick.map { [$0] } ?? [])
            #expect(selected.contains(where: serves), place)
            #expect(held == question.statuses, place)
            #expect(quick.map(\.rawValue) == (question.quickStatus.map { [$0] } ?? []), place)
        }
        // Of a token for another audience nobody says what is too much.
        let isQuiet =
            question.manifest.level == "ignore" || question.excess.isEmpty
            || !question.isAudienceAccepted
        #expect(forbidden ?? [] == question.forbidden.sorted(), place)
        #expect(excess ?? [] == (isQuiet ? [] : question.excess.sorted()), place)
        if !isQuiet { #expect(smallerSet == question.smallerSet.sorted(), place) }
    }
}
