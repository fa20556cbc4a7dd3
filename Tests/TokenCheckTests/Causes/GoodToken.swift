import JOSE
import StrictJSON
import TestSupport
import Testing
import TokenCheck

/// A token that its narrow policy accepts, out of which faulty ones are made.
struct GoodToken: Sendable, CustomTestStringConvertible {
    /// The API that a token is for.
    enum API: String, CaseIterable, Sendable {
        case defenderXDR = "defender-xdr"
        case defenderEndpoint = "defender-endpoint"
        case graph
        case ownByGUID = "own API by GUID"
        case ownByURI = "own API by URI"

        var resource: Resource? { Resource.named(rawValue) }

        /// What the token holds, what else there is and something third; no two of them are near each other.
        func permissions(_ kind: TokenKind) -> [String] {
            let isApplication = kind == .application
            switch self {
            case .defenderXDR:
                let all = isApplication ? ".All" : ""
                return ["Incident.Read" + all, "AdvancedHunting.Read" + all, "Orders.Manage"]
            case .defenderEndpoint:
                let all = isApplication ? ".All" : ""
                return ["Machine.Read" + all, "Ti.ReadWrite" + all, "SecurityBaselines.List"]
            case .graph:
                return [
                    "ThreatHunting.Read.All", "SecurityIncident.ReadWrite.All", "Mail.Send",
                ]
            case .ownByGUID, .ownByURI:
                return isApplication
                    ? ["Reports.Read.All", "Invoices.Manage", "Orders.Close"]
                    : ["access_as_user", "Invoices.Manage", "Orders.Close"]
            }
        }
    }

    static let tenant = "1d2c3b4a-5f60-4718-92a3-b4c5d6e7f801"
    static let otherTenant = "7a6b5c4d-3e2f-4a1b-8c9d-0e1f2a3b4c5d"
    static let client = "2f1e0d3c-4b5a-4968-8776-655443322110"
    static let ownID = "a9b8c7d6-e5f4-4321-9abc-def012345678"
    static let issuedAt: Int64 = 1_795_424_100
    static let lifetime: Int64 = 3900
    static let keyID = "0GFWt6lE8VIJBIV0--V5LUYVGpg"

    let version: TokenVersion
    let kind: TokenKind
    let api: API

    var testDescription: String { "\(version) \(kind) \(api.rawValue)" }
    var held: String { api.permissions(kind)[0] }
    var other: String { api.permissions(kind)[1] }
    var third: String { api.permissions(kind)[2] }

    /// The other kind of token.
    var otherKind: TokenKind { kind == .application ? .delegated : .application }
    var otherVersion: TokenVersion { version == .v1 ? .v2 : .v1 }

    static let all: [GoodToken] = TokenVersion.allCases.flatMap { version in
        [TokenKind.application, .delegated].flatMap { kind in
            API.allCases.map { GoodToken(version: version, kind: kind, api: $0) }
        }
    }

    /// `aud`: version 2.0 has the application's GUID, version 1.0 the name that was asked for.
    var audience: String {
        switch api {
        case .ownByGUID: return Self.ownID
        case .ownByURI: return "api://" + Self.ownID
        case .defenderXDR, .defenderEndpoint, .graph:
            guard let resource = api.resource else { return "" }
            return version == .v2
                ? resource.applicationID : resource.canonicalAudience(in: .public) ?? ""
        }
    }

    /// The token with its policy, keys and time.
    var scenario: Scenario {
        var policy = Policy()
        policy.tenants = .only([Self.tenant])
        policy.audiences = api.resource.map { .resource($0) } ?? .only([audience])
        policy.operations = [operation(need: .permission(held))]
        return Scenario(
            header: ["typ": "JWT".quoted, "alg": "RS256".quoted, "kid": Self.keyID.quoted],
            claims: claims, policy: policy, keys: KeyLists.entra, now: Self.issuedAt + 900)
    }

    /// An operation that serves this kind of token only.
    func operation(name: String? = nil, need: Need) -> TokenCheck.Operation {
        TokenCheck.Operation(
            name: name, application: kind == .application ? need : nil,
            delegated: kind == .delegated ? need : nil)
    }

    private var claims: Members {
        var claims: Members = [
            "aud": audience.quoted,
            "iss": Cloud.public.issuer(ofTenant: Self.tenant, version: version).quoted,
            "iat": "\(Self.issuedAt)", "nbf": "\(Self.issuedAt)",
            "exp": "\(Self.issuedAt + Self.lifetime)",
            version == .v1 ? "appid" : "azp": Self.client.quoted,
            version == .v1 ? "appidacr" : "azpacr": "1".quoted,
            "tid": Self.tenant.quoted, "uti": "lzktNOKDgb9Pf7_SSaOdAA".quoted,
            "ver": version.rawValue.quoted,
        ]
        switch kind {
        case .application:
            claims["idtyp"] = "app".quoted
            claims["oid"] = "5e4d3c2b-1a09-4f8e-9d7c-6b5a49382716".quoted
            claims["sub"] = "5e4d3c2b-1a09-4f8e-9d7c-6b5a49382716".quoted
        case .delegated, .unknown:
            claims["idtyp"] = "user".quoted
            claims["name"] = "Ada Okafor".quoted
            claims["oid"] = "8f7e6d5c-4b3a-4291-8071-6f5e4d3c2b1a".quoted
            claims["sub"] = "oHVf9DCa18vDHoSUKMVP3mVh6TaySrsjJ_GKZtIyvfg".quoted
        }
        claims.grant([held], to: kind)
        return claims
    }
}

extension Members: ExpressibleByDictionaryLiteral {
    init(dictionaryLiteral elements: (String, String)...) {
        self.init(list: elements.map { (name: $0.0, value: $0.1) })
    }

    /// Writes the permissions where a kind of token has them; none: leaves the claim out.
    mutating func grant(_ names: [String], to kind: TokenKind) {
        switch kind {
        case .application: self["roles"] = names.isEmpty ? nil : names.quoted
        case .delegated, .unknown:
            self["scp"] = names.isEmpty ? nil : names.joined(separator: " ").quoted
        }
    }
}

/// Key lists of Fixtures/keys, each read once.
enum KeyLists {
    /// The list of Entra ID, as a cache holds it for an hour.
    static let entra = list("entra-v2", .cache, age: 3600)
    /// The same without the key that signs.
    static let withoutKey = entra.with(
        entra.entries.filter { $0.keyID != GoodToken.keyID }, from: .cache, age: 7200)
    static let application = list("application", .authority, age: 5)
    static let usgov = list("usgov-v2", .cache, age: 3600)
    static let china = list("china-v2", .cache, age: 3600)

    private static func list(_ name: String, _ source: KeySet.Origin.Source, age: Int64) -> KeySet {
        let bytes = (try? TestFiles.bytes("Fixtures/keys/\(name).json")) ?? []
        return
            (try? KeySet(parsing: bytes.span, origin: .init(source: source), ageSeconds: age))
            ?? .none
    }
}

extension KeySet {
    /// Other entries, or the same from elsewhere.
    func with(_ entries: [Entry]? = nil, from source: Origin.Source, age: Int64) -> KeySet {
        KeySet(entries ?? self.entries, origin: .init(source: source), ageSeconds: age)
    }
}

@Suite struct GoodTokenTests {
    @Test(arguments: GoodToken.all)
    func `a good token is accepted and nothing is said of it`(_ good: GoodToken) throws {
        let judged = try good.scenario.judged()
        #expect(judged.report.isAccepted, "\(judged.summary)")
        #expect(judged.causes.isEmpty && judged.faults.isEmpty, "\(judged.summary)")
    }

    @Test func `there is one of every sort`() {
        #expect(GoodToken.all.count == 20)
        #expect(KeyLists.entra.keys.count == 8 && KeyLists.withoutKey.keys.count == 7)
        #expect(KeyLists.application.keys.count == 1)
        #expect(KeyLists.usgov.keys.count == 2 && KeyLists.china.keys.count == 1)
    }

    @Test func `no permission of a token is near another`() {
        for good in GoodToken.all {
            let names = good.api.permissions(good.kind)
            #expect(NearestName.nearest(to: names[1], among: [names[0], names[2]]) == nil)
            #expect(NearestName.nearest(to: names[2], among: [names[0], names[1]]) == nil)
        }
    }
}
