public import StrictJSON
internal import TokenCheck

extension InspectReport {
    /// The document `tokcheck/inspect/1`.
    ///
    /// `header` and `claims` are the token's own JSON, repeated names included, or null where they cannot be read;
    /// hidden values are the string `‹hidden›`, a token inside the token is `‹token›`. `explained` lists the claims in the
    /// order of the text report, with times in UTC alone. `operations` is what the permissions would open if the token is
    /// genuine, or null when the catalogue does not know the audience or the kind of token is not clear.
    public func json() -> JSONOutput {
        let unverified = report.unverifiedClaims
        let parameters = unverified.header.map(ClaimDictionary.parameters)
        let groups = unverified.payload.map {
            ClaimDictionary.groups(of: $0, kind: report.kind, now: report.now, localTime: .utc)
        }
        let explained = groups?.flatMap(\.claims) ?? []
        return .object([
            ("schema", .string("tokcheck/inspect/1")),
            ("verified", .boolean(false)),
            (
                "input",
                .object([("form", .string(inputForm)), ("fingerprint", .string(fingerprint))])
            ),
            ("token", TokenSummary(report).json),
            ("header", parameters.map(members) ?? .null),
            ("claims", unverified.payload == nil ? .null : members(inTokenOrder(explained))),
            ("explained", .array(explained.map(entry))),
            ("operations", OpenedOperations(report)?.json ?? .null),
        ])
    }

    private func inTokenOrder(_ claims: [ExplainedClaim]) -> [ExplainedClaim] {
        claims.sorted { $0.value.offset < $1.value.offset }
    }

    private func members(_ claims: [ExplainedClaim]) -> JSONOutput {
        .object(claims.map { ($0.name, value(of: $0)) })
    }

    private func entry(_ claim: ExplainedClaim) -> JSONOutput {
        .object([
            ("name", .string(claim.name)), ("value", value(of: claim)),
            ("meaning", .string(claim.meaning)),
        ])
    }

    private func value(of claim: ExplainedClaim) -> JSONOutput {
        replacement(for: claim).map(JSONOutput.string) ?? .copy(claim.value)
    }
}
