import JOSE
import Reporting
import StrictJSON
import TestSupport
import Testing
import TokenCheck

/// What `manifest diff` says, against every token over a few names: each is judged as `check` would, but for the
/// signature.
@Suite struct ManifestBruteForceTests {
    @Test(arguments: [301, 303, 304] as [UInt64])
    func `for each operation and kind a difference is told if some token shows it`(_ seed: UInt64)
        throws
    {
        var random = SplitMix64(seed: seed)
        var counts = (different: 0, same: 0)
        for round in 0..<2 {
            let (old, other) = random.manifestPair()
            // The bounds have a test of their own.
            let new = Manifest(
                bounds: old.bounds, operations: other.operations, forbidden: other.forbidden,
                excess: other.excess)
            let comparison = ManifestComparison(from: old, to: new)
            let common = old.operations.compactMap(\.name).filter {
                new.operation(named: $0) != nil
            }
            let kinds = [TokenKind.application, .delegated]
            let tokens = Dictionary(
                uniqueKeysWithValues: kinds.map { ($0, PlainToken.all($0, for: [old, new])) })
            let isSingle = old.operations.count == 1 && new.operations.count == 1
            for selection in (isSingle && !common.isEmpty ? [] : [nil]) + common {
                let judge = try PairJudge(old, new, selecting: selection)
                for kind in kinds {
                    let shown = judge.differences(among: tokens[kind] ?? [])
                    for direction in [ManifestChange.Direction.widened, .narrowed] {
                        let told = comparison.changes.filter {
                            $0.direction == direction && $0.operation == selection
                                && ($0.kind == kind || $0.kind == nil) && $0.isInPublicCloud
                        }
                        let isShown = shown.contains(direction)
                        // What is told and not shown is shown by names that are not among the few.
                        let isElsewhere = told.contains { change in
                            change.example.map { example in
                                !example.permissions.allSatisfy(PlainToken.names.contains)
                            } ?? false
                        }
                        let isRight = isShown ? !told.isEmpty : told.isEmpty || isElsewhere
                        #expect(
                            isRight,
                            "seed \(seed), round \(round), \(selection ?? "all"), \(kind), \(direction)"
                        )
                        if isShown { counts.different += 1 } else { counts.same += 1 }
                    }
                }
            }
        }
        #expect(counts.different > 1 && counts.same > 4, "\(counts)")
    }

    @Test func `tenants, clients, versions, kinds and lives differ exactly as tokens show`() throws
    {
        var random = SplitMix64(seed: 311)
        var counts = (different: 0, same: 0)
        for round in 0..<14 {
            func manifest(_ bounds: TokenBounds) -> Manifest {
                var bounds = bounds
                bounds.audiences = .resource(.defenderXDR)
                let need = Need.permission("A.Read")
                return Manifest(
                    bounds: bounds,
                    operations: [Operation(name: "a", application: need, delegated: need)])
            }
            let old = manifest(try random.comparable().bounds)
            let new = manifest(random.once(in: 4) ? old.bounds : try random.comparable().bounds)
            let comparison = ManifestComparison(from: old, to: new)
            let judge = try PairJudge(old, new, selecting: "a")
            let shown = judge.differences(among: PlainToken.everyBound)
            let told = Set(comparison.changes.filter(\.isInPublicCloud).map(\.direction))
            #expect(told == shown, "round \(round)")
            if shown.isEmpty { counts.same += 1 } else { counts.different += 1 }
        }
        #expect(counts.different > 4 && counts.same > 0, "\(counts)")
    }
}

extension ManifestChange {
    /// Whether it is shown in the public cloud, where the tokens here are from.
    fileprivate var isInPublicCloud: Bool { example.map { $0.cloud == .public } ?? true }
}

/// Two manifests under one expectation.
private struct PairJudge {
    private let old: Policy?
    private let new: Policy?

    init(_ old: Manifest, _ new: Manifest, selecting operation: String?) throws {
        var base = Policy()
        base.tenants = .any
        base.audiences = .any
        let names = operation.map { [$0] } ?? []
        self.old = try? old.narrowing(base, selecting: names)
        self.new = try? new.narrowing(base, selecting: names)
    }

    /// Which differences some of the tokens show.
    func differences(among tokens: [[UInt8]]) -> Set<ManifestChange.Direction> {
        var found: Set<ManifestChange.Direction> = []
        for token in tokens {
            let (before, after) = (Self.passes(token, old), Self.passes(token, new))
            if after, !before { found.insert(.widened) }
            if before, !after { found.insert(.narrowed) }
            if found.count == 2 { return found }
        }
        return found
    }

    /// Whether a token would be accepted if its signature were good: without keys nothing but that stays open.
    private static func passes(_ token: [UInt8], _ policy: Policy?) -> Bool {
        guard let policy else { return false }
        return Report(
            on: token.span, keys: .none, policy: policy,
            now: Instant(secondsSince1970: PlainToken.now)
        ).verdict.rejection == nil
    }
}

/// Tokens that nobody signed.
private enum PlainToken {
    static let now: Int64 = 1_795_425_000
    /// What the random manifests name, and one name that they do not.
    static let names = ["A.Read", "A.Write", "B.Read", "B.Write", "C.Run", "D", "Z.Other"]
    private static let guids = (1...4).map { "1d2c3b4a-5f60-4718-92a3-b4c5d6e7f80\($0)" }

    /// Every set of the names for every resource that the manifests name, within the bounds of the first; users with all
    /// directory roles, and with none.
    static func all(_ kind: TokenKind, for manifests: [Manifest]) -> [[UInt8]] {
        let bounds = manifests[0].bounds
        var example = ExampleToken(cloud: .public, audience: "", kind: kind)
        example.tenant = bounds.tenants?.first ?? guids[0]
        example.client = bounds.clients?.first ?? guids[0]
        example.version = bounds.versions?.first ?? .v1
        example.lifetimeSeconds = 3_600
        example.remainingSeconds = 3_000
        let operations = manifests.flatMap(\.operations)
        let asksRoles = kind == .delegated && operations.contains { $0.directoryRoles != nil }
        var tokens: [[UInt8]] = []
        for resource in Resource.all where operations.contains(where: { $0.resource == resource }) {
            example.audience = resource.canonicalAudience(in: .public) ?? ""
            for bits in 0..<(1 << names.count) {
                example.permissions = names.indices.filter { bits & 1 << $0 != 0 }.map { names[$0] }
                for roles in asksRoles ? [DirectoryRole.all.map(\.id), []] : [[]] {
                    example.directoryRoles = roles
                    tokens.append(bytes(example))
                }
            }
        }
        return tokens
    }

    /// Tokens with `A.Read` for Defender XDR, with everything by which bounds can tell them apart.
    static let everyBound: [[UInt8]] = {
        let lives: [(life: Int64, left: Int64)] = [
            (3_600, 100), (3_600, 3_000), (5_000, 30), (7_200, 7_000), (9_000, 3_000),
        ]
        var example = ExampleToken(
            cloud: .public, audience: "https://api.security.microsoft.com", kind: .application)
        example.permissions = ["A.Read"]
        var tokens: [[UInt8]] = []
        for kind in [TokenKind.application, .delegated] {
            example.kind = kind
            for tenant in guids {
                example.tenant = tenant
                for client in guids {
                    example.client = client
                    for version in [TokenVersion.v1, .v2] {
                        example.version = version
                        for (life, left) in lives {
                            example.lifetimeSeconds = life
                            example.remainingSeconds = left
                            tokens.append(bytes(example))
                        }
                    }
                }
            }
        }
        return tokens
    }()

    private static func bytes(_ token: ExampleToken) -> [UInt8] {
        let parts = [
            #"{"alg":"RS256","typ":"JWT","kid":"k"}"#, ExampleClaims.payload(token, now: now), "x",
        ]
        return Array(parts.map { Base64URL.encode(Array($0.utf8)) }.joined(separator: ".").utf8)
    }
}
