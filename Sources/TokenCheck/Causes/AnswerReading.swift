internal import StrictJSON

/// A server's answer held against the token: what it proves, and where it cannot be about this token.
struct AnswerReading {
    private let answer: ServerAnswer
    private let file: CaseFile

    init(_ answer: ServerAnswer, of file: CaseFile) {
        self.answer = answer
        self.file = file
    }

    /// The causes of a report with those of the answer.
    ///
    /// What both find is named once, by the surer of them. A cause that explains a violated check comes before what a
    /// server says, and that before what is merely open.
    func merged(with own: [Cause]) -> [Cause] {
        var own = own
        var others: [Cause] = []
        let found = causes
        let isForeign = found.contains { $0.code == "live-foreign" }
        for cause in found where !isForeign || cause.code == "live-foreign" {
            if let place = own.firstIndex(where: { $0.code == cause.code }) {
                if cause.certainty < own[place].certainty {
                    own[place] = Cause(
                        code: cause.code, certainty: cause.certainty,
                        explains: own[place].explains, facts: own[place].facts)
                }
            } else if !isExplained(cause, by: own),
                !others.contains(where: { $0.code == cause.code })
            {
                others.append(cause)
            }
        }
        let violated = Set(file.failures.filter { $0.status == .violated }.map(\.code))
        let first = own.filter { $0.explains.contains(where: violated.contains) }
        let rest = own.filter { !$0.explains.contains(where: violated.contains) }
        return isForeign ? own + others : first + others + rest
    }

    /// Another audience explains whatever its API says of permissions, and an expired token most other things.
    private func isExplained(_ cause: Cause, by own: [Cause]) -> Bool {
        let name = cause.code.name
        let hasAudience = own.contains {
            $0.code.name.hasPrefix("aud-") && !$0.explains.isEmpty
                && $0.explains != ["aud-canonical"]
        }
        if hasAudience, name.hasPrefix("perm-") || name.hasPrefix("aud-") { return true }
        if own.contains(where: { $0.code.name.hasPrefix("perm-") }), name.hasPrefix("perm-") {
            return true
        }
        return name == "live-refused" && cause.certainty == .hint && !own.isEmpty
    }

    private var causes: [Cause] {
        var causes = answer.statements.compactMap(cause)
        if causes.isEmpty, answer.body == .page {
            causes.append(
                Cause(
                    code: "live-page", certainty: .hint, explains: [],
                    facts: .answer(.page(status: answer.status))))
        }
        return causes
    }

    private func cause(_ statement: ServerAnswer.Statement) -> Cause? {
        switch statement {
        case .missingRoles(let names, let seen):
            permissions(names, seen: seen, kind: .application)
        case .missingScopes(let names): permissions(names, seen: nil, kind: .delegated)
        case .inactive(let reason): told("live-licence", .strong, .unlicensed(reason: reason))
        case .notProvisioned: told("live-licence", .strong, .notProvisioned)
        case .wrongAudience(let seen, let accepted): audience(seen: seen, accepted: accepted)
        case .expired(let instant): expired(at: instant)
        case .badSignature:
            file.report.isSignatureVerified
                ? told("live-refused", .strong, .signatureRefused) : nil
        case .wrongIssuer(let seen): issuer(seen: seen)
        case .unreadableToken, .noToken:
            file.payload == nil ? nil : foreign(.readable)
        case .claimsChallenge(let error, let claims, let notBefore):
            challenge(error: error, claims: claims, notBefore: notBefore)
        case .signIn(let number, let error):
            told("grant-refused", .strong, .signIn(number: number, error: error))
        case .throttled(let seconds):
            told("live-refused", .strong, .throttled(retryAfterSeconds: seconds))
        case .missingUserRole: missingUserRole
        case .other(let code, let message):
            told("live-refused", .hint, .refused(code: code, message: message))
        }
    }

    private func told(_ code: CauseCode, _ certainty: Cause.Certainty, _ facts: AnswerFacts)
        -> Cause
    {
        Cause(code: code, certainty: certainty, explains: [], facts: .answer(facts))
    }

    private func foreign(_ mismatch: AnswerFacts.Mismatch) -> Cause {
        told("live-foreign", .strong, .foreign(mismatch))
    }
}

// What single statements mean for this token.
extension AnswerReading {
    private func permissions(_ names: [String], seen: [String]?, kind: TokenKind) -> Cause? {
        guard file.payload != nil, !names.isEmpty else { return nil }
        if file.report.kind != .unknown, file.report.kind != kind {
            return foreign(.kind(kind))
        }
        let held = file.held
        if let seen, Set(seen) != Set(held) {
            return foreign(.permissions(said: seen, actual: held))
        }
        let common = names.filter(held.contains)
        guard common.isEmpty else { return foreign(.heldPermissions(common)) }
        if let door = door(offering: names, to: kind) { return door }
        let need = Need.any(names.map(Need.permission))
        let missing = need.fewestMissing(from: held)
        var comparisons = NearPermission.mostComparisons
        let near = NearPermission.nearest(
            to: names, among: held, kind: kind, resource: file.resource,
            comparisons: &comparisons)
        let item = CauseFacts.Shortage.Item(
            operation: nil, need: need, missing: near.map { [$0.wanted] } ?? missing,
            nearly: near?.held, isOtherKind: near?.isOtherKind ?? false)
        let code: CauseCode =
            near != nil ? "perm-near" : held.isEmpty ? "perm-none" : "perm-missing"
        return Cause(
            code: code, certainty: near == nil ? .proof : .strong, explains: [],
            facts: .permissions(file.shortage([item])))
    }

    /// An API that asks for what only another API's tokens can carry is the wrong one for this token.
    private func door(offering names: [String], to kind: TokenKind) -> Cause? {
        guard let actual = file.resource, let audience = file.audience else { return nil }
        func offers(_ resource: Resource) -> Bool {
            names.contains { Permission.named($0, kind: kind, in: resource) != nil }
        }
        guard !offers(actual), let wanted = Resource.all.first(where: offers) else { return nil }
        let known = wanted.operations.first {
            $0.permissions(of: kind).contains(where: names.contains)
        }
        let instead = known.flatMap { file.heldRequest(like: $0, at: actual, as: kind) }
        return Cause(
            code: "aud-door", certainty: .proof, explains: [],
            facts: .door(
                CauseFacts.Door(
                    actual: actual, wanted: wanted, audience: audience, cloud: file.policy.cloud,
                    operation: nil, permissions: names, instead: instead)))
    }

    private func audience(seen: String?, accepted: [String]) -> Cause? {
        guard let actual = file.audience else { return nil }
        if let seen, seen != actual { return foreign(.claim("aud", said: seen, actual: actual)) }
        guard !accepted.contains(actual) else {
            return foreign(
                .claim("aud", said: accepted.joined(separator: ", "), actual: actual))
        }
        let isSlash = accepted.contains { AudienceSpelling.differsBySlash($0, actual) }
        let code: CauseCode =
            isSlash ? "aud-slash" : file.resource == .graph ? "aud-graph" : "aud-other"
        return Cause(
            code: code, certainty: accepted.isEmpty ? .strong : .proof, explains: [],
            facts: .audience(expected: accepted, actual: actual, resource: file.resource))
    }

    private func expired(at instant: Int64?) -> Cause? {
        guard let expiry = file.report.times.expiresAt?.floor else { return nil }
        if let instant, abs(instant &- expiry) > 1 { return foreign(.notExpired(until: expiry)) }
        // The server's own clock says when it answered; without it the time of this check must do.
        let now = answer.date ?? file.now
        guard expiry <= now else { return foreign(.notExpired(until: expiry)) }
        return Cause(
            code: "time-expired", certainty: .proof, explains: [],
            facts: .expired(at: expiry, secondsAgo: now &- expiry))
    }

    private func issuer(seen: String?) -> Cause? {
        let actual = file.text("iss")
        if let seen, seen != actual { return foreign(.claim("iss", said: seen, actual: actual)) }
        return told("live-refused", .strong, .issuerRefused(actual))
    }

    private func challenge(error: String?, claims: String?, notBefore: Int64?) -> Cause? {
        if let notBefore, let issued = file.report.times.issuedAt?.floor, issued >= notBefore {
            return foreign(.freshEnough(since: notBefore))
        }
        return told(
            "live-revoked", .strong, .fresh(error: error, claims: claims, notBefore: notBefore))
    }

    private var missingUserRole: Cause? {
        guard file.report.kind == .delegated else {
            return told("live-refused", .hint, .refused(code: nil, message: nil))
        }
        let shown = file.payload?["wids"]?.elements.compactMap(\.string) ?? []
        let roles = ["security-reader", "security-administrator"].compactMap {
            DirectoryRole.named($0)?.id
        }
        return Cause(
            code: "perm-dirrole", certainty: .hint, explains: [],
            facts: .directoryRoles(
                need: .any(roles.map(Need.permission)), held: shown,
                isShown: file.payload?["wids"] != nil))
    }
}
