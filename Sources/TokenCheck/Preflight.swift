internal import JOSE
internal import StrictJSON

/// What a client may know of its own token before it uses it: audience, time, kind and permissions.
///
/// A token that came straight from the authority over TLS needs no key to be worth a try, and of some tokens, as Microsoft
/// Graph's, nobody but the API can verify the signature. A preflight therefore has no keys and is no check: it passes what
/// is merely unverified, says so, and stops what the API would refuse. An API must make a ``Report`` with keys instead.
public struct Preflight: Sendable {
    /// Whether the token may be used.
    public enum Decision: Sendable, Equatable {
        /// Nothing speaks against it; these checks were left open, for they need keys.
        case passes(open: [CheckCode])
        /// Something does; see ``Preflight/blocking``.
        case blocked
    }

    /// Whether the token may be used.
    public let decision: Decision
    /// Everything that was found, without keys; it is accepted never.
    public let report: Report
    /// What stops the token, in the order of the checks; empty when it passes.
    public let blocking: [Finding]

    /// Looks at a token.
    /// - Parameters:
    ///   - token: The token and nothing else.
    ///   - policy: What the job needs; what it does not name is not asked.
    ///   - now: The time at which the token is used.
    public init(on token: Span<UInt8>, policy: Policy, now: Instant) {
        report = Report(on: token, keys: .none, policy: policy, now: now)
        var open: [CheckCode] = []
        var stopping: [Finding] = []
        for finding in report.findings {
            if Self.isLeftOpen(finding, beside: open) {
                open.append(finding.code)
            } else if finding.stops {
                stopping.append(finding)
            }
        }
        decision = stopping.isEmpty ? .passes(open: open) : .blocked
        blocking = stopping.filter { $0.status != .blocked }
    }

    /// The checks that nobody can make without keys; what needs one of them is left open with it.
    private static let keyChecks: [CheckCode] = [
        "keys-available", "keys-fresh", "key-found", "key-unambiguous", "key-usable",
        "signing-input-plain", "signature-valid",
    ]

    private static func isLeftOpen(_ finding: Finding, beside open: [CheckCode]) -> Bool {
        switch finding.outcome {
        case .undecided: keyChecks.contains(finding.code)
        case .blocked(let need): keyChecks.contains(need) || open.contains(need)
        case .satisfied, .violated, .notRequired: false
        }
    }
}

extension Preflight {
    /// The one finding to look at first: the first of the gravest class, or the first that is open.
    public var mainFinding: Finding? {
        guard case .rejected(let gravest) = report.verdict else { return blocking.first }
        return blocking.first {
            $0.status == .violated && $0.checkClass.rawValue == gravest.rawValue
        }
    }

    /// Whether the header marks a signature that only Microsoft Graph can verify.
    public var hasPrivateSignature: Bool {
        report.unverifiedClaims.header?.root["nonce"]?.string != nil
    }
}

extension Finding {
    /// Whether it keeps a token from being used.
    fileprivate var stops: Bool {
        switch status {
        case .violated: !isWarning
        case .undecided, .blocked: true
        case .satisfied, .notRequired: false
        }
    }
}
