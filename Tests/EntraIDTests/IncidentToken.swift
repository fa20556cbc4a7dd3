import EntraID
import JOSE
import TokenCheck
import Transport

/// A token of the application for Defender XDR, or nil if it would not do for listing incidents.
func incidentToken(
    certificate: SigningCertificate, exchange: any HTTPExchange, now: Instant
) async throws -> Secret? {
    let signIn = SignIn(
        authority: try Authority(tenant: "contoso.com", cloud: .public),
        clientID: "2f1e0d3c-4b5a-4968-8776-655443322110", exchange: exchange)
    let issued = try await signIn.token(
        for: .resource(.defenderXDR), by: .certificate(ClientAssertion(certificate)))
    var policy = Policy()
    policy.audiences = .resource(.defenderXDR)
    policy.operations = [
        Operation(name: nil, application: .permission("Incident.Read.All"), delegated: nil)
    ]
    let preflight = issued.preflight(policy: policy, now: now)
    return preflight.decision == .blocked ? nil : issued.accessToken
}
