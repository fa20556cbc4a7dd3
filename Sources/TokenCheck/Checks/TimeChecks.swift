// When the token is valid.
extension Check {
    static let expiryPresent = Check(
        code: "exp-present",
        meaning: "exp is a number",
        reference: "RFC 7519 §4.1.4",
        checkClass: .trust,
        needs: ["names-unique"]
    ) {
        presence(
            of: $0.expiresAt, at: "/payload/exp", ifAbsent: .violated(.absent(at: "/payload/exp")))
    }

    static let issuedAtPresent = Check(
        code: "iat-present",
        meaning: "iat is a number; only issuers other than Entra ID may leave it out",
        reference: "RFC 7519 §4.1.6",
        checkClass: .trust,
        needs: ["names-unique"]
    ) { evidence in
        presence(
            of: evidence.issuedAt, at: "/payload/iat",
            ifAbsent: evidence.isEntra ? .violated(.absent(at: "/payload/iat")) : .satisfied)
    }

    static let notBeforeShape = Check(
        code: "nbf-shape",
        meaning: "nbf is a number, if there is one",
        reference: "RFC 7519 §4.1.5",
        checkClass: .trust,
        needs: ["names-unique"]
    ) { presence(of: $0.notBefore, at: "/payload/nbf", ifAbsent: .satisfied) }

    static let timesOrdered = Check(
        code: "times-ordered",
        meaning: "the token does not end before it begins",
        reference: "RFC 7519 §4.1.4 to §4.1.6",
        checkClass: .trust,
        needs: ["exp-present", "iat-present", "nbf-shape"]
    ) { evidence in
        guard let exp = evidence.expiresAt.value else { return .undecided(.plain) }
        if let start = evidence.notBefore.value, !start.isAtMost(exp) {
            return .violated(.order(earlier: "nbf", later: "exp"))
        }
        if let issued = evidence.issuedAt.value, !issued.isAtMost(exp) {
            return .violated(.order(earlier: "iat", later: "exp"))
        }
        return .satisfied
    }

    static let expiryNotPassed = Check(
        code: "exp-not-passed",
        meaning: "the token has not expired",
        reference: "RFC 7519 §4.1.4",
        checkClass: .time,
        needs: ["exp-present"]
    ) { evidence in
        guard let exp = evidence.expiresAt.value else { return .undecided(.plain) }
        let isOver = !exp.isAfter(evidence.now.secondsSince1970 - evidence.rules.leeway)
        return isOver ? .violated(evidence.time(exp, at: "/payload/exp")) : .satisfied
    }

    static let notBeforeReached = Check(
        code: "nbf-reached",
        meaning: "the token is already valid",
        reference: "RFC 7519 §4.1.5",
        checkClass: .time,
        needs: ["nbf-shape"]
    ) { $0.reached($0.notBefore, at: "/payload/nbf") }

    static let issuedAtNotFuture = Check(
        code: "iat-not-future",
        meaning: "the token was not issued in the future",
        reference: "RFC 7519 §4.1.6",
        checkClass: .time,
        needs: ["iat-present"]
    ) { $0.reached($0.issuedAt, at: "/payload/iat") }

    static let remainingEnough = Check(
        code: "remaining-enough",
        meaning:
            "the token is valid for as long as the policy asks; the leeway does not stretch that",
        reference: "the policy",
        checkClass: .time,
        needs: ["exp-not-passed"],
        isRequired: { $0.policy.minimumRemainingSeconds != nil }
    ) { evidence in
        guard let exp = evidence.expiresAt.value,
            let bound = evidence.policy.minimumRemainingSeconds
        else { return .undecided(.plain) }
        let remaining = exp.floor - evidence.now.secondsSince1970
        guard remaining < bound else { return .satisfied }
        return .violated(.span(at: "/payload/exp", bound: bound, actual: remaining))
    }

    static let lifetimeLimited = Check(
        code: "lifetime-limited",
        meaning: "the token does not live longer than the policy allows",
        reference: "the policy",
        checkClass: .time,
        needs: ["times-ordered"],
        isRequired: { $0.policy.maximumLifetimeSeconds != nil }
    ) { evidence in
        guard let exp = evidence.expiresAt.value,
            let bound = evidence.policy.maximumLifetimeSeconds
        else { return .undecided(.plain) }
        // Issuers other than Entra ID may leave out iat; without any beginning there is no lifetime to judge.
        guard let start = evidence.issuedAt.value ?? evidence.notBefore.value else {
            return .violated(.absent(at: "/payload/iat"))
        }
        let seconds = min(max(bound, -Instant.limit), Instant.limit)
        guard !exp.isAtMost(start, plus: seconds) else { return .satisfied }
        return .violated(.span(at: "/payload/exp", bound: bound, actual: exp.floor - start.floor))
    }

    static let leewayUnused = Check(
        code: "leeway-unused",
        meaning: "the times are right without allowing for a wrong clock",
        reference: "RFC 7519 §4.1.4",
        checkClass: .warning,
        needs: ["exp-not-passed", "nbf-reached", "iat-not-future"]
    ) { evidence in
        let now = evidence.now.secondsSince1970
        var used: [String] = []
        if let exp = evidence.expiresAt.value, !exp.isAfter(now) { used.append("exp") }
        if let start = evidence.notBefore.value, start.isAfter(now) { used.append("nbf") }
        if let issued = evidence.issuedAt.value, issued.isAfter(now) { used.append("iat") }
        return used.isEmpty ? .satisfied : .violated(.leewayUsed(used))
    }
}

private func presence(
    of claim: Claim<NumericDate>, at place: String, ifAbsent absent: @autoclosure () -> Outcome
) -> Outcome {
    switch claim {
    case .absent: absent()
    case .malformed(let defect): .violated(.malformed(at: place, defect))
    case .present: .satisfied
    }
}

extension Evidence {
    /// Whether a time has come, the leeway allowed for; an absent one has.
    fileprivate func reached(_ claim: Claim<NumericDate>, at place: String) -> Outcome {
        guard let date = claim.value else { return .satisfied }
        return date.isAfter(now.secondsSince1970 + rules.leeway)
            ? .violated(time(date, at: place)) : .satisfied
    }

    fileprivate func time(_ date: NumericDate, at place: String) -> Detail {
        .time(at: place, claim: date.floor, now: now.secondsSince1970, leeway: rules.leeway)
    }
}
