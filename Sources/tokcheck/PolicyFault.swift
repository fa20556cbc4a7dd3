internal import Reporting
internal import TokenCheck

// What is said of expectations that make no sense.
extension CommandFault {
    /// A fault of the flags alone.
    static func policy(_ defect: PolicyDefect) -> CommandFault {

        switch defect {
        case .tenantNotIdentifier, .clientNotIdentifier:
            .usage("not a GUID", hint: "give the GUID in lower case")
        case .issuerEmpty: .usage("--issuer: empty", hint: "leave it out, or give a value")
        case .issuerTemplate:
            .usage(
                "--issuer: {tenantid} stands for a tenant, and no token has it",
                hint: "name the tenants with --tenant, or use --any-tenant")
        case .issuerOfOtherCloud(_, let cloud):
            .usage(
                "--issuer: this issuer belongs to another cloud",
                hint: "add --cloud \(cloud.rawValue)")
        case .resourceNotInCloud(let name, let cloud):
            .usage(
                "--resource: \(name) does not exist in the cloud \(cloud.rawValue)",
                hint: "see `tokcheck resources`")
        case .leeway(let seconds):
            .usage(
                "--leeway: \(seconds) s is too much",
                hint: "at most 300s; correct the clock instead")
        }
    }

    /// A fault of a manifest beside the flags.
    static func narrowing(_ defect: NarrowingDefect, file: ManifestFile) -> CommandFault {
        func differs(_ what: String, _ flag: String) -> CommandFault {
            file.fault(
                code: defect.code, "no \(what) is accepted by both \(flag) and the manifest",
                hint: "a manifest only narrows what the flags accept; change one of them")
        }
        switch defect {
        case .operationUnknown(let name, let known):
            let nearest = NearestName.nearest(to: name, among: known)
            let few = known.prefix(8).joined(separator: ", ") + (known.count > 8 ? ", …" : "")
            return .usage(
                "--operation: no operation \(Redaction.quoted(name))",
                hint: nearest.map { "did you mean \($0)?" } ?? "one of \(few)")
        case .cloudDiffers(let manifest, let policy):
            return file.fault(
                code: defect.code,
                "is for the cloud \(manifest.rawValue), and \(policy.rawValue) is expected",
                hint:
                    "add --cloud \(manifest.rawValue), if its tenants are meant; the default is public"
            )
        case .tenantsDisjoint: return differs("tenant", "--tenant, --issuer")
        case .audiencesDisjoint: return differs("audience", "--audience, --resource")
        case .clientsDisjoint: return differs("caller", "--client")
        case .kindsDisjoint: return differs("kind of token", "the flags")
        case .versionsDisjoint: return differs("token version", "the flags")
        case .audienceMissing:
            return .usage("a check needs an audience to expect", hint: "add --audience TEXT")
        case .resourceNotInCloud(let name, let cloud):
            return file.fault(
                code: defect.code,
                "the resource \(name) does not exist in the cloud \(cloud.rawValue)",
                hint: "see `tokcheck resources`")
        case .lifetimeImpossible(let maximum, let remaining):
            return file.fault(
                code: defect.code,
                "a life of at most \(TimeText.duration(maximum)) cannot leave "
                    + "\(TimeText.duration(remaining)), so that no token could pass",
                hint: "compare lifetime with --max-lifetime and --min-remaining")
        }
    }
}
