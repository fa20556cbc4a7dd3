import JOSE
import TestSupport
import Testing
import TokenCheck

// Issued by somebody else.
extension Mutation {
    private static func issuer(
        _ name: String, _ code: CauseCode, _ certainty: Cause.Certainty = .proof,
        explaining explains: Set<CheckCode> = ["iss-accepted"],
        of applies: @escaping @Sendable (GoodToken) -> Bool = { _ in true },
        _ change: @escaping @Sendable (inout Scenario, GoodToken) -> Void
    ) -> Mutation {
        Mutation(name, [.issuer], code, certainty, explaining: explains, of: applies, change)
    }

    /// Issued and signed in another cloud.
    private static func cloud(
        _ cloud: Cloud, signer: String, keys: KeySet, keyID: String, of version: TokenVersion,
        explaining explains: Set<CheckCode>
    ) -> Mutation {
        Mutation(
            "a \(version) token of \(cloud), signed by \(signer)", [.issuer, .signature],
            "iss-cloud", .proof, explaining: explains, of: { $0.version == version }
        ) { scenario, _ in
            scenario.claims["iss"] =
                cloud.issuer(ofTenant: GoodToken.tenant, version: version).quoted
            scenario.signer = signer
            scenario.header["kid"] = keyID.quoted
            scenario.keys = keys
        }
    }

    static let issuer: [Mutation] = [
        issuer("another tenant", "iss-tenant", explaining: ["iss-accepted", "tid-accepted"]) {
            scenario, good in
            scenario.claims["tid"] = GoodToken.otherTenant.quoted
            scenario.claims["iss"] =
                Cloud.public.issuer(ofTenant: GoodToken.otherTenant, version: good.version).quoted
        },
        issuer("another tenant than the issuer that is named", "iss-tenant") { scenario, good in
            scenario.policy.tenants = .only([])
            scenario.policy.issuers = [
                Cloud.public.issuer(ofTenant: GoodToken.otherTenant, version: good.version)
            ]
        },
        issuer("another tenant than several", "iss-tenant") { scenario, _ in
            scenario.policy.tenants = .only([
                GoodToken.otherTenant, "c0ffee00-1234-4abc-9def-567890abcdef",
            ])
        },
        issuer("another version than is expected", "iss-version", explaining: ["ver-accepted"]) {
            scenario, good in
            scenario.policy.versions = [good.otherVersion]
        },
        issuer("another version than the issuer that is named", "iss-version") { scenario, good in
            scenario.policy.tenants = .only([])
            scenario.policy.issuers = [
                Cloud.public.issuer(ofTenant: GoodToken.tenant, version: good.otherVersion)
            ]
        },
        issuer("the version of any tenant", "iss-version", explaining: ["ver-accepted"]) {
            scenario, good in
            scenario.policy.tenants = .any
            scenario.policy.versions = [good.otherVersion]
        },
        issuer("Azure AD B2C", "iss-b2c", .strong) { scenario, _ in
            scenario.claims["iss"] =
                "https://contoso.b2clogin.com/\(GoodToken.tenant)/v2.0/".quoted
        },
        issuer(
            "Azure AD B2C with the name of a policy, and as it writes tokens", "iss-b2c", .strong
        ) { scenario, _ in
            scenario.claims["iss"] =
                "https://contoso.b2clogin.com/tfp/\(GoodToken.tenant)/b2c_1_signin/v2.0/".quoted
            scenario.claims["tid"] = nil
            scenario.claims["ver"] = "1.0".quoted
            scenario.claims["tfp"] = "b2c_1_signin".quoted
        },
        issuer("External ID", "iss-b2c", .strong) { scenario, _ in
            let tenant = "c0ffee00-1234-4abc-9def-567890abcdef"
            scenario.claims["iss"] =
                "https://\(tenant).ciamlogin.com/\(tenant)/v2.0".quoted
            scenario.claims["tid"] = tenant.quoted
        },
        cloud(
            .usgov, signer: "usgov-1", keys: KeyLists.usgov,
            keyID: "Jgt51o00S_5FjUUXMxZZTswqmUw", of: .v2,
            explaining: ["iss-accepted", "key-cloud"]),
        cloud(
            .china, signer: "china-1", keys: KeyLists.china,
            keyID: "B0grG_eKHRpZXc7UjuiWmaPjmMU", of: .v2,
            explaining: ["iss-accepted", "key-cloud"]),
        cloud(
            .usgov, signer: "usgov-1", keys: KeyLists.usgov,
            keyID: "Jgt51o00S_5FjUUXMxZZTswqmUw", of: .v1, explaining: ["key-cloud"]),
        cloud(
            .china, signer: "china-1", keys: KeyLists.china,
            keyID: "B0grG_eKHRpZXc7UjuiWmaPjmMU", of: .v1,
            explaining: ["iss-accepted", "key-cloud"]),
        Mutation(
            "expected in US Government, signed in the public cloud", [.issuer, .signature],
            "iss-cloud", .proof, explaining: ["key-cloud"], of: { $0.api != .ownByURI }
        ) { scenario, _ in
            scenario.policy.cloud = .usgov
        },
        Mutation(
            "an issuer of another cloud, keys of this one", [.issuer, .signature], "iss-cloud",
            .strong, explaining: ["iss-accepted"], of: { $0.version == .v2 }
        ) { scenario, _ in
            scenario.claims["iss"] =
                Cloud.china.issuer(ofTenant: GoodToken.tenant, version: .v2).quoted
            scenario.keys = .none
        },
    ]
}
