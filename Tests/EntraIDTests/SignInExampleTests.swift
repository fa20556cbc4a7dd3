import JOSE
import TestSupport
import Testing
import TokenCheck
import Transport

@Suite struct SignInExampleTests {
    @Test func `the README's example is what is compiled here`() throws {
        let example = try TestFiles.text("Tests/EntraIDTests/IncidentToken.swift")
        #expect(try TestFiles.text("README.md").contains(example))
    }

    @Test(
        "it hands a good token out, and one without the role not",
        arguments: [("defender-xdr-app", true), ("graph-user-nonce", false)])
    func decision(_ name: String, _ isHandedOut: Bool) async throws {
        var bytes = try TestFiles.bytes("Fixtures/certificates/key-first.pem")
        let certificate = try SigningCertificate(Secret(taking: &bytes))
        let token = try TestFiles.text("Fixtures/tokens/\(name).jwt")
        let exchange = ReplayExchange([
            "https://login.microsoftonline.com/contoso.com/v2.0/.well-known/openid-configuration":
                SignInScene.answer(SignInScene.metadata(.v2)),
            SignInScene.token: SignInScene.answer(#"{"access_token":"\#(token)"}"#),
        ])
        let found = try await incidentToken(
            certificate: certificate, exchange: exchange,
            now: Instant(secondsSince1970: 1_795_425_000))
        #expect(found?.text == (isHandedOut ? token : nil))
    }
}
