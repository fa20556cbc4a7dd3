// The token is not valid now.
extension Hypothesis {
    static let times = [wrongClock, unsteadyClock, expired, expiresSoon]

    /// A server's clock was compared: with its time the token is valid.
    private static let wrongClock = Hypothesis(
        code: "time-clock", explains: ["exp-not-passed", "nbf-reached", "iat-not-future"]
    ) { file in
        guard let behind = file.surroundings.clockBehindSeconds, behind != 0,
            let now = Self.sum(file.now, behind)
        else { return nil }
        return Suspicion(
            .clock(tokenAheadSeconds: file.secondsAhead ?? 0, behindServerSeconds: behind),
            trial: file.assuming { $0.now = Instant(secondsSince1970: now) }, .strong)
    }

    /// Entra ID dates tokens back by five minutes, so one from the future means a clock that is behind.
    private static let unsteadyClock = Hypothesis(
        code: "time-clock", explains: ["nbf-reached", "iat-not-future"]
    ) { file in
        guard let ahead = file.secondsAhead, let now = Self.sum(file.now, ahead) else { return nil }
        return Suspicion(
            .clock(tokenAheadSeconds: ahead, behindServerSeconds: nil),
            trial: file.assuming { $0.now = Instant(secondsSince1970: now) }, .hint)
    }

    private static let expired = Hypothesis(code: "time-expired", explains: ["exp-not-passed"]) {
        file in
        guard let expiry = file.report.times.expiresAt?.floor, expiry <= file.now,
            let ago = Self.difference(file.now, expiry)
        else { return nil }
        // As early as the token can have been valid, so that no other bound on its time gets in the way.
        let begin = file.report.times.notBefore?.floor ?? file.report.times.issuedAt?.floor
        let now = min(begin ?? expiry - 1, expiry - 1)
        return Suspicion(
            .expired(at: expiry, secondsAgo: ago),
            trial: file.assuming {
                $0.now = Instant(secondsSince1970: now)
                // Of an expired token nothing is left; how much there was at another time says nothing.
                $0.policy.minimumRemainingSeconds = nil
            })
    }

    private static let expiresSoon = Hypothesis(
        code: "time-soon", explains: ["remaining-enough"]
    ) { file in
        guard case .span(_, let bound, let left)? = file.failure(of: "remaining-enough")?.detail
        else { return nil }
        return Suspicion(
            .expiresSoon(leftSeconds: left, neededSeconds: bound),
            trial: file.assuming { $0.policy.minimumRemainingSeconds = nil })
    }

    private static func sum(_ left: Int64, _ right: Int64) -> Int64? {
        let (sum, overflow) = left.addingReportingOverflow(right)
        return overflow ? nil : sum
    }

    private static func difference(_ left: Int64, _ right: Int64) -> Int64? {
        let (difference, overflow) = left.subtractingReportingOverflow(right)
        return overflow ? nil : difference
    }
}

extension CaseFile {
    /// How many seconds the token's `nbf` or `iat` lies ahead of the clock.
    fileprivate var secondsAhead: Int64? {
        let times = [report.times.notBefore?.floor, report.times.issuedAt?.floor]
        return times.compactMap(\.self).map { $0 &- now }.filter { $0 > 0 }.max()
    }
}
