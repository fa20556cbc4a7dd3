// When the token is valid.
extension Check {
    static let expiryPresent = Check(
        code: "exp-present",
        meaning: "exp is a number",
        reference: "RFC 7519 §4.1.4",
        checkClass: .trust,
        needs: ["names-unique"]
    ) { $0.presence(of: .exp, ifAbsent: .violated(.absent(at: "/payload/exp"))) }

    static let issuedAtPresent = Check(
        code: "iat-present",
        meaning: "iat is a number; only issuers other than Entra ID may leave it out",
        reference: "RFC 7519 §4.1.6",
        checkClass: .trust,
        needs: ["names-unique"]
    ) { evidence in
        let absent = Outcome.violated(.absent(at: "/payload/iat"))
        return evidence.presence(of: .iat, ifAbsent: evidence.isEntra ? absent : .satisfied)
    }

    static let notBeforeShape = Check(
        code: "nbf-shape",
        meaning: "nbf is a number, if there is one",
        reference: "RFC 7519 §4.1.5",
        checkClass: .trust,
        needs: ["names-unique"]
    ) { $0.presence(of: .nbf, ifAbsent: .satisfied) }

    static let timesOrdered = Check(
        code: "times-ordered",
        meaning: "the token does not end before it begins",
        reference: "RFC 7519 §4.1.4 to §4.1.6",
        checkClass: .trust,
        needs: ["exp-present", "iat-present", "nbf-shape"]
    ) { evidence in
        guard let exp = evidence.date(.exp).value else { return .undecided(.plain) }
        for earlier in [ClaimName.nbf, .iat] {
            if let date = evidence.date(earlier).value, !date.isAtMost(exp) {
                return .violated(.order(earlier: earlier.text, later: "exp"))
            }
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
        guard let exp = evidence.date(.exp).value else { return .undecided(.plain) }
        let isOver = !exp.isAfter(evidence.now.secondsSince1970 - evidence.rules.leeway)
        return isOver ? .violated(evidence.time(exp, of: .exp)) : .satisfied
    }

    static let notBeforeReached = Check(
        code: "nbf-reached",
        meaning: "the token is already valid",
        reference: "RFC 7519 §4.1.5",
        checkClass: .time,
        needs: ["nbf-shape"]
    ) { $0.reached(.nbf) }

    static let issuedAtNotFuture = Check(
        code: "iat-not-future",
        meaning: "the token was not issued in the future",
        reference: "RFC 7519 §4.1.6",
        checkClass: .time,
        needs: ["iat-present"]
    ) { $0.reached(.iat) }

    static let remainingEnough = Check(
        code: "remaining-enough",
        meaning:
            "the token is valid for as long as the policy asks; the leeway does not stretch that",
        reference: "the policy",
        checkClass: .time,
        needs: ["exp-not-passed"],
        isRequired: { $0.policy.minimumRemainingSeconds != nil }
    ) { evidence in
        guard let exp = evidence.date(.exp).value,
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
        guard let exp = evidence.date(.exp).value,
            let bound = evidence.policy.maximumLifetimeSeconds
        else { return .undecided(.plain) }
        // Issuers other than Entra ID may leave out iat; without any beginning there is no lifetime to judge.
        guard let start = evidence.date(.iat).value ?? evidence.date(.nbf).value else {
            return .violated(.absent(at: "/payload/iat"))
        }
        guard !exp.isAtMost(start, plus: min(bound, Instant.limit)) else { return .satisfied }
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
        if let exp = evidence.date(.exp).value, !exp.isAfter(now) { used.append("exp") }
        for name in [ClaimName.nbf, .iat] {
            if let date = evidence.date(name).value, date.isAfter(now) { used.append(name.text) }
        }
        return used.isEmpty ? .satisfied : .violated(.leewayUsed(used))
    }
}

extension Evidence {
    fileprivate func presence(of name: ClaimName, ifAbsent absent: Outcome) -> Outcome {
        switch date(name) {
        case .absent: absent
        case .malformed(let defect): .violated(.malformed(at: "/payload/\(name.text)", defect))
        case .present: .satisfied
        }
    }

    /// Whether a time has come, the leeway allowed for; an absent one has.
    fileprivate func reached(_ name: ClaimName) -> Outcome {
        guard let date = date(name).value else { return .satisfied }
        return date.isAfter(now.secondsSince1970 + rules.leeway)
            ? .violated(time(date, of: name)) : .satisfied
    }

    fileprivate func time(_ date: NumericDate, of name: ClaimName) -> Detail {
        .time(
            at: "/payload/\(name.text)", claim: date.floor, now: now.secondsSince1970,
            leeway: rules.leeway)
    }
}
