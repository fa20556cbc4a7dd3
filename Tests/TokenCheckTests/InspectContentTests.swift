import Reporting
import StrictJSON
import TestSupport
import Testing
import TokenCheck

@Suite struct InspectContentTests {
    @Test(arguments: [
        ("01-v1-app-defender-xdr", ["application token", "Microsoft Defender XDR", "version 1.0"]),
        ("01-v1-app-defender-xdr-mtp", ["by an alias of https://api.security.microsoft.com"]),
        ("01-v1-app-defender-xdr-app-id", ["Microsoft Defender XDR, by its application id"]),
        ("01-v1-app-expired", ["expired 1 h ago"]),
        ("03-v1-delegated-defender-xdr", ["delegated token", "Security Reader"]),
        ("05-v1-guest", ["guest: the user's home is elsewhere", "the form of a guest"]),
        ("06-v2-personal-account", ["personal Microsoft account"]),
        ("07-personal-ticket", ["token-not-opaque: a ticket of a personal Microsoft account"]),
        ("08-b2c", ["Azure AD B2C, a tenant of customers"]),
        ("09-external-id", ["External ID, a tenant of customers"]),
        ("10-managed-identity", ["managed identity", "a user-assigned identity"]),
        ("10-managed-identity-system-assigned", ["whose identity is system-assigned"]),
        ("11-graph-delegated-nonce", ["Graph's private signature form", "Microsoft Graph"]),
        ("12-id-token", ["ID token of a sign-in"]),
        ("12-id-token-without-nonce", ["ID token of a sign-in"]),
        ("12-app-as-its-own-api", ["delegated token"]),
        ("13-partner-any-tenant", ["application token"]),
        ("14-long-lived-graph", ["long-lived (1 d)", "it understands claims challenges"]),
        ("15-groups-overage", ["the groups are left out"]),
        ("16-github-actions", ["GitHub Actions token", "the exchange for an Entra ID token"]),
        ("17-client-assertion", ["client assertion", "treat it as a secret"]),
        ("18-agent-identity", ["agent identity", "none; application tokens of agent"]),
        ("19-usgov-v2-app", ["US Government cloud"]),
        ("19-china-v1-app", ["cloud in China"]),
        ("20-encrypted", ["encrypted (JWE): only its recipient can read it"]),
        ("20b-graph-notification", ["unclear", "sent by Microsoft Graph with change"]),
        ("20b-roles-without-sub", ["probably an application token"]),
    ])
    func `what is special about a kind of token is said`(name: String, words: [String]) throws {
        let inspect = Samples(try TokenCase(path: "Fixtures/shapes/\(name).json"))
        let style = TextStyle(usesColour: false, usesUnicode: true, columns: 80, isTerminal: false)
        let text = inspect.all.text(style: style, localTime: .utc)
            .split(whereSeparator: \.isWhitespace).joined(separator: " ")
        for phrase in words { #expect(text.contains(phrase), "\(phrase)") }
    }

    @Test(arguments: [
        (#"{"iat":1000,"exp":2000}"#, 1500 as Int64, "|=====", "valid for another 8 min 20 s"),
        (#"{"iat":1000,"exp":2000}"#, 1000, "*-----", "valid for another 16 min 40 s"),
        (#"{"iat":1000,"exp":2000}"#, 1999, "=====*", "valid for another 1 s"),
        (#"{"iat":1000,"exp":2000}"#, 2000, "=| .. *", "expired in this second"),
        (#"{"iat":1000,"exp":2000}"#, 9999, "=| .. *", "expired 2 h 13 min ago"),
        (#"{"iat":1000,"nbf":1000,"exp":2000}"#, 400, "* .. |-", "not yet valid, in 10 min"),
        (#"{"nbf":1000,"exp":2000}"#, 1500, "|=====", "valid for another"),
        (#"{"iat":1000}"#, 1500, "", "no exp that can be used"),
        (#"{"exp":2000}"#, 1500, "", "valid for another"),
        (#"{"iat":2000,"exp":2000}"#, 1500, "", "valid for another"),
        (#"{"iat":3000,"exp":2000}"#, 1500, "", "times-ordered: iat is later than exp"),
        (#"{"iat":"1","exp":"2"}"#, 1500, "", "exp-present: /payload/exp: not a number"),
        (#"{"iat":0,"exp":1e400}"#, 1500, "", "/payload/exp: out of range"),
        (#"{"iat":-9007199254740992,"exp":9007199254740992}"#, 0, "=====*-----", "valid for"),
        (#"{"iat":0,"exp":9007199254740992}"#, .max, "=| .. *", "expired in this second"),
        (#"{"iat":0,"exp":9007199254740992}"#, .min, "* .. |-", "valid for another"),
        (#"{"iat":1000.5,"exp":1000.75}"#, 1000, "", "expired in this second"),
    ])
    func `a lifetime of any length is drawn or left out`(
        payload: String, now: Int64, bar: String, words: String
    ) {
        let inspect = Samples.report(payload, now: now)
        let text = inspect.all.text(style: Samples.terminal, localTime: .utc)
        #expect(text.contains(words))
        let lines = text.split(separator: "\n").filter { $0.contains("|=") || $0.contains("-|") }
        if bar.isEmpty {
            #expect(lines.isEmpty)
        } else {
            #expect(lines.count == 1)
            #expect(lines.first?.contains(bar) == true, "\(lines)")
        }
        let flat = inspect.all.text(style: .plain, localTime: .utc)
        #expect(!flat.contains("-|"))
    }

    @Test func `what can be read is shown although the rest cannot`() {
        let broken = Samples.report(#"{"aud":"x","#, header: #"{"alg":"none"}"#)
        let text = broken.all.text(style: .plain, localTime: .utc)
        #expect(text.contains("payload-json: payload: byte 11: ends too early"))
        #expect(text.contains("not at all, so anybody can have written it"))
        #expect(text.contains("Claims\n  cannot be read"))

        let cut = Samples.report(#"{"aud":"x"}"#, signature: "A=")
        let cutText = cut.all.text(style: .plain, localTime: .utc)
        #expect(cutText.contains("segment-encoding: signature: byte 1: padding"))
        #expect(cutText.contains("  aud  \"x\""))

        let twice = Samples.report(#"{"aud":"x","aud":"y"}"#)
        let twiceText = twice.all.text(style: .plain, localTime: .utc)
        #expect(twiceText.contains("names-unique: payload: byte 11: name repeated"))
        #expect(twiceText.contains("aud  \"x\"") && twiceText.contains("aud  \"y\""))
    }

    @Test(arguments: [
        "", "1.", "1.AAAA", "2.AboASjssHWBfGEeSo7TF1uf4Aa396I408kNCjzsVwpSEN0AAAAC6AA.",
        "1.AboASjssHWBfGEeSo7TF1uf4Aa396I408kNCjzsVwpS=",
        "0." + String(repeating: "A", count: 5000),
        "1." + String(repeating: "\u{e9}", count: 60), "1.AboASjssHWBfGEeSo7TF1uf4Aa396I408kNCjzs",
    ])
    func `a hint of any form does no harm`(_ hint: String) {
        let text = Samples.report("{\"rh\":\"\(hint)\"}").all.text(style: .plain, localTime: .utc)
        #expect(!text.contains("it seems to name"))
    }

    @Test func `values of the wrong kind are said to be so`() {
        let payload = """
            {"aud":1,"iss":[],"tid":{},"ver":1.0,"exp":"x","roles":"a","scp":["b"],"wids":[1],"acct":"0",
            "cnf":"k","groups":null,"xms_idrel":7,"rh":0,"amr":"pwd","acr":1,"xms_cc":"cp1","":2}
            """
        let inspect = Samples.report(payload, header: #"{"alg":[],"typ":1,"x5t":1,"b64":"x"}"#)
        let text = inspect.all.text(style: .plain, localTime: .utc)
            .split(whereSeparator: \.isWhitespace).joined(separator: " ")
        #expect(text.split(separator: "as it must be", omittingEmptySubsequences: false).count > 14)
        #expect(text.contains("\"\" 2 not documented"))
    }

    @Test func `the document has its members in order and keeps the token's own JSON`() throws {
        let path = "Fixtures/shapes/03-v1-delegated-defender-xdr.json"
        let fixture = try TokenCase(path: path)
        let text = JSONWriter.text(Samples(fixture).all.json(), layout: .line)
        let bytes = Array(text.utf8)
        let document = try JSONDocument(parsing: bytes.span).root
        #expect(
            document.members.map(\.name) == [
                "schema", "verified", "input", "token", "header", "claims", "explained",
                "operations",
            ])
        #expect(document["schema"]?.string == "tokcheck/inspect/1")
        #expect(document["verified"]?.boolean == false)
        #expect(document["input"]?["form"]?.string == "bearer")
        let token = document["token"]
        #expect(token?["kind"]?.string == "delegated")
        #expect(token?["resource"]?.string == "defender-xdr")
        #expect(token?["issuedAt"]?.string == "2026-11-23T08:55:00Z")
        #expect((token?["remainingSeconds"]?.number?.integer ?? 0) > 0)
        let claims = try #require(fixture.document["claims"])
        #expect(
            document["claims"]?.text == JSONWriter.text(.copy(claims), layout: .line))
        #expect(document["explained"]?.elements.count == claims.members.count)
    }

    @Test func `what is absent is null in the document`() throws {
        let fixture = try TokenCase(path: "Fixtures/shapes/20-encrypted.json")
        let text = JSONWriter.text(Samples(fixture).names.json(), layout: .line)
        let bytes = Array(text.utf8)
        let document = try JSONDocument(parsing: bytes.span).root
        #expect(document["header"]?.kind == .null)
        #expect(document["claims"]?.kind == .null)
        let token = document["token"]?.members ?? []
        #expect(token.map(\.name).first == "kind" && token.count == 10)
        #expect(token.dropFirst().allSatisfy { $0.value.kind == .null })
    }
}
