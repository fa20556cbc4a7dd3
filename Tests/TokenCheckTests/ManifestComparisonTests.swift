import JOSE
import TestSupport
import Testing
import TokenCheck

@Suite struct ManifestComparisonTests {
    @Test(arguments: [201, 202, 203] as [UInt64])
    func `widened and narrowed are what random tokens show`(_ seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let judge = try TokenJudge()
        var counts = (widened: 0, same: 0, shown: 0)
        for round in 0..<16 {
            let (old, new) = random.manifestPair()
            let comparison = ManifestComparison(from: old, to: new)
            let place: Comment = "seed \(seed), round \(round)"
            #expect(comparison.changes.allSatisfy { $0.example != nil }, place)
            for change in comparison.changes {
                guard let example = change.example, example.cloud == .public else { continue }
                let (before, after) = change.direction == .widened ? (old, new) : (new, old)
                let token = try judge.token(example)
                // What is said of every token counts for some selection.
                let names = [change.operation] + (before.operations + after.operations).map(\.name)
                let selections = change.kind == nil ? names : [change.operation]
                let isShown = selections.contains { selection in
                    !judge.accepts(token, before, selection)
                        && judge.accepts(token, after, selection)
                }
                #expect(isShown, "seed \(seed), round \(round): \(change)")
                counts.shown += 1
            }
            let common: [String?] = old.operations.compactMap(\.name).filter {
                new.operation(named: $0) != nil
            }
            for _ in 0..<20 {
                let example = random.exampleToken()
                let token = try judge.token(example)
                let selection = ([nil] + common).randomElement(using: &random) ?? nil
                let isOld = judge.accepts(token, old, selection)
                let isNew = judge.accepts(token, new, selection)
                if isNew, !isOld {
                    #expect(comparison.isWidened, place)
                    counts.widened += 1
                } else if isOld, !isNew {
                    #expect(comparison.isNarrowed, place)
                } else {
                    counts.same += 1
                }
            }
        }
        #expect(counts.widened > 1 && counts.same > 100 && counts.shown > 10, "\(counts)")
    }

    @Test func `a manifest lets pass what it lets pass`() throws {
        var random = SplitMix64(seed: 211)
        for _ in 0..<20 {
            let manifest = try random.comparable()
            #expect(ManifestComparison(from: manifest, to: manifest).changes == [])
        }
    }

    @Test func `the reverse comparison says the reverse`() throws {
        var random = SplitMix64(seed: 212)
        for _ in 0..<20 {
            let (old, new) = random.manifestPair()
            let one = ManifestComparison(from: old, to: new)
            let other = ManifestComparison(from: new, to: old)
            #expect(one.isWidened == other.isNarrowed)
            #expect(one.isNarrowed == other.isWidened)
            #expect(one.added == other.removed)
        }
    }

    @Test func `what asks more in other words is no difference`() throws {
        func manifest(_ need: Need, forbidding patterns: [String] = []) -> Manifest {
            var operation = Operation(name: "a", application: need, delegated: nil)
            operation.audiences = .resource(.graph)
            var forbidden = ForbiddenPermissions()
            forbidden.application = patterns.map(PermissionPattern.init)
            return Manifest(operations: [operation], forbidden: forbidden)
        }
        let (a, b, c) = (Need.permission("A"), Need.permission("B"), Need.permission("C"))
        for (one, other) in [
            (Need.any([.all([a, b]), .all([a, c])]), Need.all([a, .any([b, c])])),
            (.any([a, .all([a, b])]), a), (.all([a, a, .any([a, b])]), a),
            (
                .all([.any([a, b]), .any([a, c])]), .any([a, .all([b, c])])
            ),
        ] {
            #expect(
                ManifestComparison(from: manifest(one), to: manifest(other)).changes.isEmpty,
                "\(one), \(other)")
        }
        for (one, other) in [
            (["A*", "B*"], ["B*", "A*", "AB*"]), (["*"], ["*", "x"]), (["**"], ["*"]),
            (["*A", "*", "B"], ["*"]), (["A*B", "A*C*B"], ["A*B"]),
        ] {
            let changes = ManifestComparison(
                from: manifest(.permission("Q"), forbidding: one),
                to: manifest(.permission("Q"), forbidding: other)
            ).changes
            #expect(changes.isEmpty, "\(one), \(other)")
        }
    }

    @Test func `needs that meet in very many ways come to an end`() throws {
        func need(_ count: Int, _ last: String) -> Need {
            .any(
                (0..<count).map {
                    .all([.permission("A\($0)"), .permission($0 == count - 1 ? last : "B\($0)")])
                })
        }
        func manifest(_ need: Need) -> Manifest {
            Manifest(operations: [Operation(name: "a", application: need, delegated: nil)])
        }
        let same = ManifestComparison(from: manifest(need(40, "X")), to: manifest(need(40, "X")))
        #expect(same.changes.isEmpty)
        let other = ManifestComparison(from: manifest(need(40, "X")), to: manifest(need(40, "Y")))
        #expect(other.isWidened && other.isNarrowed)
    }

    @Test func `patterns that meet in very many ways are not called the same`() throws {
        func manifest(_ patterns: [String]) -> Manifest {
            var forbidden = ForbiddenPermissions()
            forbidden.application = patterns.map(PermissionPattern.init)
            return Manifest(
                operations: [Operation(name: "a", application: .permission("Q"), delegated: nil)],
                forbidden: forbidden)
        }
        let letters = "abcdefghijklmnop"
        let many = letters.map { "*\($0)*x\($0)y" } + letters.map { "\($0)*z*\($0)*y" }
        let comparison = ManifestComparison(from: manifest(many + ["R*"]), to: manifest(many))
        #expect(comparison.isWidened)
        #expect(!ManifestComparison(from: manifest(many), to: manifest(many)).isWidened)
    }

    @Test func `a hundred operations are compared`() throws {
        func manifest(_ last: String) -> Manifest {
            Manifest(
                operations: (0..<100).map { index in
                    var operation = Operation(
                        name: "o\(index)",
                        application: .any([
                            .permission("P\(index)"),
                            .permission(index == 99 ? last : "Q\(index)"),
                        ]), delegated: nil)
                    operation.audiences = .resource(.defenderXDR)
                    return operation
                })
        }
        let comparison = ManifestComparison(from: manifest("X"), to: manifest("Y"))
        #expect(comparison.isWidened)
        #expect(Set(comparison.changes.map(\.operation)) == [nil, "o99"])
    }
}

/// Judges example tokens as `check` would, signature and all, for the public cloud.
private struct TokenJudge {
    private let signer: Signer
    private let keys: KeySet
    private static let now: Int64 = 1_795_425_000
    private static let kid = "0GFWt6lE8VIJBIV0--V5LUYVGpg"

    init() throws {
        signer = try Signer(named: "entra-1")
        let file = try TestFiles.bytes("Fixtures/keys/entra-v2.json")
        keys = try KeySet(parsing: file.span, origin: .init(source: .file))
    }

    func accepts(_ token: [UInt8], _ manifest: Manifest, _ operation: String?) -> Bool {
        var base = Policy()
        base.tenants = .any
        base.audiences = .any
        guard
            let policy = try? manifest.narrowing(base, selecting: operation.map { [$0] } ?? [])
        else { return false }
        let report = Report(
            on: token.span, keys: keys, policy: policy, now: Instant(secondsSince1970: Self.now))
        return report.isAccepted
    }

    /// The example, signed.
    func token(_ example: ExampleToken) throws -> [UInt8] {
        let header = #"{"alg":"RS256","typ":"JWT","kid":"\#(Self.kid)"}"#
        return Array(
            try signer.token(header: header, payload: ExampleClaims.payload(example, now: Self.now))
                .utf8)
    }
}
