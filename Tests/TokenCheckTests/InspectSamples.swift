import JOSE
import Reporting
import StrictJSON
import TestSupport
import TokenCheck

typealias Samples = InspectReport.Samples

extension InspectReport {
    /// The same token with personal values hidden and shown.
    struct Samples {
        let names: InspectReport
        let all: InspectReport

        init(_ report: Report) {
            names = InspectReport(report, inputForm: "bearer", fingerprint: "9f86d081884c")
            all = InspectReport(
                report, inputForm: "bearer", fingerprint: "9f86d081884c", showing: .all)
        }

        /// A case, judged as `inspect` does: nothing is expected and there are no keys.
        init(_ fixture: TokenCase) {
            self.init(
                Report(
                    on: fixture.token.span, keys: Self.noKeys, policy: Policy(), now: fixture.now))
        }

        /// A token of these parts with a signature of three zero bytes.
        static func report(
            _ payload: String, header: String = #"{"alg":"RS256"}"#, signature: String = "AAAA",
            now: Int64 = 1_795_425_000
        ) -> Samples {
            let text =
                Base64URL.encode(header.utf8) + "." + Base64URL.encode(payload.utf8) + "."
                + signature
            let bytes = Array(text.utf8)
            return Samples(
                Report(
                    on: bytes.span, keys: noKeys, policy: Policy(),
                    now: Instant(secondsSince1970: now)))
        }

        private static let noKeys = KeySet([], origin: KeySet.Origin(source: .file))

        static let zone = LocalTime { _ in (3600, "CET") }

        static let styles = [false, true].flatMap { isRich in
            [60, 80].map {
                TextStyle(
                    usesColour: isRich, usesUnicode: isRich, columns: $0, isTerminal: true)
            }
        }

        static let terminal = TextStyle(
            usesColour: false, usesUnicode: false, columns: 80, isTerminal: true)

        /// A text without the sequences that set a colour, which are the only ones a report may hold.
        static func withoutColour(_ text: String) -> String {
            let bytes = Array(text.utf8)
            var result: [UInt8] = []
            var place = 0
            while place < bytes.count {
                if bytes[place] == 0x1B, let end = bytes[place...].firstIndex(of: 0x6D),
                    bytes[(place + 1)..<end].first == 0x5B,
                    bytes[(place + 2)..<end].allSatisfy({ (0x30...0x39).contains($0) })
                {
                    place = end
                } else {
                    result.append(bytes[place])
                }
                place += 1
            }
            return String(decoding: result, as: UTF8.self)
        }

        static let claimNames = [
            "aud", "iss", "iat", "nbf", "exp", "ver", "tid", "oid", "sub", "appid", "azp",
            "appidacr", "azpacr", "idp", "scp", "roles", "wids", "groups", "hasgroups",
            "_claim_names", "_claim_sources", "idtyp", "acrs", "xms_cc", "acr", "amr", "acct",
            "name", "preferred_username", "unique_name", "upn", "email", "given_name",
            "family_name", "xms_edov", "ipaddr", "sid", "uti", "aio", "rh", "login_hint",
            "tenant_ctry", "ctry", "tenant_region_scope", "verified_primary_email",
            "verified_secondary_email", "vnet", "fwd", "ztdid", "auth_time", "xms_pdl", "xms_pl",
            "xms_tpl", "xms_mirid", "xms_az_rid", "xms_tcdt", "xms_st", "xms_acd", "xms_pftexp",
            "xms_idrel", "xms_act_fct", "xms_sub_fct", "xms_tnt_fct", "xms_par_app_azp",
            "app_displayname", "platf", "puid", "onprem_sid", "deviceid", "signin_state", "nonce",
            "at_hash", "c_hash", "cnf", "in_corp", "pwd_exp", "pwd_url", "tfp", "emails", "jti",
            "repository", "repository_id", "repository_owner", "repository_owner_id",
            "repository_visibility", "ref", "ref_type", "ref_protected", "base_ref", "head_ref",
            "sha", "event_name", "environment", "workflow", "workflow_ref", "workflow_sha",
            "job_workflow_ref", "job_workflow_sha", "run_id", "run_number", "run_attempt",
            "check_run_id", "runner_environment", "actor", "actor_id",
        ]

        /// Claims that are known and that nobody explains.
        static let undocumentedNames = [
            "xms_ftd", "xms_tdbr", "xms_rd", "xms_spcu", "xms_ssm", "xms_cae", "xms_filter_index",
        ]

        static let parameterNames = [
            "typ", "alg", "kid", "x5t", "x5t#S256", "nonce", "crit", "b64", "jwk", "jku", "x5u",
            "x5c", "cty", "enc", "zip",
        ]
    }
}
