import EntraID
import JOSE
import StrictJSON
import TestSupport
import Testing
import TokenCheck
import Transport

/// An application's own token: what is sent for each way to prove itself, and what is refused beforehand.
@Suite struct ClientCredentialTests {
    private static func certificate() throws -> SigningCertificate {
        var bytes = try TestFiles.bytes("Fixtures/certificates/two-certificates.pem")
        return try SigningCertificate(Secret(taking: &bytes))
    }

    private static func sent(
        _ credential: ClientCredential, version: TokenVersion = .v2,
        for target: SignInTarget = .resource(.defenderXDR)
    ) async throws -> [String: String] {
        let scene = try SignInScene(version: version)
        let address =
            version == .v2
            ? SignInScene.token : SignInScene.token.replacing("/v2.0", with: "")
        scene.exchange.reply(SignInScene.issued, at: address)
        let issued = try await scene.signIn.token(for: target, by: credential)
        #expect(issued.accessToken.text == "the-token")
        #expect(issued.expiresInSeconds == 3599)
        #expect(issued.tenant == SignInScene.tenant)
        return scene.sent
    }

    @Test("a secret goes into the body, encoded")
    func secret() async throws {
        let sent = try await Self.sent(.secret(Secret("a~b+c/d&e=f %")))
        #expect(
            sent == [
                "client_id": SignInScene.client, "client_secret": "a~b+c/d&e=f %",
                "grant_type": "client_credentials",
                "scope": "https://api.security.microsoft.com/.default",
            ])
    }

    @Test("version 1.0 is sent a resource, and never a scope")
    func version1() async throws {
        for target in [
            SignInTarget.resource(.defenderEndpoint),
            .scopes(["https://api.securitycenter.microsoft.com/.default"]),
            .api("https://api.securitycenter.microsoft.com"),
        ] {
            let sent = try await Self.sent(.secret(Secret("s3cret")), version: .v1, for: target)
            #expect(sent["resource"] == "https://api.securitycenter.microsoft.com")
            #expect(sent["scope"] == nil)
        }
    }

    @Test("a resource that ends in a slash gets two")
    func slashes() async throws {
        let sent = try await Self.sent(
            .secret(Secret("s3cret")), for: .api("https://api.contoso.com/"))
        #expect(sent["scope"] == "https://api.contoso.com//.default")
    }

    @Test("an assertion of another issuer is sent as it is")
    func federated() async throws {
        let sent = try await Self.sent(.federated(Secret("a.b.c")))
        #expect(sent["client_assertion"] == "a.b.c")
        #expect(
            sent["client_assertion_type"]
                == "urn:ietf:params:oauth:client-assertion-type:jwt-bearer")
        #expect(sent["client_secret"] == nil)
    }

    @Test("an assertion says who, for whom, since when and once", arguments: [true, false])
    func assertion(_ isNew: Bool) async throws {
        let certificate = try Self.certificate()
        let sent = try await Self.sent(
            .certificate(
                isNew
                    ? ClientAssertion(certificate)
                    : ClientAssertion(certificate, scheme: .rs256, sending: .chain)))
        let parts = (sent["client_assertion"] ?? "").split(separator: ".").map(String.init)
        #expect(parts.count == 3)
        func document(_ part: String) throws -> JSONValue {
            let bytes = Array(part.utf8)
            return try JSONDocument(taking: Base64URL.decode(bytes.span)).root
        }
        let header = try document(parts[0])
        let claims = try document(parts[1])
        #expect(header["typ"]?.string == "JWT")
        #expect(header["alg"]?.string == (isNew ? "PS256" : "RS256"))
        #expect(header["x5t#S256"]?.string?.count == (isNew ? 43 : nil))
        #expect(header["x5t"]?.string?.count == (isNew ? nil : 27))
        #expect(header["x5c"]?.elements.count == (isNew ? nil : 2))
        #expect(claims["aud"]?.string == SignInScene.token)
        #expect(claims["iss"]?.string == SignInScene.client)
        #expect(claims["sub"]?.string == SignInScene.client)
        #expect(claims["nbf"]?.number?.integer == 1_795_425_000)
        #expect(claims["iat"]?.number?.integer == 1_795_425_000)
        #expect(claims["exp"]?.number?.integer == 1_795_425_600)
        #expect(GUID.isCanonical(claims["jti"]?.string ?? ""))
    }

    @Test("what cannot be asked is not asked")
    func targets() async throws {
        let secret = ClientCredential.secret(Secret("s3cret"))
        func defect(_ scene: SignInScene, _ target: SignInTarget) async -> SignInTarget.Defect? {
            let found = await fault { () async throws(SignInFault) in
                try await scene.signIn.token(for: target, by: secret)
            }
            #expect(scene.exchange.asked.isEmpty)
            guard case .target(let defect) = found else { return nil }
            return defect
        }
        let scene = try SignInScene()
        #expect(await defect(scene, .scopes(["https://x.example/Read"])) == .defaultNeeded)
        #expect(await defect(scene, .api("with blank")) == .form("with blank"))
        #expect(await defect(scene, .scopes([])) == .defaultNeeded)
        var many = scene
        many.signIn = SignIn(
            authority: try Authority(.organizations, cloud: .public),
            clientID: SignInScene.client, exchange: scene.exchange)
        #expect(await defect(many, .resource(.graph)) == .tenantNeeded)
        many.signIn = SignIn(
            authority: try Authority(tenant: SignInScene.tenant, cloud: .china),
            clientID: SignInScene.client, exchange: scene.exchange)
        #expect(
            await defect(many, .resource(.defenderXDR))
                == .resourceNotInCloud(.defenderXDR, .china))
        let old = try SignInScene(version: .v1)
        #expect(await defect(old, .scopes(["a/b", "a/c"])) == .scopesInVersion1)
    }

    @Test("scopes of one sign-in belong to one API")
    func scopes() async throws {
        let scene = try SignInScene()
        for scopes in [["https://a.example/X", "https://b.example/Y"], ["a/.default", "a/X"]] {
            let found = await fault { () async throws(SignInFault) in
                try await scene.signIn.token(for: .scopes(scopes)) { _ in }
            }
            #expect(found == .target(.mixed))
        }
    }

    @Test("a claims challenge is answered with the next request")
    func challenge() async throws {
        var scene = try SignInScene()
        scene.exchange.reply(SignInScene.issued, at: SignInScene.token)
        scene.signIn.claims = #"{"access_token":{"nbf":{"essential":true}}}"#
        _ = try await scene.signIn.token(
            for: .resource(.graph), by: .secret(Secret("s3cret")))
        #expect(scene.sent["claims"] == #"{"access_token":{"nbf":{"essential":true}}}"#)
    }

    @Test("a refresh token brings a token and perhaps its successor")
    func refresh() async throws {
        let scene = try SignInScene()
        scene.exchange.reply(
            SignInScene.answer(
                #"{"access_token":"t","refresh_token":"new","expires_in":3599,"scope":"x"}"#),
            at: SignInScene.token)
        let issued = try await scene.signIn.token(
            for: .resource(.graph), refreshing: Secret("old"))
        #expect(issued.refreshToken?.text == "new")
        #expect(
            scene.sent == [
                "client_id": SignInScene.client, "grant_type": "refresh_token",
                "refresh_token": "old",
                "scope": "https://graph.microsoft.com/.default offline_access",
            ])
    }
}
