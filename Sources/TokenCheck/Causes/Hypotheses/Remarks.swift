// What is worth saying and changes nothing.
extension Hypothesis {
    /// What an accepted token's warnings mean.
    static func warnings(of file: CaseFile) -> [Cause] {
        file.findings.filter(\.isWarning).compactMap { finding in
            switch finding.code {
            case "policy-narrow":
                let tenants: [String]
                switch file.policy.tenants {
                case .any: tenants = []
                case .only(let listed): tenants = listed
                }
                return Cause(
                    code: "policy-open", certainty: .proof, explains: [finding.code],
                    facts: .openPolicy(tenants: tenants))
            case "aud-canonical":
                guard case .alias(_, let canonical, let actual)? = finding.detail else {
                    return nil
                }
                return Cause(
                    code: "aud-alias", certainty: .strong, explains: [finding.code],
                    facts: .audience(
                        expected: [canonical], actual: actual,
                        resource: Resource.named(byAudience: actual)))
            default: return nil
            }
        }
    }

    /// What a token that is not accepted leaves out, beside its causes.
    static func remarks(on file: CaseFile) -> [Cause] {
        guard file.findings.contains(where: { $0.code == "groups-complete" && $0.isWarning }) else {
            return []
        }
        return [
            Cause(
                code: "perm-groups", certainty: .proof, explains: ["groups-complete"],
                facts: .groups)
        ]
    }
}
